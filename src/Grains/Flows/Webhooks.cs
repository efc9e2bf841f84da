using System.Buffers;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Grains.Flows;

/// <summary>Asks web services for flows: bounded in number, time and size, without redirections, and not inside the platform's own network.</summary>
/// <remarks>The address is judged when the connection is made, so a name that is resolved to another address the second time gains nothing.</remarks>
internal sealed class Webhooks : IDisposable
{
    private readonly HttpClient _http;
    private readonly SemaphoreSlim _room;
    private readonly WebhookRules _rules;
    private readonly ILogger<Webhooks> _logger;
    private readonly Meter _meter;
    private readonly Counter<long> _asked;

    public Webhooks(IOptions<WebhookRules> rules, IMeterFactory meters, ILogger<Webhooks> logger)
    {
        _rules = rules.Value;
        _logger = logger;
        _room = new SemaphoreSlim(_rules.MaxConcurrent);
        _meter = meters.Create("RtcCluster.Flows");
        _asked = _meter.CreateCounter<long>("rtc.flow.webhooks", description: "Web requests of flows by outcome.");
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectCallback = Connect,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Sends a request and reads the answer.</summary>
    /// <param name="call">For whom, in the log.</param>
    /// <param name="url">The service.</param>
    /// <param name="body">JSON.</param>
    /// <param name="timeout">For all of it.</param>
    /// <param name="stop">The call's activation ends.</param>
    /// <returns>The body of an answer of 2xx; null for everything else.</returns>
    public async Task<string?> Ask(string call, Uri url, string body, TimeSpan timeout, CancellationToken stop)
    {
        if (!_room.Wait(0, CancellationToken.None))
        {
            return Failed(call, "busy", "Too many requests are under way.");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(timeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (!answer.IsSuccessStatusCode)
            {
                return Failed(call, "status", $"The service answered with {(int)answer.StatusCode}.");
            }

            var text = await Read(answer.Content, limit.Token);
            if (text is null)
            {
                return Failed(call, "size", $"The answer is longer than {_rules.MaxAnswerBytes} bytes.");
            }

            _asked.Add(1, new KeyValuePair<string, object?>("outcome", "answered"));
            return text;
        }
        catch (OperationCanceledException)
        {
            return Failed(call, "timeout", "The service did not answer in time.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidOperationException or NotSupportedException)
        {
            return Failed(call, "unreachable", e.Message);
        }
        finally
        {
            _room.Release();
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _room.Dispose();
        _meter.Dispose();
    }

    /// <summary>Whether an address is one of the public internet.</summary>
    internal static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            // RFC 4291, RFC 4193; 64:ff9b::/96, 2002::/16 and Teredo lead to IPv4 addresses that are not looked at here.
            var six = address.GetAddressBytes();
            return !(IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal || address.IsIPv6SiteLocal || address.IsIPv6Multicast || address.IsIPv6UniqueLocal
                || address.Equals(IPAddress.IPv6Any) || (six[0], six[1]) is (0x20, 0x02) or (0x00, 0x64) || (six[0], six[1], six[2], six[3]) is (0x20, 0x01, 0, 0));
        }

        // RFC 6890: the special-purpose blocks.
        var four = address.GetAddressBytes();
        return (four[0], four[1]) switch
        {
            (0 or 10 or 127, _) or (169, 254) or (192, 168) or (198, 18 or 19) => false,
            (172, >= 16 and <= 31) or (100, >= 64 and <= 127) => false,
            (192, 0) when four[2] is 0 or 2 => false,
            (>= 224, _) => false,
            _ => true,
        };
    }

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
        var allowed = _rules.AllowPrivateAddresses ? addresses : [.. addresses.Where(IsPublic)];
        if (allowed.Length == 0)
        {
            throw new HttpRequestException("The service has no public address.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<string?> Read(HttpContent content, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(_rules.MaxAnswerBytes + 1);
        try
        {
            await using var stream = await content.ReadAsStreamAsync(ct);
            var length = await stream.ReadAtLeastAsync(buffer.AsMemory(0, _rules.MaxAnswerBytes + 1), _rules.MaxAnswerBytes + 1, throwOnEndOfStream: false, ct);
            return length > _rules.MaxAnswerBytes ? null : Encoding.UTF8.GetString(buffer, 0, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private string? Failed(string call, string outcome, string why)
    {
        _asked.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        WebhookLog.Failed(_logger, call, Pii.Text(why));
        return null;
    }
}

/// <summary>Messages of web requests.</summary>
internal static partial class WebhookLog
{
    [LoggerMessage(2301, LogLevel.Warning, "Call {Call}: a web request of its flow failed: {Why}")]
    public static partial void Failed(ILogger logger, string call, Pii<string> why);
}
