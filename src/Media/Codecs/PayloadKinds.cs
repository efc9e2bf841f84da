namespace RtcCluster.Media.Codecs;

/// <summary>Names and numbers of the payload kinds, in one table for reader, writer and negotiation.</summary>
public static class PayloadKinds
{
    /// <summary>The RTP clock of every kind that we speak, in Hz.</summary>
    public const int ClockRate = 8000;

    /// <summary>The encoding name of SDP, as RFC 3551 and RFC 4733 spell it.</summary>
    public static string EncodingName(this PayloadKind kind) => kind switch
    {
        PayloadKind.Pcmu => "PCMU",
        PayloadKind.Pcma => "PCMA",
        PayloadKind.G722 => "G722",
        PayloadKind.TelephoneEvent => "telephone-event",
        _ => string.Empty,
    };

    /// <summary>The static payload type of RFC 3551 §6, or -1 for a dynamic one.</summary>
    public static int StaticPayloadType(this PayloadKind kind) => kind switch
    {
        PayloadKind.Pcmu => 0,
        PayloadKind.Pcma => 8,
        PayloadKind.G722 => 9,
        _ => -1,
    };

    /// <summary>Whether the kind is G.711, which can be recorded, transcoded and generated.</summary>
    public static bool IsG711(this PayloadKind kind) => kind is PayloadKind.Pcmu or PayloadKind.Pcma;

    /// <summary>Whether the kind carries sound (not events).</summary>
    public static bool IsAudio(this PayloadKind kind) => kind is PayloadKind.Pcmu or PayloadKind.Pcma or PayloadKind.G722;

    /// <summary>The kind of a static payload type that has no rtpmap (RFC 3551 §6).</summary>
    public static PayloadKind FromStatic(int payloadType) => payloadType switch
    {
        0 => PayloadKind.Pcmu,
        8 => PayloadKind.Pcma,
        9 => PayloadKind.G722,
        _ => PayloadKind.Unknown,
    };

    /// <summary>The kind of an rtpmap's encoding name and clock; Unknown when either is not ours (PCMU/16000 is not).</summary>
    public static PayloadKind FromEncoding(ReadOnlySpan<char> name, int clockRate, int channels)
    {
        if (clockRate != ClockRate || channels != 1)
        {
            return PayloadKind.Unknown;
        }

        foreach (var kind in (ReadOnlySpan<PayloadKind>)[PayloadKind.Pcmu, PayloadKind.Pcma, PayloadKind.G722, PayloadKind.TelephoneEvent])
        {
            if (name.Equals(kind.EncodingName(), StringComparison.OrdinalIgnoreCase))
            {
                return kind;
            }
        }

        return PayloadKind.Unknown;
    }
}
