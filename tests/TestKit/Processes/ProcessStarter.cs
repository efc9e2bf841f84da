using System.Collections.Concurrent;
using System.Diagnostics;

namespace RtcCluster.TestKit.Processes;

/// <summary>Starts every child of a test run from one thread that lives as long as the run.</summary>
/// <remarks>
/// Children are started through <c>setpriv --pdeathsig KILL</c>, so that they die with the run even when it is killed. Linux ties that
/// signal to the <em>thread</em> that forked, and pool threads end when they are idle: without a thread of its own a phone dies in mid-test.
/// </remarks>
internal static class ProcessStarter
{
    private static readonly BlockingCollection<Action> Requests = [];
    private static readonly Lazy<Thread> Starter = new(BeginThread);

    /// <summary>Starts <paramref name="info"/> on the starter thread. A program that cannot be started throws what the system said.</summary>
    public static Process Start(ProcessStartInfo info)
    {
        _ = Starter.Value;
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Requests.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(info) ?? throw new InvalidOperationException($"{info.FileName} was not started."));
            }
            catch (Exception failure) when (failure is System.ComponentModel.Win32Exception or InvalidOperationException)
            {
                started.SetException(failure);
            }
        });
        return started.Task.GetAwaiter().GetResult();
    }

    private static Thread BeginThread()
    {
        var thread = new Thread(() =>
        {
            foreach (var request in Requests.GetConsumingEnumerable())
            {
                request();
            }
        })
        {
            IsBackground = true,
            Name = "process starter",
        };
        thread.Start();
        return thread;
    }
}
