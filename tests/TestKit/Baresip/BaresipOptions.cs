namespace RtcCluster.TestKit.Baresip;

/// <summary>One telephone: whose it is, where it registers, what it says.</summary>
public sealed record BaresipOptions
{
    /// <summary>Number and digest user name.</summary>
    public required string User { get; init; }

    public string Password { get; init; } = "demo";

    public string Domain { get; init; } = "demo.test";

    /// <summary>host:port of the registrar and outbound proxy; null for a phone that only takes direct calls.</summary>
    public string? Registrar { get; init; }

    public string Transport { get; init; } = "udp";

    /// <summary>The tone in Hz that it sends all the time.</summary>
    public required double Tone { get; init; }

    /// <summary>How long it can: with the end of its tone it hangs up.</summary>
    public TimeSpan ToneLength { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Answers by itself at once.</summary>
    public bool AutoAnswer { get; init; }

    /// <summary>Codecs in order of preference, baresip's names.</summary>
    public string Codecs { get; init; } = "PCMU/8000/1,PCMA/8000/1";

    /// <summary>Its module for SRTP: srtp offers it beside plain RTP, srtp-mand takes nothing else; null for plain RTP.</summary>
    public string? Encryption { get; init; }

    /// <summary>Registration interval in seconds.</summary>
    public int RegisterInterval { get; init; } = 120;
}
