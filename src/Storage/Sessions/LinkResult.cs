namespace RtcCluster.Storage.Sessions;

/// <summary>What became of linking an account.</summary>
public enum LinkResult
{
    /// <summary>It is linked now.</summary>
    Linked,

    /// <summary>It was linked to this user before.</summary>
    Present,

    /// <summary>It is another user's.</summary>
    OfAnother,

    /// <summary>The user has another account of this issuer.</summary>
    HasAnother,
}
