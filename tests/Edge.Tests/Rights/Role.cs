namespace RtcCluster.Edge.Tests.Rights;

/// <summary>Who calls.</summary>
public enum Role
{
    /// <summary>Nobody: no token.</summary>
    Anonymous,

    /// <summary>An administrator who has signed out: the token is still in its time.</summary>
    Revoked,

    Agent,

    Supervisor,

    Administrator,

    /// <summary>The administrator of the other company.</summary>
    Stranger,
}
