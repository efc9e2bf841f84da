using System.Net;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Media;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Media;

/// <summary>A browser and a telephone in one call of a shard.</summary>
internal static class Conversation
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly LegId Second = new(2);

    /// <summary>The first leg is the browser's, which has made the offer.</summary>
    public static void Answer(MediaCall call, WebPhone browser)
    {
        call.Open(new OpenMedia(LegId.First, browser.Offer(), null, false, false), default);
        browser.Connect(call.Describe(LegId.First)!);
    }

    /// <summary>The first leg is the browser's, and the offer that it gets is ours.</summary>
    public static string Invite(MediaCall call)
    {
        call.Open(new OpenMedia(LegId.First, null, null, false, false, WebRtc: true), default);
        return call.Describe(LegId.First)!;
    }

    /// <summary>Connects a telephone with the browser that is there; gives the port that it is to speak to.</summary>
    public static IPEndPoint AddPhone(MediaCall call, RtpPort phone)
    {
        call.Open(new OpenMedia(Second, null, LegId.First, false, false), default);
        var port = SdpText.AudioOf(call.Describe(Second)!);
        call.Accept(new AcceptMedia(Second, SdpText.Audio(phone.Local)));
        call.Connect(new ConnectMedia(LegId.First, Second));
        return port;
    }

    /// <summary>Connects both; gives the port that the telephone is to speak to.</summary>
    public static IPEndPoint Connect(MediaCall call, WebPhone browser, RtpPort phone)
    {
        call.Open(new OpenMedia(LegId.First, browser.Offer(), null, false, false), default);
        var port = AddPhone(call, phone);
        browser.Connect(call.Describe(LegId.First)!);
        return port;
    }

    /// <summary>Both speak ten packets and hear those of the other.</summary>
    public static async Task TalkAsync(IPEndPoint port, WebPhone browser, RtpPort phone)
    {
        var (heardBefore, phoneBefore) = (browser.Heard.Count, phone.Packets);
        for (var i = 0; i < 10; i++)
        {
            browser.Speak(0, [.. Enumerable.Repeat((byte)i, 160)], 160);
        }

        await phone.SpeakAsync(440, port, TimeSpan.FromMilliseconds(200));
        await Eventually.GetAsync("what the browser says", Patience, () => Task.FromResult(phone.Packets - phoneBefore), static n => n == 10);
        await Eventually.GetAsync("what the telephone says", Patience, () => Task.FromResult(browser.Heard.Count - heardBefore), static n => n == 10);
        Assert.All(browser.Heard.Skip(heardBefore), static h => Assert.Equal((0, 160), (h.PayloadType, h.Payload.Length)));
    }
}
