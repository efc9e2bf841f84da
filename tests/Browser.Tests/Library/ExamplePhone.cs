using RtcCluster.Browser.Tests.Browsers;
using RtcCluster.TestKit.Folders;

namespace RtcCluster.Browser.Tests.Library;

/// <summary>The phone library in the page /example/ that the product serves, used as a person does.</summary>
internal sealed class ExamplePhone
{
    private readonly PageInbox _inbox;

    private ExamplePhone(Person person, IPage page, PageNetwork network, PageInbox inbox)
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

    /// <summary>Opens the page in a new tab.</summary>
    public static async Task<ExamplePhone> OpenAsync(Person person)
    {
        var page = await person.NewPageAsync();
        var phone = new ExamplePhone(person, page, await PageNetwork.OfAsync(page), await PageInbox.OfAsync(page));
        await page.AddInitScriptAsync(scriptPath: Repository.At("tests", "Browser.Tests", "pages", "library.js"));
        await page.GotoAsync("example/");
        return phone;
    }

    /// <summary>Signs in and waits until the telephone can be rung.</summary>
    public async Task SignInAsync(string user, TimeSpan timeout)
    {
        await Page.GetByLabel("E-mail address").FillAsync($"{user}@demo.test");
        await Page.GetByLabel("Password").FillAsync("demo");
        await ClickAsync("Sign in");
        await WaitForAsync("registered", timeout);
    }

    /// <summary>Types a number and calls it.</summary>
    public async Task CallAsync(string number)
    {
        await Page.GetByLabel("Number").FillAsync(number);
        await ClickAsync("Call");
    }

    /// <summary>Presses a button.</summary>
    public Task ClickAsync(string name) => Button(name).ClickAsync();

    /// <summary>The button of that name.</summary>
    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    /// <summary>Waits for an event of the device.</summary>
    public Task<PageMessage> WaitForAsync(string name, TimeSpan timeout, DateTimeOffset since = default) =>
        _inbox.WaitForAsync($"the event {name}", told => told.Name == name, timeout, since);

    /// <summary>Waits until a call of this telephone has that status; gives the call's id.</summary>
    public async Task<string> WaitForStatusAsync(string status, TimeSpan timeout, DateTimeOffset since = default) =>
        (await _inbox.WaitForAsync($"a call to be {status}", told => told.Text("status") == status, timeout, since)).Text("callId")!;
}
