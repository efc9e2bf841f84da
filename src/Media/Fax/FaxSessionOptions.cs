namespace RtcCluster.Media.Fax;

/// <summary>What a fax session is to do.</summary>
public sealed record FaxSessionOptions
{
    /// <summary>Digits of a station id (ITU-T T.30 §5.3.6.2.4): 20 of them, and the characters beside them.</summary>
    public const int LongestIdent = 20;

    /// <summary>Our own station id: digits, plus and spaces; what is longer than <see cref="LongestIdent"/> is cut.</summary>
    public string Ident { get; init; } = "";

    /// <summary>The TIFF file to send, as <see cref="FaxTiff.Write"/> makes it for a modem; null to receive.</summary>
    public ReadOnlyMemory<byte>? Document { get; init; }

    /// <summary>Whether we called: the caller sends its tone, the called one answers with its own.</summary>
    public bool IsCaller { get; init; }

    /// <summary>Whether it speaks T.38 in packets, and not in sound.</summary>
    public bool IsT38 { get; init; }

    /// <summary>Whether errors are corrected (ITU-T T.30 annex A), when the other machine can.</summary>
    public bool CorrectsErrors { get; init; } = true;

    /// <summary>After that long the session ends whatever it does: a machine that never ends must not hold a line.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>More bytes than these are not received.</summary>
    public long MostBytes { get; init; } = 32 << 20;

    /// <summary>A page of more rows than these is not received.</summary>
    public int MostRows { get; init; } = FaxLimits.Default.Height;
}
