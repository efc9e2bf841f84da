using System.Diagnostics;

namespace RtcCluster.TestKit.Waiting;

/// <summary>Waits for something that only a question can tell (a REST list, a metric): asks again until a deadline, then says what it saw last.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks <paramref name="probe"/> until <paramref name="accepts"/> its answer, and gives that answer.</summary>
    /// <param name="what">What is waited for, for the failure text.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="probe">The question.</param>
    /// <param name="accepts">Whether an answer ends the wait.</param>
    /// <exception cref="TimeoutException">No accepted answer in time; the text holds the last one or the last failure.</exception>
    public static async Task<T> GetAsync<T>(string what, TimeSpan timeout, Func<Task<T>> probe, Func<T, bool> accepts)
    {
        var clock = Stopwatch.StartNew();
        var seen = "nothing";
        do
        {
            try
            {
                var answer = await probe();
                if (accepts(answer))
                {
                    return answer;
                }

                seen = answer is System.Collections.IEnumerable many and not string ? $"[{string.Join("; ", many.Cast<object?>())}]" : answer?.ToString() ?? "null";
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException or TaskCanceledException)
            {
                // A process that starts or restarts refuses connections for a while: that is what the wait is for.
                seen = $"{failure.GetType().Name}: {failure.Message}";
            }

            await Task.Delay(Pause);
        }
        while (clock.Elapsed < timeout);

        throw new TimeoutException($"Waited {timeout.TotalSeconds:0.#} s for {what}; seen last: {seen}");
    }

    /// <summary>Asks <paramref name="probe"/> until it says true.</summary>
    public static Task IsTrueAsync(string what, TimeSpan timeout, Func<Task<bool>> probe) => GetAsync(what, timeout, probe, answer => answer);
}
