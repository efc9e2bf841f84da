using System.Runtime.InteropServices;
using RtcCluster.Load.Runner.Servers;

namespace RtcCluster.Load.Runner.Figures;

/// <summary>Where figures were taken: without it they say nothing.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="Commit">Of this program.</param>
/// <param name="Processor">Its name.</param>
/// <param name="Processors">How many the system has.</param>
/// <param name="System">The operating system.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="LoadAverage">Of the last minute; whoever else worked on the machine is in it.</param>
internal sealed record Surroundings(DateTimeOffset At, string? Commit, string Processor, int Processors, string System, string Runtime, string LoadAverage)
{
    /// <summary>Here and now.</summary>
    public static Surroundings Now => new(
        DateTimeOffset.UtcNow, SourceTree.Commit, ProcessorName(), Environment.ProcessorCount, RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription,
        File.ReadAllText("/proc/loadavg").Split(' ')[0]);

    public override string ToString() => $"{Processor} x {Processors}, {Runtime}, load average {LoadAverage}, commit {Commit?[..Math.Min(12, Commit.Length)] ?? "unknown"}";

    private static string ProcessorName() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[^1] ?? RuntimeInformation.ProcessArchitecture.ToString();
}
