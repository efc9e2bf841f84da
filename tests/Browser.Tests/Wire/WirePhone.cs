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
    private readonly Lock _lock = new();
    private readonly List<(string Name, JsonElement Value)> _told = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WirePhone(Person person, IPage page, string token, string device)
    {
        Person = person;
        _page = page;
        _token = token;
        _device = device;
    }

    /// <summary>Who sits in front of it.</summary>
    public Person Person { get; }

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
        var phone = new WirePhone(person, page, token, device);
        await page.ExposeBindingAsync<JsonElement, bool>("rtcTold", (_, told) => phone.Keep(told));
        await phone.LoadAsync();
        return phone;
    }

    /// <summary>Loads the page, for the second time too; gives the hub's welcome.</summary>
    public async Task<JsonElement> LoadAsync()
    {
        await _page.GotoAsync("pages/hub.html");
        return await _page.EvaluateAsync<JsonElement>("([token, device]) => phone.connect(token, device)", new[] { _token, _device });
    }

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

    /// <summary>Presses keys: RFC 4733 events from the browser itself.</summary>
    public Task SendDigitsAsync(string call, string digits) => _page.EvaluateAsync("([call, digits]) => phone.digits(call, digits)", new[] { call, digits });

    /// <summary>The codec that the browser sends.</summary>
    public Task<string> CodecAsync(string call) => _page.EvaluateAsync<string>("call => phone.codec(call)", call);

    /// <summary>Waits until the call is in that state, as the hub's own word says.</summary>
    public Task<JsonElement> WaitForStateAsync(string call, string state, TimeSpan timeout) =>
        WaitForAsync($"{call} to be {state}", (name, value) => name == "CallChanged" && Text(value.GetProperty("call"), "callId") == call && Text(value.GetProperty("call"), "state") == state, timeout);

    /// <summary>Waits for a ringing call.</summary>
    public Task<JsonElement> WaitForIncomingAsync(string call, TimeSpan timeout) =>
        WaitForAsync($"{call} to ring", (name, value) => name == "Incoming" && Text(value, "callId") == call, timeout);

    /// <summary>Waits for the first message that fits, from the beginning.</summary>
    public async Task<JsonElement> WaitForAsync(string what, Func<string, JsonElement, bool> fits, TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout);
        while (true)
        {
            Task more;
            lock (_lock)
            {
                if (_told.FindIndex(told => fits(told.Name, told.Value)) is >= 0 and var found)
                {
                    return _told[found].Value;
                }

                more = _more.Task;
            }

            try
            {
                await more.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Waited {timeout.TotalSeconds:0.#} s for {what}.");
            }
        }
    }

    private static string? Text(JsonElement value, string name) => value.GetProperty(name).GetString();

    private async Task AcceptedAsync(string script, string call)
    {
        var receipt = await _page.EvaluateAsync<JsonElement>(script, call);
        Assert.True(receipt.GetProperty("failure").ValueKind == JsonValueKind.Null, $"{script}: {receipt.GetRawText()}");
    }

    private bool Keep(JsonElement told)
    {
        TaskCompletionSource more;
        lock (_lock)
        {
            _told.Add((told.GetProperty("name").GetString()!, told.GetProperty("value").Clone()));
            more = _more;
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        more.SetResult();
        return true;
    }
}
