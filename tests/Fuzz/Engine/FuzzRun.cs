using System.Diagnostics;
using System.Globalization;
using RtcCluster.Fuzz.Targets;

namespace RtcCluster.Fuzz.Engine;

/// <summary>One fuzz run as seen from outside: starts the loop in a child process, catches what kills or stops it, says what came of it.</summary>
internal sealed class FuzzRun(FuzzTarget target, TimeSpan duration, int seed)
{
    private static readonly TimeSpan HangLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);
    private const int MostDeaths = 20;
    private const int FoundSomething = 3;
    private long _executions;
    private int _findings;

    private static string FindingsFolder(string kind) => Path.Combine(Environment.CurrentDirectory, "artifacts", "fuzz", kind);

    /// <summary>Runs the target for its time.</summary>
    /// <returns>0 when nothing was found, 1 otherwise.</returns>
    public int Run()
    {
        using var copy = InstrumentedCopy.Make();
        using var box = new BlackBox(copy.BlackBoxFile);
        var findings = new FindingFolder(FindingsFolder(target.Kind));
        var clock = Stopwatch.StartNew();
        for (var deaths = 0; clock.Elapsed < duration && deaths < MostDeaths; deaths++)
        {
            box.Executions = 0;
            box.RunningSince = 0;

            // After a death the loop goes on with another seed: the same one would die at the same input.
            var code = RunChild(copy, box, findings, duration - clock.Elapsed, seed + deaths);
            _executions += box.Executions;
            if (code is 0 or FoundSomething)
            {
                _findings += code == 0 ? 0 : 1;
                break;
            }
        }

        var seconds = Math.Max(0.001, clock.Elapsed.TotalSeconds);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"   {target.Kind}: {_executions} executions in {seconds:0.0} s ({_executions / seconds:0}/s), {box.Edges} edges, corpus {box.CorpusSize}, slowest input {box.SlowestMicroseconds / 1000.0:0.000} ms, {(_findings == 0 ? "nothing found" : "FINDINGS in " + FindingsFolder(target.Kind))}, seed {seed}"));
        return _findings == 0 ? 0 : 1;
    }

    private int RunChild(InstrumentedCopy copy, BlackBox box, FindingFolder findings, TimeSpan time, int childSeed)
    {
        var info = new ProcessStartInfo(Environment.ProcessPath ?? "dotnet") { UseShellExecute = false, RedirectStandardError = true };

        // A parser that asks for more memory than its input is worth dies of it here, not the machine.
        info.Environment["DOTNET_GCHeapHardLimit"] = "0x20000000";
        if (Path.GetFileNameWithoutExtension(info.FileName) == "dotnet")
        {
            info.ArgumentList.Add("exec");
            info.ArgumentList.Add(copy.Program);
        }
        else
        {
            info.FileName = Path.ChangeExtension(copy.Program, null);
        }

        foreach (var argument in new[] { "loop", target.Kind, time.TotalSeconds.ToString(CultureInfo.InvariantCulture), childSeed.ToString(CultureInfo.InvariantCulture), copy.BlackBoxFile, FindingsFolder(target.Kind) })
        {
            info.ArgumentList.Add(argument);
        }

        using var child = Process.Start(info) ?? throw new InvalidOperationException("The fuzz loop was not started.");
        var errors = child.StandardError.ReadToEndAsync();
        while (!child.WaitForExit(LookEvery))
        {
            var since = box.RunningSince;
            if (since != 0 && Environment.TickCount64 - since > HangLimit.TotalMilliseconds)
            {
                child.Kill();
                child.WaitForExit();
                _findings++;
                findings.Save("hang", $"{box.Executions}", box.ReadInput(), $"seed {childSeed}: still running after {HangLimit.TotalSeconds:0} s");
                return child.ExitCode;
            }
        }

        if (child.ExitCode is not (0 or FoundSomething))
        {
            _findings++;
            findings.Save("crash", $"exit {child.ExitCode} {box.Executions}", box.ReadInput(), $"seed {childSeed}: the process died with exit code {child.ExitCode}\n{errors.GetAwaiter().GetResult()}");
        }

        return child.ExitCode;
    }
}
