using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RtcCluster.TestKit.Processes;

/// <summary>One child process of a test: its output line by line, waits with a deadline, an end by process id.</summary>
public sealed partial class RunningProcess : IAsyncDisposable
{
    private const int SigKill = 9;
    private const int SigTerm = 15;
    private const int SigContinue = 18;
    private const int SigStop = 19;
    private readonly Process _process;
    private readonly LineLog _lines = new();
    private readonly HashSet<int> _frozen = [];

    private RunningProcess(string name, Process process)
    {
        Name = name;
        _process = process;
        _process.OutputDataReceived += (_, line) => _lines.Add(line.Data);
        _process.ErrorDataReceived += (_, line) => _lines.Add(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What the test calls this process; part of every failure text.</summary>
    public string Name { get; }

    /// <summary>The operating system's process id. It is the program's own, not a wrapper's: setpriv replaces itself.</summary>
    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Everything written to standard output and error so far, in order of arrival.</summary>
    public IReadOnlyList<string> Lines => _lines.Snapshot();

    /// <summary>Starts <paramref name="program"/>, found on PATH, so that it dies with this test run.</summary>
    public static RunningProcess Start(
        string name, string program, IEnumerable<string> arguments, string? workingFolder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var info = new ProcessStartInfo("setpriv")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = workingFolder ?? Environment.CurrentDirectory,
        };
        info.ArgumentList.Add("--pdeathsig");
        info.ArgumentList.Add("KILL");
        info.ArgumentList.Add(program);
        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
        {
            info.Environment[key] = value;
        }

        return new RunningProcess(name, ProcessStarter.Start(info));
    }

    /// <summary>Waits for a line that holds <paramref name="fragment"/>; lines written before the call count too.</summary>
    /// <exception cref="TimeoutException">None came in time or the process ended; the text holds the last lines.</exception>
    public Task<string> WaitForLineAsync(string fragment, TimeSpan timeout) =>
        WaitForLineAsync($"a line with \"{fragment}\"", line => line.Contains(fragment, StringComparison.Ordinal), timeout);

    /// <summary>Waits for a line that <paramref name="matches"/>; lines written before the call count too.</summary>
    public async Task<string> WaitForLineAsync(string what, Func<string, bool> matches, TimeSpan timeout)
    {
        var found = _lines.NextAsync(matches);
        var ended = _process.WaitForExitAsync();
        var first = await Task.WhenAny(found, ended, Task.Delay(timeout));
        if (first == ended && !found.IsCompleted)
        {
            // The last lines of an ended process arrive after its end was seen.
            await Task.WhenAny(found, Task.Delay(TimeSpan.FromMilliseconds(500)));
        }

        return found.IsCompletedSuccessfully
            ? await found
            : throw new TimeoutException($"{Name} (pid {Id}{(HasExited ? $", exit code {_process.ExitCode}" : string.Empty)}): waited {timeout.TotalSeconds:0.#} s for {what}. {_lines.Tail()}");
    }

    /// <summary>Writes a line to the process's standard input.</summary>
    public async Task WriteLineAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits for the end of the process and gives its exit code.</summary>
    /// <exception cref="TimeoutException">It still runs; the text holds its last lines.</exception>
    public async Task<int> WaitForExitAsync(TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{Name} (pid {Id}) still runs after {timeout.TotalSeconds:0.#} s. {_lines.Tail()}");
        }

        return _process.ExitCode;
    }

    /// <summary>The last lines, for a failure text.</summary>
    public string Tail() => _lines.Tail();

    /// <summary>Ends its standard input; many a program ends in order then.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>SIGTERM: asks the process to end in order.</summary>
    public void Terminate() => Signal(SigTerm);

    /// <summary>SIGKILL: the power cut of a test. Nothing is flushed.</summary>
    public void Kill() => Signal(SigKill);

    /// <summary>Sends a signal by its Linux number; a process that has ended gets none.</summary>
    public void Signal(int signal)
    {
        if (!_process.HasExited && SendSignal(_process.Id, signal) != 0)
        {
            throw new InvalidOperationException($"{Name} (pid {Id}): signal {signal} failed with errno {Marshal.GetLastPInvokeError()}.");
        }
    }

    /// <summary>Stops it and its children where they are (SIGSTOP).</summary>
    public void Freeze()
    {
        // Until nobody is new: the list of children leaves some out while others end (proc_pid_task_children(5)).
        while (Family().Where(member => _frozen.Add(member)).ToList() is { Count: > 0 } more)
        {
            Signal(more, SigStop);
        }
    }

    /// <summary>Lets it and its children go on (SIGCONT).</summary>
    public void Thaw()
    {
        Signal(_frozen, SigContinue);
        _frozen.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // Children of the child (dotnet run starts one) are found by their parent id, never by name.
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    // A server that has a process for each connection stands still only when they do.
    private IEnumerable<int> Family() =>
        _process.HasExited ? [] : File.ReadAllText($"/proc/{Id}/task/{Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).Prepend(Id);

    private static void Signal(IEnumerable<int> members, int signal)
    {
        foreach (var member in members)
        {
            // A child that has ended meanwhile needs none.
            _ = SendSignal(member, signal);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int processId, int signal);
}
