using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Framing;

/// <summary>One thing cut out of a stream. It lives until the next call to the framer.</summary>
public readonly ref struct SipFrame
{
    internal SipFrame(SipFrameKind kind, ReadOnlySpan<byte> bytes, SipParseStatus status = SipParseStatus.Ok)
    {
        Kind = kind;
        Bytes = bytes;
        Status = status;
    }

    /// <summary>What it is.</summary>
    public SipFrameKind Kind { get; }

    /// <summary>The message; for <see cref="SipFrameKind.Broken"/> what there is of it, for a refusal.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Why the stream is broken, else Ok.</summary>
    public SipParseStatus Status { get; }
}
