namespace RtcCluster.Sip.Registrar;

/// <summary>Where a <see cref="TrunkRegistration"/> stands.</summary>
public enum TrunkRegistrationState
{
    /// <summary>Never registered yet, a request is out or due.</summary>
    Registering,

    /// <summary>Registered; a refresh may be out.</summary>
    Registered,

    /// <summary>Refused or not answered; it is tried again.</summary>
    Failed,

    /// <summary>Removing or removed, by our own wish.</summary>
    Stopped,
}
