namespace RtcCluster.Contracts.Google;

/// <summary>What became of connecting an account.</summary>
public enum GoogleConnected
{
    /// <summary>It is connected.</summary>
    Done = 0,

    /// <summary>Google is not set up here.</summary>
    NotOffered = 1,

    /// <summary>Google does not know the code, or its answer proves nothing.</summary>
    Refused = 2,

    /// <summary>Google does not answer; later it may.</summary>
    Away = 3,
}
