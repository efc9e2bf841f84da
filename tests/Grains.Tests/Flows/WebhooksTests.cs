using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using RtcCluster.Grains.Flows;

namespace RtcCluster.Grains.Tests.Flows;

/// <summary>Web requests of flows against a real server: what is read, and what is not even asked.</summary>
public sealed class WebhooksTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(5);
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public WebhooksTests() => _server.Start();

    private Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_server.LocalEndpoint).Port}/lookup");

    [Fact]
    public async Task TheAnswerOfAService_IsRead()
    {
        var served = ServeAsync("HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n{\"tier\":\"one\"}");
        using var hooks = Make();

        Assert.Equal("""{"tier":"one"}""", await hooks.Ask("demo/c1", Url, """{"caller":"1001"}""", Second, TestContext.Current.CancellationToken));
        Assert.Contains("""{"caller":"1001"}""", await served, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("nonsense\r\n\r\n")]
    public async Task WhatIsNoGoodAnswer_IsNone(string answer)
    {
        _ = ServeAsync(answer);
        using var hooks = Make();

        Assert.Null(await hooks.Ask("demo/c1", Url, "{}", Second, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task AnAnswerThatIsTooLong_IsNotReadToItsEnd()
    {
        _ = ServeAsync($"HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n{new string('x', 3000)}");
        using var hooks = Make(new WebhookRules { AllowPrivateAddresses = true, MaxAnswerBytes = 1_024 });

        Assert.Null(await hooks.Ask("demo/c1", Url, "{}", Second, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task AServiceThatHangs_IsGivenUp()
    {
        // It accepts by its backlog and says nothing.
        using var hooks = Make();

        Assert.Null(await hooks.Ask("demo/c1", Url, "{}", TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task TheInsideOfThePlatform_IsNotReachedByAWebRequest()
    {
        using var hooks = Make(new WebhookRules());

        Assert.Null(await hooks.Ask("demo/c1", Url, "{}", Second, TestContext.Current.CancellationToken));
        Assert.False(_server.Pending());
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("8.8.8.8", true)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2600::1", true)]
    public void OnlyAddressesOfThePublicInternet_ArePublic(string address, bool expected) => Assert.Equal(expected, Webhooks.IsPublic(IPAddress.Parse(address)));

    public void Dispose()
    {
        _server.Dispose();
        _services.Dispose();
    }

    private Webhooks Make(WebhookRules? rules = null) =>
        new(Options.Create(rules ?? new WebhookRules { AllowPrivateAddresses = true }), _services.GetRequiredService<IMeterFactory>(), NullLogger<Webhooks>.Instance);

    // One request, one answer, as bytes: what no real server would say can be said too.
    private async Task<string> ServeAsync(string answer)
    {
        using var client = await _server.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        var request = new StringBuilder();
        var buffer = new byte[4_096];
        while (!request.ToString().Contains('}', StringComparison.Ordinal))
        {
            var length = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
            if (length == 0)
            {
                break;
            }

            request.Append(Encoding.UTF8.GetString(buffer, 0, length));
        }

        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), TestContext.Current.CancellationToken);
        return request.ToString();
    }
}
