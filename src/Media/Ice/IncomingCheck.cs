using RtcCluster.Media.Stun;

namespace RtcCluster.Media.Ice;

/// <summary>What every agent asks of a request before it believes it. RFC 8445 §7.3, RFC 8489 §6.3 and §9.1.3.</summary>
internal static class IncomingCheck
{
    /// <summary>Whether the message is a check at all; what is not is dropped without an answer.</summary>
    public static IceStatus Inspect(scoped in StunReader message, in IceFlow source) => message.Class switch
    {
        StunClass.Success or StunClass.Error => IceStatus.UnexpectedResponse,
        _ when message.Method != StunReader.Binding => IceStatus.UnknownMethod,
        StunClass.Indication => IceStatus.Indication,
        _ when source.Remote.Port == 0 || source.Remote.IsUnspecified || source.Remote.IsMulticastOrBroadcast => IceStatus.BadSource,
        _ => message.HasFingerprint ? IceStatus.Accepted : IceStatus.MissingFingerprint,
    };

    /// <summary>Whether the credentials' owner was addressed by somebody who knows the password.</summary>
    public static IceStatus Authenticate(scoped in StunReader message, IceCredentials? addressed) =>
        message.Username.IsEmpty || message.Integrity == StunIntegrity.None ? IceStatus.MissingIntegrity
        : addressed is null ? IceStatus.UnknownUsername
        : !message.Verify(addressed.Key) ? IceStatus.BadIntegrity
        : message.UnknownCount > 0 ? IceStatus.UnknownAttributes
        : IceStatus.Accepted;

    /// <summary>Writes the answer that the status asks for; returns its length.</summary>
    public static int Answer(Span<byte> destination, scoped in StunReader check, IceStatus status, in IceFlow source, IceCredentials? addressed) => status switch
    {
        IceStatus.Accepted => StunBinding.WriteSuccess(destination, check, source.Remote, addressed!.Key),
        IceStatus.MissingIntegrity => StunBinding.WriteError(destination, check, StunErrorCode.BadRequest, default),
        IceStatus.UnknownUsername or IceStatus.BadIntegrity => StunBinding.WriteError(destination, check, StunErrorCode.Unauthenticated, default),
        IceStatus.UnknownAttributes => StunBinding.WriteError(destination, check, StunErrorCode.UnknownAttribute, addressed!.Key),
        IceStatus.RoleConflict => StunBinding.WriteError(destination, check, StunErrorCode.RoleConflict, addressed!.Key),
        _ => 0,
    };
}
