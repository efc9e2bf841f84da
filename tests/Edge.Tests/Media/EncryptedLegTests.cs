using System.Security.Cryptography;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.Media.Srtp;
using RtcCluster.TestKit.Phones;
using Xunit;

namespace RtcCluster.Edge.Tests.Media;

/// <summary>SRTP of telephones (RFC 4568) is for legs whose signalling is encrypted.</summary>
public sealed class EncryptedLegTests
{
    private static readonly SdesCrypto Line =
        SdesCrypto.Offer(1, SrtpProfile.Aes128CmSha1Tag80, RandomNumberGenerator.GetBytes(SdesCrypto.SecretLength(SrtpProfile.Aes128CmSha1Tag80)));

    [Theory]
    [InlineData("RTP/SAVP", true, true)]
    [InlineData("RTP/AVP", true, true)]
    [InlineData("RTP/AVP", false, false)]
    public async Task AnOfferOfKeysIsAnsweredWithOursOverTls(string protocol, bool encrypted, bool secured)
    {
        await using var host = new ShardUnderTest();
        await using var phone = new RtpPort();
        var call = await host.NewCallAsync();
        var answer = await host.DoAsync(() =>
        {
            call.Open(new OpenMedia(LegId.First, Offer(phone, protocol), null, false, false, Encrypted: encrypted), default);
            return call.Describe(LegId.First)!;
        });
        Assert.Equal(secured, answer.Contains("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:", StringComparison.Ordinal));
        Assert.Contains($" {protocol} 0 101\r\n", answer, StringComparison.Ordinal);
        await host.DoAsync(call.CloseAll);
    }

    [Fact]
    public async Task KeysThatOthersCanReadAreRefused()
    {
        await using var host = new ShardUnderTest();
        await using var phone = new RtpPort();
        var call = await host.NewCallAsync();
        await host.DoAsync(() => call.Open(new OpenMedia(LegId.First, Offer(phone, "RTP/SAVP"), null, false, false), default));
        Assert.Equal(488, Assert.IsType<MediaRefused>(Assert.Single(host.Reported)).Failure.SipCode);
        await host.DoAsync(call.CloseAll);
    }

    [Fact]
    public async Task WhoDoesNotKnowSrtpAnswersOurOfferAsEver()
    {
        await using var host = new ShardUnderTest();
        await using var phone = new RtpPort();
        var call = await host.NewCallAsync();
        var offer = await host.DoAsync(() =>
        {
            call.Open(new OpenMedia(LegId.First, null, null, false, false, Encrypted: true), default);
            var offered = call.Describe(LegId.First)!;
            call.Accept(new AcceptMedia(LegId.First, SdpText.Audio(phone.Local)));
            call.Play(new PlayMedia(LegId.First, MediaSource.Echo));
            return offered;
        });
        Assert.Contains("RTP/AVP", offer, StringComparison.Ordinal);
        Assert.Contains("a=crypto:1 ", offer, StringComparison.Ordinal);
        await phone.SpeakAsync(440, SdpText.AudioOf(offer), TimeSpan.FromMilliseconds(100));
        await RtcCluster.TestKit.Waiting.Eventually.GetAsync("the echo", TimeSpan.FromSeconds(10), () => Task.FromResult(phone.Packets), static n => n > 0);
        await host.DoAsync(call.CloseAll);
    }

    private static string Offer(RtpPort phone, string protocol) =>
        SdpText.Audio(phone.Local).Replace("RTP/AVP", protocol, StringComparison.Ordinal) + $"a=crypto:{Line.WriteValue()}\r\n";
}
