using System.Text.Json;
using RtcCluster.Browser.Tests.Browsers;
using RtcCluster.TestKit.Folders;

namespace RtcCluster.Browser.Tests.Wire;

/// <summary>pages/hub.html in a tab: a browser that speaks the hub without any of the product's own code.</summary>
internal sealed class WirePhone
{
    private readonly IPage _page;
    private readonly string _token;
    private readonly string _device;
    private readonly PageInbox _inbox;

    private WirePhone(Person person, IPage page, PageNetwork network, PageInbox inbox, string token, string device)
    {
        _inbox = inbox;
        Network = network;
        Person = person;
        _page = page;
        _token = token;
        _device = device;
    }

    /// <summary>Who sits in front of it.</summary>
    public Person Person { get; }

    /// <summary>Its network.</summary>
    public PageNetwork Network { get; }

    /// <summary>The page, served as if it were one of the product's own: the microphone needs a trusted origin.</summary>
    public static async Task<WirePhone> OpenAsync(Person person, string token, string device)
    {
        // A page that the test hands in comes from no address; Chromium asks before such a page may talk to 127.0.0.1.
        await person.Context.GrantPermissionsAsync(["microphone", "local-network-access"]);
        var page = await person.NewPageAsync();
        await page.RouteAsync("**/pages/*", route => route.FulfillAsync(new RouteFulfillOptions
        {
            Path = Repository.At("tests", "Browser.Tests", "pages", route.Request.Url.Split('/')[^1]),
        }));
        var phone = new WirePhone(person, page, await PageNetwork.OfAsync(page), await PageInbox.OfAsync(page), token, device);
        await phone.LoadAsync();
        return phone;
    }

    /// <summary>Loads the page, for the second time too; gives the hub's welcome.</summary>
    public async Task<JsonElement> LoadAsync()
    {
        await _page.GotoAsync("pages/hub.html");
        return await ConnectAsync();
    }

    /// <summary>Connects the page to the hub, anew when it was before; gives the hub's welcome.</summary>
    public Task<JsonElement> ConnectAsync() =>
        _page.EvaluateAsync<JsonElement>("([token, device]) => phone.connect(token, device)", new[] { _token, _device });

    /// <summary>Whether the connection to the hub is closed.</summary>
    public Task<bool> IsClosedAsync() => _page.EvaluateAsync<bool>("phone.isClosed");

    /// <summary>Dials and gives the call's id.</summary>
    public async Task<string> DialAsync(string to, params string[] codecs)
    {
        var receipt = await _page.EvaluateAsync<JsonElement>("([to, codecs]) => phone.dial(to, codecs)", new object?[] { to, codecs.Length == 0 ? null : codecs });
        Assert.True(receipt.GetProperty("failure").ValueKind == JsonValueKind.Null, receipt.GetRawText());
        return receipt.GetProperty("callId").GetString()!;
    }

    /// <summary>Takes a call that rings.</summary>
    public Task AnswerAsync(string call) => AcceptedAsync("call => phone.answer(call)", call);

    /// <summary>Takes a call up on a new connection.</summary>
    public Task ReattachAsync(string call) => AcceptedAsync("call => phone.reattach(call, 100)", call);

    /// <summary>Makes a new path for the same connection.</summary>
    public Task RestartIceAsync(string call) => AcceptedAsync("call => phone.restart(call)", call);

    /// <summary>One of the hub's methods that take nothing but the call.</summary>
    public Task ActAsync(string method, string call) => AcceptedAsync($"call => phone.invoke('{method}', {{ callId: call }})", call);

    /// <summary>Puts its party through to somebody, blind.</summary>
    public async Task TransferAsync(string call, string to)
    {
        var receipt = await _page.EvaluateAsync<JsonElement>("([callId, to]) => phone.invoke('Transfer', { callId, to })", new[] { call, to });
        Assert.True(receipt.GetProperty("failure").ValueKind == JsonValueKind.Null, receipt.GetRawText());
    }

    /// <summary>Presses keys: RFC 4733 events from the browser itself.</summary>
    public Task SendDigitsAsync(string call, string digits) => _page.EvaluateAsync("([call, digits]) => phone.digits(call, digits)", new[] { call, digits });

    /// <summary>The codec that the browser sends.</summary>
    public Task<string> CodecAsync(string call) => _page.EvaluateAsync<string>("call => phone.codec(call)", call);

    /// <summary>Waits until the call is in that state, as the hub's own word says.</summary>
    public Task<PageMessage> WaitForStateAsync(string call, string state, TimeSpan timeout) =>
        WaitForAsync($"{call} to be {state}", told => told.Name == "CallChanged" && told.Card is var card && Text(card, "callId") == call && Text(card, "state") == state, timeout);

    /// <summary>Waits for a ringing call.</summary>
    public Task<PageMessage> WaitForIncomingAsync(string call, TimeSpan timeout) =>
        WaitForAsync($"{call} to ring", told => told.Name == "Incoming" && told.Text("callId") == call, timeout);

    /// <summary>Waits for the first call that rings here; gives its id.</summary>
    public async Task<string> WaitForAnyIncomingAsync(TimeSpan timeout) =>
        (await WaitForAsync("a call to ring", told => told.Name == "Incoming", timeout)).Text("callId")!;

    /// <inheritdoc cref="PageInbox.WaitForAsync"/>
    public Task<PageMessage> WaitForAsync(string what, Func<PageMessage, bool> fits, TimeSpan timeout) => _inbox.WaitForAsync(what, fits, timeout);

    private static string? Text(JsonElement value, string name) => value.GetProperty(name).GetString();

    private async Task AcceptedAsync(string script, string call)
    {
        var receipt = await _page.EvaluateAsync<JsonElement>(script, call);
        Assert.True(receipt.GetProperty("failure").ValueKind == JsonValueKind.Null, $"{script}: {receipt.GetRawText()}");
    }
}
