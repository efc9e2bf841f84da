using RtcCluster.Browser.Tests.Browsers;
using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Wire;

/// <summary>Tests of what docs/hub.md promises to a page that has nothing of ours: the wire and the media behind it.</summary>
public abstract class WireTest(BrowserFixture cluster) : BrowserTest(cluster)
{
    /// <inheritdoc cref="BrowserTest.HearEachOtherAsync"/>
    internal static Task<DateTimeOffset> HearEachOtherAsync(WirePhone one, WirePhone other, DateTimeOffset since) => HearEachOtherAsync(one.Person, other.Person, since);

    /// <summary>A bare page of a user.</summary>
    internal async Task<WirePhone> PhoneAsync(string user, double tone, string device = "bare-page") =>
        await PhoneAsync(await PersonAsync(user, tone), user, device);

    /// <summary>Two who sit down at the same time: agent1 and agent2.</summary>
    internal async Task<(WirePhone Alice, WirePhone Bob)> TwoAsync()
    {
        var bob = PhoneAsync("agent2", BobTone);
        return (await PhoneAsync("agent1", AliceTone), await bob);
    }

    /// <summary>Three who do.</summary>
    internal async Task<(WirePhone Alice, WirePhone Bob, WirePhone Third)> ThreeAsync(string third = "agent3")
    {
        var (bob, carol) = (PhoneAsync("agent2", BobTone), PhoneAsync(third, CarolTone));
        return (await PhoneAsync("agent1", AliceTone), await bob, await carol);
    }

    /// <summary>One more tab of the same browser.</summary>
    internal async Task<WirePhone> PhoneAsync(Person person, string user, string device)
    {
        using var session = await Cluster.Server.SignInAsync($"{user}@demo.test");
        return await WirePhone.OpenAsync(person, session.Token, $"{user}-{device}");
    }

    /// <summary>A call from one to the other, answered.</summary>
    internal static async Task<string> EstablishAsync(WirePhone caller, string number, WirePhone called)
    {
        var call = await caller.DialAsync(number);
        await called.WaitForIncomingAsync(call, Soon);
        await called.AnswerAsync(call);
        await caller.WaitForStateAsync(call, "connected", Soon);
        return call;
    }

    /// <summary>One ends the call, the other is told.</summary>
    internal static async Task EndAsync(WirePhone one, string call, WirePhone other)
    {
        await one.ActAsync("HangUp", call);
        await other.WaitForStateAsync(call, "ended", Soon);
    }
}
