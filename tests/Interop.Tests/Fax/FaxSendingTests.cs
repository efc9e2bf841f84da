using System.Net.Http.Headers;
using System.Text.Json;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.Interop.Tests.Rest;
using RtcCluster.TestKit.Fax;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Fax;

/// <summary>A document that is given to REST reaches another fax machine, which is libspandsp and nothing of ours, over SIP and G.711, dot by dot.</summary>
[Collection(ClusterCollection.Name)]
public sealed class FaxSendingTests(ClusterFixture cluster) : IDisposable
{
    private const string Missing = "libspandsp2 is not installed (Debian: apt-get install libspandsp2)";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(4);
    private readonly TempFolder _folder = TempFolder.Create("fax");

    private Uri Web => cluster.Server.Addresses.WebUrl;

    [Theory]
    [InlineData(0, "image/tiff")]
    [InlineData(0.002, "image/tiff")]
    [InlineData(0, "image/x-portable-bitmap")]
    public async Task TwoPages_ReachTheOtherMachine_DotByDot_WithLostPacketsToo(double loss, string type)
    {
        Assert.SkipUnless(SpandspFax.IsAvailable, Missing);
        var owner = await Http.TokenAsync(Web, "agent1@demo.test");
        FaxPicture[] pages = [FaxPicture.Make(31), FaxPicture.Make(32)];
        await using var phone = new TestPhone("1003", cluster.Server.Addresses.SipUdp);
        await phone.RegisterAsync();
        try
        {
            var received = _folder.At("received.tiff");
            await using var peer = new FaxPeer(new SpandspFax(isCaller: false, null, received, "+57 602 555"), loss, seed: 9);
            var (status, given) = await SendAsync(owner, "1003", type, Document(type, pages));
            Assert.Equal((202, "out", 2), (status, given.GetProperty("direction").GetString(), given.GetProperty("pages").GetInt32()));

            var call = await phone.ReceiveInviteAsync();
            await call.AnswerAsync(SdpText.Audio(peer.Local));
            peer.Start(call.RemoteRtp);
            await peer.Over.WaitAsync(Long, TestContext.Current.CancellationToken);
            Assert.True(peer.Text == "OK", $"{peer.Text} after {peer.Pages} pages, {peer.Lost} packets lost");
            await call.ReceiveAsync("BYE", Soon);
            Assert.Equal(loss > 0, peer.Lost > 0);

            var fax = await FaxAsync(owner, given, "sent");
            Assert.Equal((2, 1, "+57 602 555", "OK"), (fax.GetProperty("pagesSent").GetInt32(), fax.GetProperty("attempts").GetInt32(), fax.GetProperty("station").GetString(), fax.GetProperty("result").GetString()));
            await peer.DisposeAsync();
            var arrived = FaxPicture.Read(received);
            Assert.Equal(pages.Length, arrived.Count);
            Assert.All(pages.Zip(arrived), pair => Assert.True(pair.First.IsSame(pair.Second), "a page has other dots than were sent"));
            var id = fax.GetProperty("call").GetString();
            var entry = Assert.Single(await cluster.Admin.WaitForCallLogAsync("the fax", item => item.Id == id && item.EndedAt is not null, Soon));
            Assert.Equal(("answered", "1001", "1003"), (entry.Result?.ToLowerInvariant(), entry.From, entry.To));
            Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, Path(fax), owner)).Status);
        }
        finally
        {
            await phone.RegisterAsync(expires: 0);
        }
    }

    [Fact]
    public async Task WhoIsBusy_IsCalledAgainLater_UnlessTheFaxIsDeleted()
    {
        Assert.SkipUnless(SpandspFax.IsAvailable, Missing);
        var owner = await Http.TokenAsync(Web, "agent1@demo.test");
        await using var phone = new TestPhone("1004", cluster.Server.Addresses.SipUdp);
        await phone.RegisterAsync();
        try
        {
            var (status, given) = await SendAsync(owner, "1004", "image/x-portable-bitmap", Document("image/x-portable-bitmap", [FaxPicture.Make(41, 100)]));
            Assert.Equal(202, status);
            var call = await phone.ReceiveInviteAsync(rings: false);
            await call.RefuseAsync(486, "Busy Here");

            var fax = await FaxAsync(owner, given, "waiting", least: 1);
            Assert.InRange(fax.GetProperty("due").GetDateTimeOffset() - DateTimeOffset.UtcNow, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60));
            Assert.Equal(0, fax.GetProperty("pagesSent").GetInt32());
            Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, Path(fax), owner)).Status);
            Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Get, Path(fax), owner)).Status);
        }
        finally
        {
            await phone.RegisterAsync(expires: 0);
        }
    }

    [Fact]
    public async Task WhatCannotBeSent_IsRefusedWithTheReason()
    {
        Assert.SkipUnless(SpandspFax.IsAvailable, Missing);
        var owner = await Http.TokenAsync(Web, "agent1@demo.test");
        var page = Document("image/x-portable-bitmap", [FaxPicture.Make(51, 100)]);

        Assert.Equal((403, "forbidden"), Said(await SendAsync(owner, "123", "image/x-portable-bitmap", page)));
        Assert.Equal((415, "unsupported"), Said(await SendAsync(owner, "1003", "application/pdf", "%PDF-1.4"u8.ToArray())));
        Assert.Equal(400, (await SendAsync(owner, "1003", "image/tiff", page)).Status);
        Assert.Equal(400, (await SendAsync(owner, "1003", "image/x-portable-bitmap", page[..^1])).Status);
        Assert.Equal(400, (await SendAsync(owner, "nobody", "image/x-portable-bitmap", page)).Status);
        Assert.Equal(400, (await SendAsync(owner, "1003", "image/x-portable-bitmap", [])).Status);

        // A number that is none fails once and for all.
        var (status, given) = await SendAsync(owner, "8888", "image/x-portable-bitmap", page);
        Assert.Equal(202, status);
        var fax = await FaxAsync(owner, given, "failed");
        Assert.Equal(1, fax.GetProperty("attempts").GetInt32());
        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, Path(fax), owner)).Status);

        static (int, string?) Said((int Status, JsonElement Body) answer) => (answer.Status, answer.Body.GetProperty("code").GetString());
    }

    public void Dispose() => _folder.Dispose();

    private byte[] Document(string type, IReadOnlyList<FaxPicture> pages)
    {
        if (type == "image/tiff")
        {
            var file = _folder.At("sent.tiff");
            FaxPicture.Write(file, pages);
            return File.ReadAllBytes(file);
        }

        return [.. pages.SelectMany(static page => (byte[])[.. System.Text.Encoding.ASCII.GetBytes($"P4\n# a page\n{FaxPicture.Width} {page.Height}\n"), .. page.Bits])];
    }

    private async Task<(int Status, JsonElement Body)> SendAsync(string token, string to, string type, byte[] document)
    {
        using var http = new HttpClient { BaseAddress = Web, DefaultRequestHeaders = { Authorization = new("Bearer", token) } };
        using var content = new ByteArrayContent(document) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        using var answer = await http.PostAsync(new Uri($"api/v1/me/faxes?to={to}", UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.StartsWith('{') ? JsonSerializer.Deserialize<JsonElement>(text) : default);
    }

    private static string Path(JsonElement fax) => $"api/v1/me/faxes/{fax.GetProperty("id").GetString()}";

    private Task<JsonElement> FaxAsync(string owner, JsonElement given, string state, int least = 0) => Eventually.GetAsync(
        $"the fax to be {state}",
        Soon,
        async () => (await Http.SendAsync(Web, HttpMethod.Get, Path(given), owner)).Body,
        fax => fax.GetProperty("state").GetString() == state && fax.GetProperty("attempts").GetInt32() >= least);
}
