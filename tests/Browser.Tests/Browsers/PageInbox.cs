using System.Text.Json;

namespace RtcCluster.Browser.Tests.Browsers;

/// <summary>What one page tells the test by window.rtcTold({ name, at, value }), through refreshes.</summary>
internal sealed class PageInbox
{
    private readonly Lock _lock = new();
    private readonly List<PageMessage> _told = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PageInbox()
    {
    }

    /// <summary>To be called before the page is loaded.</summary>
    public static async Task<PageInbox> OfAsync(IPage page)
    {
        var inbox = new PageInbox();
        await page.ExposeBindingAsync<JsonElement, bool>("rtcTold", (_, told) => inbox.Keep(told));
        return inbox;
    }

    /// <summary>Waits for the first message that fits, from the beginning or since a moment.</summary>
    public async Task<PageMessage> WaitForAsync(string what, Func<PageMessage, bool> fits, TimeSpan timeout, DateTimeOffset since = default)
    {
        using var limit = new CancellationTokenSource(timeout);
        while (true)
        {
            Task more;
            lock (_lock)
            {
                if (_told.Find(told => told.At >= since && fits(told)) is { } found)
                {
                    return found;
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

    private bool Keep(JsonElement told)
    {
        TaskCompletionSource more;
        lock (_lock)
        {
            var at = DateTimeOffset.FromUnixTimeMilliseconds(told.GetProperty("at").GetInt64());
            _told.Add(new PageMessage(at, told.GetProperty("name").GetString()!, told.TryGetProperty("value", out var value) ? value.Clone() : default));
            more = _more;
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        more.SetResult();
        return true;
    }
}
