namespace RtcCluster.Storage.Consents;

/// <summary>That a user gave or withdrew a consent. The latest of a purpose holds; those before are the proof.</summary>
public sealed record ConsentChange
{
    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>The user's name.</summary>
    public required string UserName { get; init; }

    /// <summary>What for.</summary>
    public required ConsentPurpose Purpose { get; init; }

    /// <summary>Its number among the changes of this user and purpose, from 1; the store gives it.</summary>
    public int Number { get; init; }

    /// <summary>True when it was given, false when it was withdrawn.</summary>
    public required bool Given { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The version of the privacy policy that was in force.</summary>
    public required int PolicyVersion { get; init; }

    /// <summary>Its hash.</summary>
    public required string PolicyHash { get; init; }

    /// <summary>The browser or program, as it names itself.</summary>
    public string Device { get; init; } = "";

    /// <summary>Its address.</summary>
    public string Address { get; init; } = "";
}
