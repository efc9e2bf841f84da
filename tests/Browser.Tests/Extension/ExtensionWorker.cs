using System.Text.Json;

namespace RtcCluster.Browser.Tests.Extension;

/// <summary>The extension's worker, which Chromium starts and stops as it likes: here a test stops it.</summary>
internal sealed class ExtensionWorker
{
    private readonly ICDPSession _session;
    private readonly Lock _lock = new();
    private string _status = "unknown";
    private int _stops;

    private ExtensionWorker(ICDPSession session) => _session = session;

    /// <summary>Follows the worker from a page of the extension.</summary>
    public static async Task<ExtensionWorker> OfAsync(IPage page)
    {
        var worker = new ExtensionWorker(await page.Context.NewCDPSessionAsync(page));
        worker._session.Event("ServiceWorker.workerVersionUpdated").OnEvent += (_, told) => worker.Take(told);
        await worker._session.SendAsync("ServiceWorker.enable");
        return worker;
    }

    /// <summary>What Chromium said of it last, and how often it has stopped.</summary>
    public (string Status, int Stops) State
    {
        get
        {
            lock (_lock)
            {
                return (_status, _stops);
            }
        }
    }

    /// <summary>Stops it, and waits until it has stopped.</summary>
    public async Task KillAsync(TimeSpan timeout)
    {
        var (_, before) = State;
        await _session.SendAsync("ServiceWorker.stopAllWorkers");
        await TestKit.Waiting.Eventually.GetAsync("the worker to stop", timeout, () => Task.FromResult(State), state => state.Stops > before);
    }

    private void Take(JsonElement? told)
    {
        lock (_lock)
        {
            foreach (var version in told!.Value.GetProperty("versions").EnumerateArray())
            {
                var status = version.GetProperty("runningStatus").GetString()!;
                if (status == "stopped" && _status != "stopped" && _status != "unknown")
                {
                    _stops++;
                }

                _status = status;
            }
        }
    }
}
