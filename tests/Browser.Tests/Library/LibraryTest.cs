using RtcCluster.Browser.Tests.Browsers;
using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Library;

/// <summary>Tests of the phone library, in the example page that shows it.</summary>
public abstract class LibraryTest(BrowserFixture cluster) : BrowserTest(cluster)
{
    /// <summary>A user in front of the page, signed in.</summary>
    internal async Task<ExamplePhone> PhoneAsync(string user, double tone) => await PhoneAsync(await PersonAsync(user, tone), user);

    /// <summary>Two who sit down at the same time: agent1 and agent2.</summary>
    internal async Task<(ExamplePhone Alice, ExamplePhone Bob)> TwoAsync()
    {
        var bob = PhoneAsync("agent2", BobTone);
        return (await PhoneAsync("agent1", AliceTone), await bob);
    }

    /// <summary>Three who do.</summary>
    internal async Task<(ExamplePhone Alice, ExamplePhone Bob, ExamplePhone Third)> ThreeAsync(string third = "agent3")
    {
        var (bob, carol) = (PhoneAsync("agent2", BobTone), PhoneAsync(third, CarolTone));
        return (await PhoneAsync("agent1", AliceTone), await bob, await carol);
    }

    /// <summary>One more tab of the same browser, signed in.</summary>
    internal static async Task<ExamplePhone> PhoneAsync(Person person, string user)
    {
        var phone = await ExamplePhone.OpenAsync(person);
        await phone.SignInAsync(user, Soon);
        return phone;
    }

    /// <summary>A call from one to the other, answered; gives its id.</summary>
    internal static async Task<string> EstablishAsync(ExamplePhone caller, string number, ExamplePhone called)
    {
        await caller.CallAsync(number);
        await called.WaitForAsync("incoming", Soon);
        await called.ClickAsync("Answer");
        return await caller.WaitForStatusAsync("open", Soon);
    }
}
