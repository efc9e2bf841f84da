using RtcCluster.Browser.Tests.Browsers;
using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.App;

/// <summary>Tests of the webphone as people use it.</summary>
public abstract class AppTest(BrowserFixture cluster) : BrowserTest(cluster)
{
    /// <summary>A user in front of the webphone, signed in.</summary>
    internal async Task<AppPhone> PhoneAsync(string user, double tone)
    {
        var phone = await AppPhone.OpenAsync(await PersonAsync(user, tone));
        await phone.SignInAsync(user, Soon);
        return phone;
    }

    /// <summary>Two who sit down at the same time: agent1 and agent2.</summary>
    internal async Task<(AppPhone Alice, AppPhone Bob)> TwoAsync()
    {
        var bob = PhoneAsync("agent2", BobTone);
        return (await PhoneAsync("agent1", AliceTone), await bob);
    }

    /// <summary>Three who do.</summary>
    internal async Task<(AppPhone Alice, AppPhone Bob, AppPhone Third)> ThreeAsync(string third = "agent3")
    {
        var (bob, carol) = (PhoneAsync("agent2", BobTone), PhoneAsync(third, CarolTone));
        return (await PhoneAsync("agent1", AliceTone), await bob, await carol);
    }

    /// <summary>One more tab of the same browser: the sign-in is shared.</summary>
    internal static async Task<AppPhone> TabAsync(Person person)
    {
        var phone = await AppPhone.OpenAsync(person);
        await phone.ReadyAsync(Soon);
        return phone;
    }

    /// <summary>A call from one to the other, answered; gives its id.</summary>
    internal static async Task<string> EstablishAsync(AppPhone caller, string number, AppPhone called)
    {
        await caller.CallAsync(number);
        await called.WaitForAsync("pending", Soon);
        await called.ClickAsync("Answer");
        return (await caller.WaitForAsync("open", Soon)).Text("callId")!;
    }
}
