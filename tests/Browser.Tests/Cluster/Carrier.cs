using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Sipp;

namespace RtcCluster.Browser.Tests.Cluster;

/// <summary>The demo tenant's carrier at 127.0.0.2: SIPp speaks SIP, the test itself the sound.</summary>
public sealed class Carrier : IAsyncDisposable
{
    /// <summary>What people outside say, in Hz.</summary>
    public const double Tone = 620;

    /// <summary>Somebody outside.</summary>
    public const string OutsideNumber = "+573001234567";

    private const string Address = "127.0.0.2";
    private const int Port = 5080;
    private readonly SippRun _run;
    private readonly RtpPort _sound;

    private Carrier(SippRun run, RtpPort sound)
    {
        _run = run;
        _sound = sound;
    }

    /// <summary>Starts it. To be done before the product starts, which asks its trunks every 30 s how they are.</summary>
    public static async Task<Carrier> StartAsync()
    {
        var sound = new RtpPort(Address);
        var run = await SippRun.StartAsync(new SippOptions
        {
            Scenario = Scenario("carrier_with_sound"),
            LocalAddress = Address,
            LocalPort = Port,
            Calls = 0,
            Keys = new Dictionary<string, string> { ["rtp_port"] = $"{sound.Local.Port}" },
            // Longer than the project's tests may take: a carrier that ends before them is a trunk that answers no more.
            Timeout = TimeSpan.FromHours(2),
        });
        return new Carrier(run, sound);
    }

    /// <summary>Somebody outside calls: rings until it is answered, and hangs up after <paramref name="duration"/>.</summary>
    public async Task<SippRun> CallAsync(string number, string edge, TimeSpan duration) => await SippRun.StartAsync(new SippOptions
    {
        Scenario = Scenario("trunk_in_with_sound"),
        Remote = edge,
        LocalAddress = Address,
        LocalPort = FreePorts.Take(Address),
        Service = number,
        Duration = duration,
        Keys = new Dictionary<string, string> { ["caller"] = OutsideNumber, ["rtp_port"] = $"{_sound.Local.Port}" },
    });

    /// <summary>Says its tone for so long to whoever speaks to it, from the first word on.</summary>
    public async Task SpeakAsync(TimeSpan duration, TimeSpan patience) => await _sound.SpeakAsync(Tone, await _sound.Source.WaitAsync(patience), duration);

    /// <summary>What was said to it since the last call.</summary>
    public ToneTimeline Heard() => _sound.Heard();

    /// <summary>Ready for the next call.</summary>
    public void Forget() => _sound.Forget();

    public async ValueTask DisposeAsync()
    {
        await _run.DisposeAsync();
        await _sound.DisposeAsync();
    }

    private static string Scenario(string name) => Repository.At("tests", "Browser.Tests", "Scenarios", $"{name}.xml");
}
