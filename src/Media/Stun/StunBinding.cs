using RtcCluster.Media.Addresses;

namespace RtcCluster.Media.Stun;

/// <summary>The answers to a connectivity check, whole. Each returns its length, 0 when it did not fit.</summary>
public static class StunBinding
{
    /// <summary>Room that each answer fits in, in bytes.</summary>
    public const int MaxAnswer = 128;

    /// <summary>A success response that tells the sender where it was seen (RFC 8445 §7.3.1).</summary>
    /// <param name="destination">Where it goes.</param>
    /// <param name="request">What is answered.</param>
    /// <param name="source">Where that came from.</param>
    /// <param name="key">The password that the request was verified with; the answer is protected in the same way.</param>
    public static int WriteSuccess(Span<byte> destination, scoped in StunReader request, in MediaEndpoint source, ReadOnlySpan<byte> key)
    {
        var writer = new StunWriter(destination, StunClass.Success, request.TransactionId);
        writer.XorMappedAddress(source);
        writer.Integrity(request.Integrity, key);
        writer.Fingerprint();
        return writer.Length;
    }

    /// <summary>An error response; a 420 names what was not understood.</summary>
    /// <param name="destination">Where it goes.</param>
    /// <param name="request">What is answered.</param>
    /// <param name="code">Why.</param>
    /// <param name="key">The password that the request was verified with; empty for one that was not (400, 401: RFC 8489 §9.1.3).</param>
    public static int WriteError(Span<byte> destination, scoped in StunReader request, StunErrorCode code, ReadOnlySpan<byte> key)
    {
        var writer = new StunWriter(destination, StunClass.Error, request.TransactionId);
        writer.ErrorCode(code);
        if (code == StunErrorCode.UnknownAttribute)
        {
            writer.UnknownAttributes(request);
        }

        writer.Integrity(key.IsEmpty ? StunIntegrity.None : request.Integrity, key);
        writer.Fingerprint();
        return writer.Length;
    }
}
