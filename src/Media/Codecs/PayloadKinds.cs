namespace RtcCluster.Media.Codecs;

/// <summary>Names, numbers and clocks of the payload kinds, in one table for reader, writer and negotiation.</summary>
public static class PayloadKinds
{
    /// <summary>The RTP clock of all that telephones speak, in Hz.</summary>
    public const int TelephoneRate = 8000;

    /// <summary>The RTP clock of Opus, whatever the bandwidth inside (RFC 7587 §4.1), in Hz.</summary>
    public const int OpusRate = 48000;

    private static readonly PayloadKind[] Known =
    [
        PayloadKind.Pcmu, PayloadKind.Pcma, PayloadKind.G722, PayloadKind.Opus, PayloadKind.TelephoneEvent, PayloadKind.WideTelephoneEvent,
    ];

    /// <summary>How many kinds there are, Unknown included: the size of a table by kind.</summary>
    public const int Count = 7;

    /// <summary>The encoding name of SDP, as RFC 3551, RFC 4733 and RFC 7587 spell it.</summary>
    public static string EncodingName(this PayloadKind kind) => kind switch
    {
        PayloadKind.Pcmu => "PCMU",
        PayloadKind.Pcma => "PCMA",
        PayloadKind.G722 => "G722",
        PayloadKind.Opus => "opus",
        PayloadKind.TelephoneEvent or PayloadKind.WideTelephoneEvent => "telephone-event",
        _ => string.Empty,
    };

    /// <summary>Name, clock and channels as an rtpmap says them: <c>PCMU/8000</c>, <c>opus/48000/2</c>.</summary>
    public static string Encoding(this PayloadKind kind) => kind switch
    {
        PayloadKind.Opus => "opus/48000/2",
        PayloadKind.WideTelephoneEvent => "telephone-event/48000",
        _ => kind.EncodingName() + "/8000",
    };

    /// <summary>The RTP clock in Hz.</summary>
    public static int ClockRate(this PayloadKind kind) => kind is PayloadKind.Opus or PayloadKind.WideTelephoneEvent ? OpusRate : TelephoneRate;

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
    public static bool IsAudio(this PayloadKind kind) => kind is PayloadKind.Pcmu or PayloadKind.Pcma or PayloadKind.G722 or PayloadKind.Opus;

    /// <summary>Whether the kind carries the keys of a phone.</summary>
    public static bool IsEvent(this PayloadKind kind) => kind is PayloadKind.TelephoneEvent or PayloadKind.WideTelephoneEvent;

    /// <summary>The events that belong to an audio codec: those of its clock (RFC 4733 §2.1).</summary>
    public static PayloadKind Events(this PayloadKind audio) => audio == PayloadKind.Opus ? PayloadKind.WideTelephoneEvent : PayloadKind.TelephoneEvent;

    /// <summary>The kind of a static payload type that has no rtpmap (RFC 3551 §6).</summary>
    public static PayloadKind FromStatic(int payloadType) => payloadType switch
    {
        0 => PayloadKind.Pcmu,
        8 => PayloadKind.Pcma,
        9 => PayloadKind.G722,
        _ => PayloadKind.Unknown,
    };

    /// <summary>The kind of an rtpmap's encoding name, clock and channels; Unknown when one of them is not ours (PCMU/16000 is not).</summary>
    public static PayloadKind FromEncoding(ReadOnlySpan<char> name, int clockRate, int channels)
    {
        foreach (var kind in Known)
        {
            if (clockRate == kind.ClockRate() && channels == (kind == PayloadKind.Opus ? 2 : 1)
                && name.Equals(kind.EncodingName(), StringComparison.OrdinalIgnoreCase))
            {
                return kind;
            }
        }

        return PayloadKind.Unknown;
    }
}
