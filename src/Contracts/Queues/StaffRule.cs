namespace RtcCluster.Contracts.Queues;

/// <summary>Who must be there.</summary>
[GenerateSerializer, Alias("rtc.StaffRule")]
public enum StaffRule
{
    /// <summary>Nobody.</summary>
    Nobody = 0,

    /// <summary>An agent who is logged in, paused or not.</summary>
    LoggedIn = 1,

    /// <summary>An agent who is logged in and not paused; in a call counts.</summary>
    Working = 2,

    /// <summary>An agent who could take a call now.</summary>
    Ready = 3,
}
