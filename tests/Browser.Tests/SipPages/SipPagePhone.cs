using RtcCluster.Browser.Tests.Browsers;
using RtcCluster.TestKit.Folders;

namespace RtcCluster.Browser.Tests.SipPages;

/// <summary>A SIP telephone in a web page, made of a library that thousands of sites use: pages/jssip.html or pages/sipjs.html.</summary>
internal sealed class SipPagePhone
{
    private readonly IPage _page;

    private SipPagePhone(Person person, IPage page)
    {
        Person = person;
        _page = page;
    }

    /// <summary>Who sits in front of it.</summary>
    public Person Person { get; }

    /// <summary>Opens the page and registers the account of that number.</summary>
    /// <param name="person">Who.</param>
    /// <param name="library">jssip or sipjs.</param>
    /// <param name="number">The account.</param>
    /// <param name="timeout">For the registration.</param>
    public static async Task<SipPagePhone> RegisterAsync(Person person, string library, string number, TimeSpan timeout)
    {
        await person.Context.GrantPermissionsAsync(["microphone", "local-network-access"]);
        var phone = new SipPagePhone(person, await person.NewPageAsync());
        await phone._page.RouteAsync("**/pages/**", route => route.FulfillAsync(new RouteFulfillOptions { Path = FileOf(new Uri(route.Request.Url).AbsolutePath) }));
        await phone._page.GotoAsync($"pages/{library}.html?number={number}");
        await phone.DoAsync("register");
        await phone.WaitForAsync("registered", timeout);
        return phone;
    }

    /// <summary>Calls the page's own method of that name.</summary>
    public Task DoAsync(string method, string? argument = null) => _page.EvaluateAsync($"argument => phone.{method}(argument)", argument);

    /// <summary>Waits until the library has told of something, from the beginning.</summary>
    public async Task WaitForAsync(string happened, TimeSpan timeout)
    {
        try
        {
            await _page.WaitForFunctionAsync("name => phone.events.some(told => told.name === name)", happened, new PageWaitForFunctionOptions { Timeout = (float)timeout.TotalMilliseconds });
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Waited {timeout.TotalSeconds:0.#} s for {happened}; the library told {await _page.EvaluateAsync<string>("JSON.stringify(phone.events)")}");
        }
    }

    private static string FileOf(string path)
    {
        var file = Repository.At("tests", "Browser.Tests", path.TrimStart('/'));
        return File.Exists(file) ? file : throw new FileNotFoundException($"{file} is missing: ./test makes it, or npm ci && npm run build in tests/Browser.Tests/pages.");
    }
}
