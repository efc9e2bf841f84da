namespace RtcCluster.TestKit.Sipp;

/// <summary>One run of SIPp.</summary>
public sealed record SippOptions
{
    /// <summary>Full path of the scenario file.</summary>
    public required string Scenario { get; init; }

    /// <summary>host:port it sends to; null for a scenario that begins by receiving.</summary>
    public string? Remote { get; init; }

    public string LocalAddress { get; init; } = "127.0.0.1";

    public required int LocalPort { get; init; }

    /// <summary>SIPp's own word: u1 one UDP socket, t1 one TCP connection.</summary>
    public string Transport { get; init; } = "u1";

    /// <summary>It ends by itself after this many calls; 0 runs until <see cref="SippRun.StopAsync"/>.</summary>
    public int Calls { get; init; } = 1;

    /// <summary>New calls per second.</summary>
    public int Rate { get; init; } = 10;

    /// <summary>Most calls at once; SIPp's own default is three seconds' worth of the rate.</summary>
    public int? Limit { get; init; }

    /// <summary>[service]: the number that is called.</summary>
    public string? Service { get; init; }

    /// <summary>The uri that SIPp signs in its digest, without scheme; left alone it would sign the address it sends to, not the Request-URI.</summary>
    public string AuthenticationUri => Service is null ? "demo.test" : $"{Service}@demo.test";

    /// <summary>Length of a &lt;pause/&gt; without milliseconds: how long calls last.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Lines of the injection file, without the first (SEQUENTIAL): [field0], [field1] ….</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Values of [keywords] of the scenario.</summary>
    public IReadOnlyDictionary<string, string> Keys { get; init; } = new Dictionary<string, string>();

    /// <summary>Scenario for messages that belong to no call: how a registered TCP phone receives an INVITE on its connection.</summary>
    public string? OutOfCallScenario { get; init; }

    /// <summary>First RTP port; SIPp takes a few after it.</summary>
    public int? MediaPort { get; init; }

    /// <summary>Sends each RTP packet back to where it came from.</summary>
    public bool RtpEcho { get; init; }

    /// <summary>SIPp gives up after this time, whatever happens.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>More arguments, as SIPp wants them.</summary>
    public IReadOnlyList<string> More { get; init; } = [];
}
