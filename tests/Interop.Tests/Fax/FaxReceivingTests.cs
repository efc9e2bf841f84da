using System.Text.Json;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.Interop.Tests.Rest;
using RtcCluster.TestKit.Fax;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Fax;

/// <summary>Another fax machine, which is libspandsp and nothing of ours, calls a fax line over SIP and G.711: what it sends is in its owner's box, dot by dot.</summary>
[Collection(ClusterCollection.Name)]
public sealed class FaxReceivingTests(ClusterFixture cluster) : IDisposable
{
    private const string Missing = "libspandsp2 is not installed (Debian: apt-get install libspandsp2)";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    // Two pages last half a minute; with losses, and on a machine that does other things, several times that.
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(4);
    private readonly TempFolder _folder = TempFolder.Create("fax");

    private Uri Web => cluster.Server.Addresses.WebUrl;

    [Theory]
    [InlineData(0, "1880")]
    [InlineData(0.002, "1881")]
    public async Task TwoPages_AreInTheOwnersBox_DotByDot_WithLostPacketsToo(double loss, string line)
    {
        Assert.SkipUnless(SpandspFax.IsAvailable, Missing);
        var owner = await LineAsync(line, "agent2");
        FaxPicture[] pages = [FaxPicture.Make(11), FaxPicture.Make(12)];
        await using var peer = Peer(pages, loss);
        await using var phone = new TestPhone("1001", cluster.Server.Addresses.SipUdp);
        var call = await DialAsync(phone, peer, line);

        await peer.Over.WaitAsync(Long, TestContext.Current.CancellationToken);
        Assert.True(peer.Text == "OK", $"{peer.Text} after {peer.Pages} pages, {peer.Lost} packets lost");
        await call.ReceiveByeAsync(Soon);
        Assert.Equal(loss > 0, peer.Lost > 0);
        Assert.Equal(line, peer.Station.Trim());

        var fax = await FaxAsync(owner, line);
        Assert.Equal(("received", 2, "1001", "+57 601 555", false), Facts(fax));
        await AssertPagesAsync(owner, fax, pages);
        var entry = Assert.Single(await cluster.Admin.WaitForCallLogAsync("the fax", item => item.To == line && item.EndedAt is not null, Soon));
        Assert.Equal("answered", entry.Result, ignoreCase: true);
        await AssertNobodyElsesAsync(fax);
        await DeleteAsync(owner, fax);
    }

    [Fact]
    public async Task WhoHangsUpInMidPage_LeavesTheWholePages_AndItSaysSo()
    {
        Assert.SkipUnless(SpandspFax.IsAvailable, Missing);
        var owner = await LineAsync("1882", "agent3");
        FaxPicture[] pages = [FaxPicture.Make(21, 400), FaxPicture.Dense(22, 1_000)];
        await using var peer = Peer(pages, 0);
        await using var phone = new TestPhone("1001", cluster.Server.Addresses.SipUdp);
        var call = await DialAsync(phone, peer, "1882");

        // The first page is confirmed; the second takes minutes.
        await Eventually.IsTrueAsync("the first page", Long, () => Task.FromResult(peer.Pages == 1));
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        Assert.Equal(200, (await call.HangUpAsync()).Status);
        await peer.StopAsync();

        var fax = await FaxAsync(owner, "1882");
        Assert.Equal(("cut", 1, "1001", "+57 601 555", false), Facts(fax));
        await AssertPagesAsync(owner, fax, pages[..1]);
        Assert.Single(await cluster.Admin.WaitForCallLogAsync("the fax", item => item.To == "1882" && item.EndedAt is not null, Soon));
        await DeleteAsync(owner, fax);
    }

    [Fact]
    public async Task WhoIsNoFaxMachine_LeavesNothingButTheCall()
    {
        Assert.SkipUnless(SpandspFax.IsAvailable, Missing);
        var owner = await LineAsync("1883", "agent4");
        await using var phone = new TestPhone("1001", cluster.Server.Addresses.SipUdp);
        await using var port = new RtpPort();
        var call = await phone.InviteAsync("1883", SdpText.Audio(port.Local));
        Assert.Equal(200, call.Response.Status);
        await port.SpeakAsync(440, call.RemoteRtp, TimeSpan.FromSeconds(2));
        Assert.Equal(200, (await call.HangUpAsync()).Status);

        Assert.Single(await cluster.Admin.WaitForCallLogAsync("the call", item => item.To == "1883" && item.EndedAt is not null, Soon));
        Assert.Equal(0, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me/faxes", owner)).Body.GetProperty("items").GetArrayLength());
    }

    public void Dispose() => _folder.Dispose();

    private FaxPeer Peer(IReadOnlyList<FaxPicture> pages, double loss)
    {
        var file = _folder.At("sent.tiff");
        FaxPicture.Write(file, pages);
        return new FaxPeer(new SpandspFax(isCaller: true, file, null, "+57 601 555"), loss, seed: 7);
    }

    private static async Task<TestCall> DialAsync(TestPhone phone, FaxPeer peer, string line)
    {
        var call = await phone.InviteAsync(line, SdpText.Audio(peer.Local));
        Assert.Equal(200, call.Response.Status);
        peer.Start(call.RemoteRtp);
        // It can no T.38: what it is offered after a second it refuses, and the fax goes on in sound.
        var offer = await call.RefuseAsync("INVITE", 488, "Not Acceptable Here", Soon);
        Assert.Contains("m=image", offer.Body, StringComparison.Ordinal);
        return call;
    }

    private async Task<string> LineAsync(string number, string owner)
    {
        await cluster.Admin.PutAsync($"api/v1/lines/{number}", new { name = "Fax", kind = "fax", target = owner });
        return await Http.TokenAsync(Web, $"{owner}@demo.test");
    }

    private async Task<JsonElement> FaxAsync(string owner, string line) => Assert.Single(await Eventually.GetAsync(
        $"the fax at {line}",
        Soon,
        async () => (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me/faxes?direction=in", owner)).Body.GetProperty("items").EnumerateArray().ToList(),
        faxes => faxes.Exists(fax => !fax.GetProperty("pending").GetBoolean())));

    private static (string? State, int Pages, string? Number, string? Station, bool Seen) Facts(JsonElement fax) => (
        fax.GetProperty("state").GetString(), fax.GetProperty("pages").GetInt32(), fax.GetProperty("number").GetString(), fax.GetProperty("station").GetString(), fax.GetProperty("seen").GetBoolean());

    private async Task AssertPagesAsync(string owner, JsonElement fax, FaxPicture[] sent)
    {
        using var http = new HttpClient { BaseAddress = Web, DefaultRequestHeaders = { Authorization = new("Bearer", owner) } };
        var file = _folder.At("received.tiff");
        await File.WriteAllBytesAsync(file, await http.GetByteArrayAsync(new Uri(fax.GetProperty("tiff").GetString()!, UriKind.Relative)));
        var received = FaxPicture.Read(file);
        Assert.Equal(sent.Length, received.Count);
        Assert.All(sent.Zip(received), pair => Assert.True(pair.First.IsSame(pair.Second), "a page has other dots than were sent"));
        var pdf = await http.GetByteArrayAsync(new Uri(fax.GetProperty("pdf").GetString()!, UriKind.Relative));
        Assert.StartsWith("%PDF-1.4", System.Text.Encoding.Latin1.GetString(pdf), StringComparison.Ordinal);
        var pages = $"api/v1/me/faxes/{fax.GetProperty("id").GetString()}/pages";
        var thumbnail = await http.GetByteArrayAsync(new Uri($"{pages}/{sent.Length}/thumbnail", UriKind.Relative));
        Assert.Equal("\u0089PNG", System.Text.Encoding.Latin1.GetString(thumbnail, 0, 4));
        using var beyond = await http.GetAsync(new Uri($"{pages}/{sent.Length + 1}", UriKind.Relative));
        Assert.Equal(404, (int)beyond.StatusCode);
    }

    private async Task AssertNobodyElsesAsync(JsonElement fax)
    {
        var other = await Http.TokenAsync(Web, "agent1@demo.test");
        var path = $"api/v1/me/faxes/{fax.GetProperty("id").GetString()}";
        foreach (var (method, of) in new[] { (HttpMethod.Get, path), (HttpMethod.Get, $"{path}/tiff"), (HttpMethod.Get, $"{path}/pages/1"), (HttpMethod.Delete, path) })
        {
            Assert.Equal(404, (await Http.SendAsync(Web, method, of, other)).Status);
        }
    }

    private async Task DeleteAsync(string owner, JsonElement fax)
    {
        var path = $"api/v1/me/faxes/{fax.GetProperty("id").GetString()}";
        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Put, path, owner, new { seen = true })).Status);
        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, path, owner)).Status);
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Get, path, owner)).Status);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.Combine(cluster.Server.DataPath, "blobs"), "*.page", SearchOption.AllDirectories),
            file => file.Contains(fax.GetProperty("id").GetString()!, StringComparison.Ordinal));
    }
}
