using System.Net.Http.Headers;
using System.Text.Json;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.Interop.Tests.Rest;
using RtcCluster.TestKit.Fax;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Fax;

/// <summary>A call that begins in G.711 goes over to T.38 by a re-INVITE, ours or the other machine's, which is libspandsp and UDPTL of the test's own: two pages pass both ways, dot by dot.</summary>
[Collection(ClusterCollection.Name)]
public sealed class T38Tests(ClusterFixture cluster) : IDisposable
{
    private const string Missing = "libspandsp2 is not installed (Debian: apt-get install libspandsp2)";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(4);
    private readonly TempFolder _folder = TempFolder.Create("fax");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Uri Web => cluster.Server.Addresses.WebUrl;

    [Theory]
    [InlineData(0, "1884", true)]
    [InlineData(0.002, "1885", true)]
    [InlineData(0.002, "1886", false)]
    public async Task TwoPages_AreReceived_DotByDot(double loss, string line, bool weOffer)
    {
        Assert.SkipUnless(SpandspFax.IsAvailable, Missing);
        await cluster.Admin.PutAsync($"api/v1/lines/{line}", new { name = "Fax", kind = "fax", target = "agent2" });
        var owner = await Http.TokenAsync(Web, "agent2@demo.test");
        FaxPicture[] pages = [FaxPicture.Make(61), FaxPicture.Make(62)];
        var file = _folder.At("sent.tiff");
        FaxPicture.Write(file, pages);
        await using var peer = new T38Peer(new SpandspFax(isCaller: true, file, null, "+57 601 555", isT38: true), loss, seed: 3);
        await using var sound = new RtpPort();
        await using var phone = new TestPhone("1001", cluster.Server.Addresses.SipUdp);
        var call = await phone.InviteAsync(line, SdpText.Audio(sound.Local));
        Assert.Equal(200, call.Response.Status);

        // Ours is called and offers after a second; a gateway that hears a tone does so by itself.
        var theirs = weOffer ? (await call.ReceiveAsync("INVITE", Soon, peer.Sdp)).Body : (await call.ReinviteAsync(peer.Sdp)).Body;
        peer.Start(T38Peer.ImageOf(theirs));
        await peer.Over.WaitAsync(Long, TestContext.Current.CancellationToken);
        Assert.True(peer.Text == "OK", $"{peer.Text}; {peer.Heard} datagrams heard, {peer.Lost} lost");
        await call.ReceiveByeAsync(Soon);

        var fax = Assert.Single(await Eventually.GetAsync(
            "the fax",
            Soon,
            async () => (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me/faxes?direction=in", owner)).Body.GetProperty("items").EnumerateArray().ToList(),
            faxes => faxes.Exists(each => !each.GetProperty("pending").GetBoolean())));
        Assert.Equal(("received", 2), (fax.GetProperty("state").GetString(), fax.GetProperty("pages").GetInt32()));
        using var http = new HttpClient { BaseAddress = Web, DefaultRequestHeaders = { Authorization = new("Bearer", owner) } };
        var received = _folder.At("received.tiff");
        await File.WriteAllBytesAsync(received, await http.GetByteArrayAsync(new Uri(fax.GetProperty("tiff").GetString()!, UriKind.Relative), Ct), Ct);
        AssertSame(pages, received);
        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, $"api/v1/me/faxes/{fax.GetProperty("id").GetString()}", owner)).Status);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.002)]
    public async Task TwoPages_AreSent_DotByDot(double loss)
    {
        Assert.SkipUnless(SpandspFax.IsAvailable, Missing);
        var owner = await Http.TokenAsync(Web, "agent1@demo.test");
        FaxPicture[] pages = [FaxPicture.Make(71), FaxPicture.Make(72)];
        var (sent, received) = (_folder.At("sent.tiff"), _folder.At("received.tiff"));
        FaxPicture.Write(sent, pages);
        await using var peer = new T38Peer(new SpandspFax(isCaller: false, null, received, "+57 602 555", isT38: true), loss, seed: 5);
        await using var sound = new RtpPort();
        await using var phone = new TestPhone("1003", cluster.Server.Addresses.SipUdp);
        await phone.RegisterAsync();
        try
        {
            using var http = new HttpClient { BaseAddress = Web, DefaultRequestHeaders = { Authorization = new("Bearer", owner) } };
            using var content = new ByteArrayContent(await File.ReadAllBytesAsync(sent, Ct)) { Headers = { ContentType = new MediaTypeHeaderValue("image/tiff") } };
            using var taken = await http.PostAsync(new Uri("api/v1/me/faxes?to=1003", UriKind.Relative), content, Ct);
            Assert.Equal(202, (int)taken.StatusCode);
            var id = JsonSerializer.Deserialize<JsonElement>(await taken.Content.ReadAsStringAsync(Ct)).GetProperty("id").GetString();

            var call = await phone.ReceiveInviteAsync();
            await call.AnswerAsync(SdpText.Audio(sound.Local));
            var answer = await call.SendAsync("INVITE", $"Contact: <{phone.Contact}>\r\nContent-Type: application/sdp\r\n", peer.Sdp);
            Assert.Equal(200, answer.Status);
            peer.Start(T38Peer.ImageOf(answer.Body));
            await peer.Over.WaitAsync(Long, TestContext.Current.CancellationToken);
            Assert.True(peer.Text == "OK", $"{peer.Text}; {peer.Heard} datagrams heard, {peer.Lost} lost");
            await call.ReceiveAsync("BYE", Soon);

            var fax = await Eventually.GetAsync(
                "the fax to be sent", Soon, async () => (await Http.SendAsync(Web, HttpMethod.Get, $"api/v1/me/faxes/{id}", owner)).Body, each => each.GetProperty("state").GetString() == "sent");
            Assert.Equal((2, 1), (fax.GetProperty("pagesSent").GetInt32(), fax.GetProperty("attempts").GetInt32()));
            await peer.DisposeAsync();
            AssertSame(pages, received);
            Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, $"api/v1/me/faxes/{id}", owner)).Status);
        }
        finally
        {
            await phone.RegisterAsync(expires: 0);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertSame(FaxPicture[] pages, string file)
    {
        var read = FaxPicture.Read(file);
        Assert.Equal(pages.Length, read.Count);
        Assert.All(pages.Zip(read), pair => Assert.True(pair.First.IsSame(pair.Second), "a page has other dots than were sent"));
    }
}
