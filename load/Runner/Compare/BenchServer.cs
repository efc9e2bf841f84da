using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Telephones;

namespace RtcCluster.Load.Runner.Compare;

/// <summary>A Standalone with its section <c>Bench</c> on, on the server's processor.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    /// <summary>Password of everybody in it.</summary>
    public const string Password = "secret";

    private const int FirstExtension = 100_000;
    private const int SipPort = 5_060;
    private const int KeyBytes = 30;
    private static readonly TimeSpan SetUpTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly OwnStandalone _keeper;
    private readonly HttpClient _http;

    private BenchServer(OwnStandalone keeper, Server server)
    {
        (_keeper, Server) = (keeper, server);
        _http = new HttpClient { BaseAddress = server.Web };
    }

    /// <summary>Its address and process.</summary>
    public Server Server { get; }

    /// <summary>Its process.</summary>
    public int Id => Server.ProcessId!.Value;

    /// <summary>Where it takes SIP.</summary>
    public IPEndPoint Sip => new(_keeper.Address, SipPort);

    /// <summary>Starts one.</summary>
    /// <param name="processor">Where it runs.</param>
    /// <param name="target">Where its calls go.</param>
    /// <param name="users">How many users it has.</param>
    /// <param name="ct">Gives up.</param>
    /// <param name="more">More of its configuration.</param>
    public static async Task<BenchServer> StartAsync(int processor, IPEndPoint target, int users, CancellationToken ct, params string[] more)
    {
        string[] settings =
        [
            "--Demo:Enabled", "false", "--Bench:Enabled", "true", "--Bench:Target", target.ToString(), "--Bench:Source", target.Address.ToString(),
            "--Bench:Users", users.ToString(CultureInfo.InvariantCulture), "--Logging:LogLevel:Default", "Warning", .. more,
        ];
        var (keeper, server) = await OwnStandalone.StartAsync(settings, ct, processor, isFavoured: true);
        return new BenchServer(keeper, server);
    }

    /// <summary>Name and SIP account of a user.</summary>
    public static (string Name, string Extension) UserOf(int number) =>
        (string.Create(CultureInfo.InvariantCulture, $"u{number}"), (FirstExtension + number).ToString(CultureInfo.InvariantCulture));

    /// <summary>Address of a user at the web.</summary>
    public static string EmailOf(string name) => $"{name}@bench.test";

    /// <summary>What it counted, as it says it.</summary>
    public async Task<string> CountersAsync(CancellationToken ct) =>
        (await _http.GetFromJsonAsync<JsonElement>(new Uri("bench/counters", UriKind.Relative), ct)).GetRawText();

    /// <summary>Its collections until now.</summary>
    public async Task<Collections> CollectionsAsync(CancellationToken ct)
    {
        var counters = await _http.GetFromJsonAsync<JsonElement>(new Uri("bench/counters", UriKind.Relative), ct);
        var generations = counters.GetProperty("collections");
        return new Collections(generations[0].GetInt32(), generations[2].GetInt32(), counters.GetProperty("pauseMilliseconds").GetDouble());
    }

    /// <summary>Waits until no call goes on and no transaction waits for its end: timers of RFC 3261 §17 hold an ended call's for half a minute.</summary>
    /// <exception cref="TimeoutException">Something never ends.</exception>
    public async Task SettleAsync(CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var counters = await _http.GetFromJsonAsync<JsonElement>(new Uri("bench/counters", UriKind.Relative), ct);
            var (calls, pending) = (counters.GetProperty("calls").GetInt32(), counters.GetProperty("callsPending").GetInt32());
            var transactions = counters.GetProperty("edge").GetProperty("sipTransactions").GetInt64();
            if (calls + pending + transactions == 0)
            {
                return;
            }

            if (Stopwatch.GetElapsedTime(since) > SettleTime)
            {
                throw new TimeoutException($"After {SettleTime.TotalSeconds:0} s there are still {calls} calls, {pending} that no grain has taken, and {transactions} transactions.");
            }

            await Task.Delay(Look, ct);
        }
    }

    /// <summary>MB that its process holds once everything that nobody holds is given back.</summary>
    public async Task<double> HeldMegabytesAsync(CancellationToken ct)
    {
        _ = await _http.GetStringAsync(new Uri("bench/counters?collect=true", UriKind.Relative), ct);
        return ProcessTree.Of(Id).Megabytes;
    }

    /// <summary>Sets calls up and leaves them up; gives the addresses that packets are to be sent to.</summary>
    /// <param name="count">How many.</param>
    /// <param name="caller">Whose calls they are.</param>
    /// <param name="callee">Who takes them.</param>
    /// <param name="from">Where packets will come from: the caller's side, or the callee's when callers have SRTP.</param>
    /// <param name="at">Where they arrive.</param>
    /// <param name="isProtected">Whether the side that hears has SRTP, with AES-128-CM and HMAC-SHA1-80.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyList<IPEndPoint>> SetUpAsync(
        int count, SipEndpoint caller, Taker callee, IPEndPoint from, IPEndPoint at, bool isProtected, CancellationToken ct)
    {
        // Only who calls may have keys here, so with SRTP it is the callee's side that speaks.
        var (callers, callees) = isProtected ? (at, from) : (from, at);
        callee.Sdp = CallSdp.Of(callees);
        caller.Server = Sip;
        var found = new List<IPEndPoint>();
        for (var i = 0; i < count; i++)
        {
            var sdp = isProtected ? Protected(callers) : CallSdp.Of(callers);
            var call = caller.Dial((100 + i).ToString(CultureInfo.InvariantCulture), "load", sdp);
            if (!await call.Up.WaitAsync(SetUpTime, ct))
            {
                throw new InvalidOperationException($"A call was not taken: {(await call.Ended).Code}.");
            }

            var taken = await callee.NextAsync(SetUpTime, ct);
            found.Add((isProtected ? taken.Media : call.Media) ?? throw new InvalidOperationException("A call names no port."));
        }

        return found;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _keeper.DisposeAsync();
    }

    private static ReadOnlyMemory<byte> Protected(IPEndPoint media) => Encoding.ASCII.GetBytes(
        Encoding.ASCII.GetString(CallSdp.Of(media).Span).Replace("RTP/AVP", "RTP/SAVP", StringComparison.Ordinal)
        + $"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes))}\r\n");
}
