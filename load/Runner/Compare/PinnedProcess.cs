using System.Collections.Concurrent;
using System.Diagnostics;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Compare;

/// <summary>A program on one processor, which ends with this one.</summary>
internal sealed class PinnedProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(5);
    private const int LastLines = 12;

    private readonly ConcurrentQueue<string> _said = new();
    private readonly TaskCompletionSource<Process> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PinnedProcess(ProcessStartInfo info)
    {
        // A child is killed when the thread that began it ends (setpriv), so that one lives as long as the child.
        new Thread(() => Keep(info)) { IsBackground = true, Name = info.FileName }.Start();
    }

    /// <summary>Its process.</summary>
    public int Id { get; private set; }

    /// <summary>What it said last.</summary>
    public string LastWords => string.Join(" / ", _said);

    /// <summary>Its exit code; null while it runs.</summary>
    public int? ExitCode => _started.Task is { IsCompletedSuccessfully: true, Result: { HasExited: true } process } ? process.ExitCode : null;

    /// <summary>Starts it.</summary>
    /// <param name="processor">Where it runs.</param>
    /// <param name="command">Program and arguments.</param>
    /// <param name="folder">Its working folder.</param>
    /// <exception cref="InvalidOperationException">It is not there.</exception>
    public static async Task<PinnedProcess> StartAsync(int processor, IReadOnlyList<string> command, string folder)
    {
        if (Find(command[0]) is null)
        {
            throw new InvalidOperationException($"{command[0]} is not installed.");
        }

        string[] all = [.. Find("setpriv") is null ? Array.Empty<string>() : ["setpriv", "--pdeathsig", "KILL"], .. Pinning.Before(processor), .. command];
        var process = new PinnedProcess(new ProcessStartInfo(all[0], all[1..])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = folder,
        });
        process.Id = (await process._started.Task).Id;
        return process;
    }

    /// <summary>Where a program is; null when it is not installed.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(["/usr/sbin", "/usr/local/sbin"])
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Waits until it has ended by itself.</summary>
    public async Task<int> WaitAsync(TimeSpan longest, CancellationToken ct)
    {
        var process = await _started.Task;
        await process.WaitForExitAsync(ct).WaitAsync(longest, ct);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_started.Task is not { IsCompletedSuccessfully: true, Result: var process })
        {
            return;
        }

        if (!process.HasExited)
        {
            _ = LinuxNative.Kill(process.Id, LinuxNative.SigTerm);
            try
            {
                await process.WaitForExitAsync().WaitAsync(StopTime);
            }
            catch (TimeoutException)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private void Keep(ProcessStartInfo info)
    {
        try
        {
            var process = Process.Start(info) ?? throw new InvalidOperationException($"{info.FileName} was not started.");
            process.OutputDataReceived += (_, line) => Remember(line.Data);
            process.ErrorDataReceived += (_, line) => Remember(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            _started.SetResult(process);
            process.WaitForExit();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            _started.TrySetException(new InvalidOperationException(e.Message, e));
        }
    }

    private void Remember(string? line)
    {
        if (string.IsNullOrEmpty(line))
        {
            return;
        }

        _said.Enqueue(line);
        while (_said.Count > LastLines)
        {
            _said.TryDequeue(out _);
        }
    }
}
