namespace RtcCluster.Contracts.Calls;

/// <summary>Which of the user's own devices ring first for a call that the user asked for.</summary>
[GenerateSerializer, Alias("rtc.OwnDevices")]
public enum OwnDevices
{
    /// <summary>All of them; the one that answers has the call.</summary>
    Any = 0,

    /// <summary>Browsers and the extension alone.</summary>
    Browser = 1,

    /// <summary>Telephones alone.</summary>
    Phone = 2,
}
