using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Phones;
using Xunit;

namespace RtcCluster.Edge.Tests.Sip;

[Collection(EdgeCollection.Name)]
public sealed class StreamTests(EdgeFixture fixture)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(8);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ADoubleLineBreakIsAnsweredWithOne_Rfc5626_3_5_1()
    {
        using var client = await ConnectAsync(fixture.Edge.Tcp);

        await client.GetStream().WriteAsync("\r\n\r\n"u8.ToArray(), Stop);

        Assert.Equal("\r\n", await ReadAsync(client.GetStream(), text => text.Length >= 2));
    }

    [Fact]
    public async Task ARequestInManyPieces_AndTwoInOne_AreEachAnsweredOnTheSameConnection()
    {
        using var client = await ConnectAsync(fixture.Edge.Tcp);
        var stream = client.GetStream();

        foreach (var piece in Options("TCP", "one").Chunk(7).Select(c => new string(c)))
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(piece), Stop);
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(Options("TCP", "two") + Options("TCP", "three")), Stop);

        var answers = await ReadAsync(stream, text => Count(text) == 3);
        Assert.All(["one", "two", "three"], id => Assert.Contains($"Call-ID: {id}@test", answers, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AStreamThatCannotBeCutIsRefusedAndClosed()
    {
        using var client = await ConnectAsync(fixture.Edge.Tcp);

        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Options("TCP", "x").Replace("Content-Length: 0\r\n", "", StringComparison.Ordinal)), Stop);

        // Read to the end: the edge closes.
        using var reader = new StreamReader(client.GetStream());
        Assert.StartsWith("SIP/2.0 400 ", await reader.ReadToEndAsync(Stop).WaitAsync(Soon, Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TlsWithTheEdgesOwnCertificateIsServed()
    {
        using var client = await ConnectAsync(fixture.Edge.Tls);
        await using var tls = new SslStream(client.GetStream(), false, (_, certificate, _, _) => certificate!.Subject == "CN=RtcCluster");
        await tls.AuthenticateAsClientAsync("127.0.0.1");

        await tls.WriteAsync(Encoding.ASCII.GetBytes(Options("TLS", "secure")), Stop);

        Assert.StartsWith("SIP/2.0 200 ", await ReadAsync(tls, text => Count(text) == 1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClosedConnectionsLeaveNoCountBehind()
    {
        using (var client = await ConnectAsync(fixture.Edge.Tcp))
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Options("TCP", "bye")), Stop);
            await ReadAsync(client.GetStream(), text => Count(text) == 1);
            Assert.True(fixture.Edge.Metric("sip_connections_active") >= 1);
        }

        await TestKit.Waiting.Eventually.GetAsync(
            "no connection", Soon, () => Task.FromResult(fixture.Edge.Metric("sip_connections_active")), n => n == 0);
    }

    private static async Task<TcpClient> ConnectAsync(IPEndPoint to)
    {
        var client = new TcpClient();
        await client.ConnectAsync(to);
        return client;
    }

    private static string Options(string transport, string id) =>
        $"OPTIONS sip:demo.test SIP/2.0\r\nVia: SIP/2.0/{transport} 127.0.0.1:9;rport;branch=z9hG4bK{id}{TestPhone.NewId()}\r\nMax-Forwards: 70\r\n"
        + $"From: <sip:x@demo.test>;tag=1\r\nTo: <sip:demo.test>\r\nCall-ID: {id}@test\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";

    private static int Count(string text) => text.Split("SIP/2.0 200 OK\r\n").Length - 1 is var n && text.EndsWith("\r\n\r\n", StringComparison.Ordinal) ? n : 0;

    private static async Task<string> ReadAsync(Stream stream, Func<string, bool> enough)
    {
        using var bound = new CancellationTokenSource(Soon);
        var text = "";
        var buffer = new byte[4_096];
        while (!enough(text))
        {
            var length = await stream.ReadAsync(buffer, bound.Token);
            Assert.True(length > 0, $"The connection ended after: {text}");
            text += Encoding.ASCII.GetString(buffer, 0, length);
        }

        return text;
    }
}
