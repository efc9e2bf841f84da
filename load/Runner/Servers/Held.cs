using System.Diagnostics;

namespace RtcCluster.Load.Runner.Servers;

/// <summary>Starts a program from a thread that lives as long as it does: with <c>setpriv --pdeathsig</c> the kernel ends it with the thread that made it.</summary>
internal static class Held
{
    /// <summary>Starts it; what it says is thrown away.</summary>
    public static Task<Process> StartAsync(ProcessStartInfo info)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Hold(info, started)) { IsBackground = true, Name = "held" }.Start();
        return started.Task;
    }

    private static void Hold(ProcessStartInfo info, TaskCompletionSource<Process> started)
    {
        try
        {
            var process = Process.Start(info) ?? throw new InvalidOperationException($"{info.FileName} was not started.");
            process.OutputDataReceived += static (_, _) => { };
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            started.SetResult(process);
            process.WaitForExit();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            started.TrySetException(e);
        }
    }
}
