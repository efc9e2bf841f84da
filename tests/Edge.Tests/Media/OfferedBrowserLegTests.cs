using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.Media.Dtls;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Media;

/// <summary>A shard that offers calls to telephones in web pages.</summary>
public sealed class OfferedBrowserLegTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("active")]
    [InlineData("passive")]
    public async Task ABrowserThatIsOfferedTheCallMayBeEitherEndOfTheHandshake(string setup)
    {
        await using var host = new ShardUnderTest();
        using var browser = new WebPhone();
        await using var phone = new RtpPort();
        var call = await host.NewCallAsync();
        var port = await host.DoAsync(() =>
        {
            var offer = Conversation.Invite(call);
            browser.Connect(offer);
            call.Accept(new AcceptMedia(LegId.First, browser.Answer(offer, setup)));
            return Conversation.AddPhone(call, phone);
        });
        await host.SecureAsync(browser);
        await Conversation.TalkAsync(port, browser, phone);
        await host.DoAsync(call.CloseAll);
        await browser.Goodbye.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task AHandshakeThatComesBeforeTheAnswerWaitsForTheCertificateToBeNamed()
    {
        await using var host = new ShardUnderTest();
        using var browser = new WebPhone();
        await using var phone = new RtpPort();
        var call = await host.NewCallAsync();
        var offer = await host.DoAsync(() => Conversation.Invite(call));
        browser.Connect(offer);
        await browser.Greeted.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await host.DoAsync(static () => { });
        Assert.Equal(0, host.Handshakes.Running);
        Assert.False(browser.Secured.IsCompleted);

        var port = await host.DoAsync(() =>
        {
            call.Accept(new AcceptMedia(LegId.First, browser.Answer(offer)));
            return Conversation.AddPhone(call, phone);
        });
        await host.SecureAsync(browser);
        await Conversation.TalkAsync(port, browser, phone);
        await host.DoAsync(call.CloseAll);
    }

    [Fact]
    public async Task ACertificateThatTheAnswerDidNotNameGetsNoKeys()
    {
        await using var host = new ShardUnderTest();
        using var browser = new WebPhone(showsAnother: true);
        var call = await host.NewCallAsync();
        await host.DoAsync(() =>
        {
            var offer = Conversation.Invite(call);
            browser.Connect(offer);
            call.Accept(new AcceptMedia(LegId.First, browser.Answer(offer)));
        });
        Assert.Equal(DtlsStatus.Alert, (await browser.Secured.WaitAsync(Patience, TestContext.Current.CancellationToken)).Status);
        await Eventually.IsTrueAsync("the refusal to be counted", Patience, () => Task.FromResult(host.Metric("rtc_dtls_handshakes{FingerprintMismatch}") == 1));
        // Counted by the handshake's thread, told by the shard's.
        var refusals = await Eventually.GetAsync("the refusal to be told", Patience, () => host.DoAsync(() => host.Reported.OfType<MediaRefused>().ToArray()), static told => told.Length > 0);
        Assert.Equal(488, Assert.Single(refusals).Failure.SipCode);
        await host.DoAsync(call.CloseAll);
    }

    [Fact]
    public async Task AnOfferThatNobodyAnswersLeavesNothing()
    {
        await using var host = new ShardUnderTest();
        using var browser = new WebPhone();
        var call = await host.NewCallAsync();
        browser.Connect(await host.DoAsync(() => Conversation.Invite(call)));
        await browser.Greeted.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await host.DoAsync(() => call.Close(LegId.First));
        Assert.Equal(0, await host.DoAsync(() => host.Shard.WebRtc!.Peers));
        await host.DoAsync(call.CloseAll);
    }
}
