using System.Globalization;
using System.Text.Json;
using RtcCluster.Load.Runner.Figures;

namespace RtcCluster.Load.Runner.Lab.Recordings;

/// <summary>What <c>lab recording</c> came to.</summary>
/// <param name="options">What was asked for.</param>
/// <param name="calls">Every call.</param>
/// <param name="proof">What the verification said.</param>
/// <param name="files">Files of recordings on the disk.</param>
/// <param name="bare">Files of them in which sound lies as it was said.</param>
/// <param name="isFound">Whether the changed byte was found, in its recording and nowhere else.</param>
internal sealed class RecordingReport(RecordingOptions options, IReadOnlyList<KilledCall> calls, (int ExitCode, string Output) proof, int files, IReadOnlyList<string> bare, bool isFound)
{
    /// <summary>What a kill may cost of each leg.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Whether every bound holds.</summary>
    public bool Passed => calls.Count == options.Calls && Worst <= Bound && IsProven && bare.Count == 0 && isFound;

    private TimeSpan Worst => calls.Max(static call => call.Lost);

    private bool IsProven => proof.ExitCode == 0 && proof.Output.Contains($" {options.Calls} proven", StringComparison.Ordinal);

    /// <summary>Writes figures and verdict, the verdict last.</summary>
    public async Task WriteAsync(TextWriter console)
    {
        foreach (var trouble in calls.Where(static call => call.Lost > Bound).Select(static call => $"  lost {call.Lost.TotalSeconds:0.00} s of {call.Recording} ({call.State})").Concat(bare.Select(static path => $"  sound as it was said: {path}")))
        {
            await console.WriteLineAsync(trouble);
        }

        if (!IsProven)
        {
            await console.WriteLineAsync(proof.Output);
        }

        var lost = calls.Select(static call => call.Lost.TotalSeconds).Order().ToList();
        await console.WriteLineAsync($"  {Surroundings.Now}");
        await console.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{(Passed ? "PASS" : "FAIL")} recording calls={options.Calls} kill-edge={options.KillEdge}{(options.Edges > 1 ? $" edges={options.Edges} outage={options.Outage.TotalSeconds:0}" : "")}: lost per killed leg p50 {lost[lost.Count / 2]:0.00} s, at most {lost[^1]:0.00} s, ")
            + $"{(IsProven ? "all" : "not all")} proven, changed byte {(isFound ? "found" : "not found")}, {bare.Count} of {files} files with bare sound, seed {options.Seed}");
        if (options.Json is { } file)
        {
            await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(new { passed = Passed, options.Seed, calls, verdict = proof.Output, files, bare, changedByteFound = isFound }, Json));
        }
    }
}
