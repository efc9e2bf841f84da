using System.CommandLine;
using System.Text.Json;
using RtcCluster.Load.Runner.Servers;

namespace RtcCluster.Load.Runner.Scale;

/// <summary><c>scale</c>: how many cells carry what, reckoned from measurements, and simulated.</summary>
internal static class ScaleCommand
{
    private const int Misused = 64;

    private static readonly Option<FileInfo?> Facts = new("--facts") { Description = "File of measurements; load/scale.json without it." };
    private static readonly Option<int> Seed = new("--seed") { Description = "Chooses when calls come.", DefaultValueFactory = static _ => 1 };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("scale", "How many cells carry how many agents and calls: reckoned from the measurements of load/scale.json, and simulated.") { Facts, Seed };
        command.SetAction(static async (asked, ct) =>
        {
            var file = asked.GetValue(Facts)?.FullName ?? Path.Combine(SourceTree.Root, "load", "scale.json");
            try
            {
                await Console.Out.WriteAsync(ScaleReport.Write(ScaleFacts.Of(file), asked.GetValue(Seed)).AsMemory(), ct);
                return 0;
            }
            catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync($"{file}: {e.Message}");
                return Misused;
            }
        });
        return command;
    }
}
