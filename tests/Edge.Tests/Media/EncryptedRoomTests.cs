using System.Security.Cryptography;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Media;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.Media.Srtp;
using RtcCluster.TestKit.Phones;
using Xunit;

namespace RtcCluster.Edge.Tests.Media;

/// <summary>A telephone that has to speak SRTP (RFC 4568) does so in a conference as well, or does not come in.</summary>
public sealed class EncryptedRoomTests
{
    private static readonly SdesCrypto Line =
        SdesCrypto.Offer(1, SrtpProfile.Aes128CmSha1Tag80, RandomNumberGenerator.GetBytes(SdesCrypto.SecretLength(SrtpProfile.Aes128CmSha1Tag80)));

    private readonly List<LegEvent> _reported = [];

    [Fact]
    public async Task KeysAreAnsweredWithOurs()
    {
        await using var host = new ShardUnderTest();
        await using var phone = new RtpPort();
        var conference = await host.NewConferenceAsync();
        var answer = await host.DoAsync(() => Open(conference, Offer(phone, "RTP/SAVP", hasKeys: true), encrypted: true));
        Assert.Contains("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:", answer, StringComparison.Ordinal);
        Assert.Contains(" RTP/SAVP 0 101\r\n", answer, StringComparison.Ordinal);
        Assert.Single(_reported.OfType<MediaAnswered>());
        await host.DoAsync(conference.CloseAll);
    }

    [Theory]
    [InlineData("RTP/AVP", false, true)]
    [InlineData("RTP/SAVP", true, false)]
    public async Task AnOfferWithoutKeys_OrWithKeysThatOthersCanRead_IsRefused(string protocol, bool hasKeys, bool encrypted)
    {
        await using var host = new ShardUnderTest();
        await using var phone = new RtpPort();
        var conference = await host.NewConferenceAsync();
        Assert.Null(await host.DoAsync(() => Open(conference, Offer(phone, protocol, hasKeys), encrypted)));
        Assert.Equal(488, Assert.IsType<MediaRefused>(Assert.Single(_reported)).Failure.SipCode);
        Assert.True(await host.DoAsync(() => conference.IsEmpty));
        await host.DoAsync(conference.CloseAll);
    }

    private string? Open(MediaConference conference, string offer, bool encrypted)
    {
        var call = new CallId("demo/secret");
        conference.Open(call, new OpenMedia(LegId.First, offer, null, false, false, Encrypted: encrypted, RequireSrtp: true), default, _reported.Add);
        return conference.Describe(call, LegId.First);
    }

    private static string Offer(RtpPort phone, string protocol, bool hasKeys) =>
        SdpText.Audio(phone.Local).Replace("RTP/AVP", protocol, StringComparison.Ordinal) + (hasKeys ? $"a=crypto:{Line.WriteValue()}\r\n" : "");
}
