using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using RtcCluster.Load.Runner.Telephones;

namespace RtcCluster.Load.Runner.Compare;

/// <summary>The distribution's rtpengine in user space, with one thread.</summary>
internal sealed partial class RtpEngine : IAsyncDisposable
{
    private const string Program = "rtpengine";
    private const int Control = 22_223;
    private const int FirstPort = 40_000;
    private const int LastPort = 49_998;
    private const int KeyBytes = 30;
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(1.5);

    private readonly PinnedProcess _process;

    private RtpEngine(PinnedProcess process) => _process = process;

    /// <summary>Whether it is installed.</summary>
    public static bool IsThere => PinnedProcess.Find(Program) is not null;

    /// <summary>Its process.</summary>
    public int Id => _process.Id;

    /// <summary>Starts one.</summary>
    public static async Task<RtpEngine> StartAsync(int processor, string folder)
    {
        var culture = CultureInfo.InvariantCulture;
        var process = await PinnedProcess.StartAsync(
            processor,
            [
                Program, "--config-file=none", "--table=-1", "--interface=127.0.0.1", string.Create(culture, $"--listen-ng=127.0.0.1:{Control}"),
                string.Create(culture, $"--port-min={FirstPort}"), string.Create(culture, $"--port-max={LastPort}"), "--num-threads=1", "--foreground", "--log-stderr", "--log-level=2",
                "--timeout=3600", "--silent-timeout=7200", "--delete-delay=0",
            ],
            folder);
        await Task.Delay(StartTime);
        return process.ExitCode is { } code ? throw new InvalidOperationException($"rtpengine ended with code {code}: {process.LastWords}") : new RtpEngine(process);
    }

    /// <summary>Sets calls up and gives the address of each that their callers speak to.</summary>
    /// <param name="count">How many.</param>
    /// <param name="caller">Where callers speak from.</param>
    /// <param name="callee">Where callees hear.</param>
    /// <param name="isProtected">Whether callees get SRTP, with AES-128-CM and HMAC-SHA1-80.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<IReadOnlyList<IPEndPoint>> SetUpAsync(int count, IPEndPoint caller, IPEndPoint callee, bool isProtected, CancellationToken ct)
    {
        using var client = new NgClient(new IPEndPoint(IPAddress.Loopback, Control));
        var found = new List<IPEndPoint>();
        for (var i = 0; i < count; i++)
        {
            var call = new Dictionary<string, object>
            {
                ["call-id"] = string.Create(CultureInfo.InvariantCulture, $"load-{isProtected}-{i}"), ["from-tag"] = "a", ["replace"] = new[] { "origin", "session-connection" }, ["ICE"] = "remove",
                ["flags"] = new[] { "trust-address" }, ["rtcp-mux"] = new[] { "demux" },
            };
            var offer = new Dictionary<string, object>(call) { ["command"] = "offer", ["sdp"] = Encoding.ASCII.GetString(CallSdp.Of(caller).Span) };
            if (isProtected)
            {
                (offer["transport-protocol"], offer["DTLS"], offer["SDES"]) = ("RTP/SAVP", "off", new[] { "only-AES_CM_128_HMAC_SHA1_80" });
            }

            var offered = await client.AskAsync(offer, ct);
            var answered = Encoding.ASCII.GetString(CallSdp.Of(callee).Span);
            if (isProtected)
            {
                var tag = Tag().Match(offered) is { Success: true } match ? match.Groups[1].Value : throw new InvalidOperationException($"rtpengine offers no key: {offered}");
                answered = answered.Replace("RTP/AVP", "RTP/SAVP", StringComparison.Ordinal) + $"a=crypto:{tag} AES_CM_128_HMAC_SHA1_80 inline:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes))}\r\n";
            }

            var answer = await client.AskAsync(new Dictionary<string, object>(call) { ["command"] = "answer", ["to-tag"] = "b", ["sdp"] = answered }, ct);
            found.Add(CallSdp.AudioOf(Encoding.ASCII.GetBytes(answer)) ?? throw new InvalidOperationException($"rtpengine names no port: {answer}"));
        }

        return found;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    [GeneratedRegex(@"a=crypto:(\d+) AES_CM_128_HMAC_SHA1_80")]
    private static partial Regex Tag();
}
