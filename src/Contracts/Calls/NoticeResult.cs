namespace RtcCluster.Contracts.Calls;

/// <summary>What came of telling or asking a party before its call is recorded.</summary>
[GenerateSerializer, Alias("rtc.NoticeResult")]
public enum NoticeResult
{
    /// <summary>Nobody has heard it yet.</summary>
    Due = 0,

    /// <summary>A party hears it, or is waited for; the last word of a party that left meanwhile.</summary>
    Asked = 1,

    /// <summary>It was heard to its end.</summary>
    Announced = 2,

    /// <summary>The party agreed.</summary>
    Given = 3,

    /// <summary>The party did not agree.</summary>
    Refused = 4,

    /// <summary>The party said nothing.</summary>
    Unanswered = 5,

    /// <summary>It was not heard to its end: nothing is recorded.</summary>
    Unheard = 6,
}
