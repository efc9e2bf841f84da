using RtcCluster.Browser.Tests.Browsers;
using RtcCluster.TestKit.Folders;

namespace RtcCluster.Browser.Tests.App;

/// <summary>The webphone that the product serves at /, used as a person does; in English.</summary>
internal sealed class AppPhone
{
    private readonly PageInbox _inbox;

    private AppPhone(Person person, IPage page, PageNetwork network, PageInbox inbox)
    {
        Person = person;
        Page = page;
        Network = network;
        _inbox = inbox;
    }

    /// <summary>Who sits in front of it.</summary>
    public Person Person { get; }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>Its network.</summary>
    public PageNetwork Network { get; }

    /// <summary>Opens it in a new tab.</summary>
    public static async Task<AppPhone> OpenAsync(Person person)
    {
        var page = await person.NewPageAsync();
        var phone = new AppPhone(person, page, await PageNetwork.OfAsync(page), await PageInbox.OfAsync(page));
        await page.AddInitScriptAsync(scriptPath: Repository.At("tests", "Browser.Tests", "pages", "app.js"));
        await page.GotoAsync("");
        return phone;
    }

    /// <summary>Signs in and waits until it can be rung.</summary>
    public async Task SignInAsync(string user, TimeSpan timeout)
    {
        await Page.Locator("input[name=email]").FillAsync($"{user}@demo.test");
        await Page.Locator("input[name=password]").FillAsync("demo");
        await Page.Locator("main form button[type=submit]").ClickAsync();
        await ReadyAsync(timeout);
    }

    /// <summary>Waits until it can be rung.</summary>
    public async Task ReadyAsync(TimeSpan timeout) =>
        await Assertions.Expect(Page.GetByTestId("state")).ToHaveClassAsync("link registered", new LocatorAssertionsToHaveClassOptions { Timeout = (float)timeout.TotalMilliseconds });

    /// <summary>Types a number and calls it.</summary>
    public async Task CallAsync(string number)
    {
        await Page.Locator("#dial-field").FillAsync(number);
        await Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Presses a button.</summary>
    public Task ClickAsync(string name) => Button(name).ClickAsync();

    /// <summary>The button of that name.</summary>
    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    /// <summary>Waits until the page shows a call with that status, or with "gone" no longer.</summary>
    public Task<PageMessage> WaitForAsync(string status, TimeSpan timeout, DateTimeOffset since = default) =>
        _inbox.WaitForAsync($"a call that is {status}", told => told.Text("status") == status, timeout, since);
}
