namespace RtcCluster.Storage.Consents;

/// <summary>Where a user's device was last; one for each user, and only with their consent.</summary>
public sealed record DeviceLocation
{
    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>The user's name.</summary>
    public required string UserName { get; init; }

    /// <summary>Degrees north, -90 to 90 (WGS 84).</summary>
    public required double Latitude { get; init; }

    /// <summary>Degrees east, -180 to 180 (WGS 84).</summary>
    public required double Longitude { get; init; }

    /// <summary>Metres within which it is.</summary>
    public required double Accuracy { get; init; }

    /// <summary>When it was there.</summary>
    public required DateTimeOffset At { get; init; }
}
