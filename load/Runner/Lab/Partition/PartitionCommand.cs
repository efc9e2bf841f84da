using System.CommandLine;
using System.Diagnostics;
using Microsoft.AspNetCore.SignalR;

namespace RtcCluster.Load.Runner.Lab.Partition;

/// <summary><c>lab partition</c>: a cluster that is cut in two, and whether ever two act as the owner of one thing.</summary>
internal static class PartitionCommand
{
    private const int Misused = 64;
    private const int NoLab = 70;

    /// <summary>Exit code where the machine does not let the lab make its networks: EX_NOPERM of sysexits.h.</summary>
    public const int NotAllowed = 77;

    private const string Inside = "RTC_LAB_INSIDE";

    private static readonly Dictionary<string, PartitionCut> Cuts = new(StringComparer.Ordinal) { ["alone"] = PartitionCut.Alone, ["members"] = PartitionCut.Members };

    private static readonly Option<int> Silos = new("--silos") { Description = "Silos of the greater side, which also has an edge; the smaller side is one silo and one edge.", DefaultValueFactory = static _ => 2 };
    private static readonly Option<string> Cut = new("--cut") { Description = "alone: the smaller side reaches neither the other nor the stores. members: the sides do not reach each other, and both reach the stores.", DefaultValueFactory = static _ => "alone" };
    private static readonly Option<TimeSpan> Length = new("--length") { Description = "How long they are apart.", DefaultValueFactory = static _ => TimeSpan.FromSeconds(30) };
    private static readonly Option<int> Calls = new("--calls") { Description = "Calls of two telephones of each kind: at one side, at the other, across in either direction.", DefaultValueFactory = static _ => 3 };
    private static readonly Option<int> Agents = new("--agents") { Description = "Agents of one queue at each side, and as many people who call it again and again.", DefaultValueFactory = static _ => 4 };
    private static readonly Option<int> Seed = new("--seed") { Description = "Chooses the moments.", DefaultValueFactory = static _ => 1 };
    private static readonly Option<FileInfo?> Json = new("--json") { Description = "File for all figures." };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("partition", "A cluster that is cut in two, in network namespaces of the lab's own (needs root): never do two act as the owner of a call, a caller, an agent.") { Silos, Cut, Length, Calls, Agents, Seed, Json };
        command.SetAction(static (asked, ct) => RunAsync(asked, ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult asked, CancellationToken ct)
    {
        if (Refusal(asked) is { } refusal)
        {
            await Console.Error.WriteLineAsync(refusal);
            return Misused;
        }

        if (Environment.GetEnvironmentVariable(Inside) is null)
        {
            return await GoInsideAsync(ct);
        }

        var options = new PartitionOptions
        {
            Silos = asked.GetValue(Silos),
            Cut = Cuts[asked.GetValue(Cut)!],
            Length = asked.GetValue(Length),
            Calls = asked.GetValue(Calls),
            Agents = asked.GetValue(Agents),
            Seed = asked.GetValue(Seed),
            Json = asked.GetValue(Json),
        };
        try
        {
            return await new PartitionRun(options, Console.Out).RunAsync(ct) ? 0 : 1;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException or HubException or TimeoutException or OperationCanceledException or Hub.CallFailedException)
        {
            await Console.Error.WriteLineAsync($"The lab could not be set up: {e.Message}");
            return NoLab;
        }
    }

    // The same command again, in a network namespace of its own: the lab's wires are seen by nobody else, and go with it.
    private static async Task<int> GoInsideAsync(CancellationToken ct)
    {
        if (!await MayMakeNetworksAsync(ct))
        {
            await Console.Error.WriteLineAsync("The lab makes network namespaces and wires between them, which takes root, unshare, nsenter, setpriv and ip, and a kernel with veth: here it may not.");
            return NotAllowed;
        }

        var itself = Environment.GetCommandLineArgs();
        var info = new ProcessStartInfo("setpriv", ["--pdeathsig", "KILL", "unshare", "--net", "dotnet", "exec", typeof(PartitionCommand).Assembly.Location, .. itself[1..]]) { UseShellExecute = false };
        info.Environment[Inside] = "1";
        var done = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        // The kernel ends it with the thread that made it, so this one lives as long.
        new Thread(() =>
        {
            using var inside = Process.Start(info)!;
            inside.WaitForExit();
            done.SetResult(inside.ExitCode);
        })
        { IsBackground = true, Name = "inside" }.Start();
        return await done.Task;
    }

    private static async Task<bool> MayMakeNetworksAsync(CancellationToken ct)
    {
        try
        {
            using var attempt = Process.Start(new ProcessStartInfo("unshare", ["--net", "sh", "-c", "command -v nsenter setpriv && ip link add try1 type veth peer name try2 && echo 1 >/proc/sys/net/ipv4/conf/all/route_localnet"])
            {
                RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            })!;
            await attempt.WaitForExitAsync(ct);
            return attempt.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no unshare, so no lab either.
            return false;
        }
    }

    private static string? Refusal(ParseResult asked) =>
        asked.GetValue(Silos) is < 1 or > 5 ? "--silos is from 1 to 5: of the greater side."
        : !Cuts.ContainsKey(asked.GetValue(Cut)!) ? $"--cut {asked.GetValue(Cut)} does not exist; {string.Join(", ", Cuts.Keys)} do."
        : asked.GetValue(Length) < TimeSpan.FromSeconds(5) || asked.GetValue(Length) > TimeSpan.FromMinutes(5) ? "--length is from 5 s to 5 minutes."
        : asked.GetValue(Calls) is < 1 or > 50 ? "--calls is from 1 to 50."
        : asked.GetValue(Agents) is < 1 or > 50 ? "--agents is from 1 to 50."
        : OperatingSystem.IsLinux() ? null
        : "Network namespaces are of Linux.";
}
