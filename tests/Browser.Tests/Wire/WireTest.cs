using RtcCluster.Browser.Tests.Browsers;
using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Wire;

/// <summary>Tests of what docs/hub.md promises to a page that has nothing of ours: the wire and the media behind it.</summary>
public abstract class WireTest(BrowserFixture cluster) : BrowserTest(cluster)
{
    /// <summary>How long each must have been heard by the other.</summary>
    protected static readonly TimeSpan Talk = TimeSpan.FromSeconds(2);

    /// <summary>Both hear the other's tone since a moment, for the time of <see cref="Talk"/>; gives the later beginning.</summary>
    internal static async Task<DateTimeOffset> HearEachOtherAsync(WirePhone one, WirePhone other, DateTimeOffset since)
    {
        var heard = await Task.WhenAll(
            one.Person.Ear.WaitForAsync(other.Person.Tone, since, Talk, Soon),
            other.Person.Ear.WaitForAsync(one.Person.Tone, since, Talk, Soon));
        return heard.Max();
    }

    /// <summary>A bare page of a user.</summary>
    internal async Task<WirePhone> PhoneAsync(string user, double tone, string device = "bare-page") =>
        await PhoneAsync(await PersonAsync(user, tone), user, device);

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
