using System.CommandLine;
using RtcCluster.Storage.Backups;

namespace RtcCluster.Load.Runner.Lab.Privacy;

/// <summary><c>lab privacy</c>: what retention, legal cases, backups and bundles promise, over virtual days, against an account of the lab's own.</summary>
internal static class PrivacyCommand
{
    private const int Misused = 64;
    private const int NoLab = 70;
    private const int MaxUsers = 1_000;
    private const int MaxDays = 4_000;
    private const int MaxPerDay = 1_000;

    private static readonly Option<int> Users = new("--users") { Description = "Users of the company.", DefaultValueFactory = static _ => 50 };
    private static readonly Option<int> Days = new("--virtual-days") { Description = "Days that pass.", DefaultValueFactory = static _ => 400 };
    private static readonly Option<int> PerDay = new("--per-day") { Description = "Recordings, messages and faxes of a day.", DefaultValueFactory = static _ => 6 };
    private static readonly Option<int> Seed = new("--seed") { Description = "Chooses what happens.", DefaultValueFactory = static _ => 1 };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("privacy", "Virtual days of recordings, voicemail and faxes with rules, legal cases, backups and bundles: nothing that is expired can be read, here and in restored backups, and all that is held can.")
        {
            Users, Days, PerDay, Seed,
        };
        command.SetAction(static (asked, ct) => RunAsync(asked, ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult asked, CancellationToken ct)
    {
        var options = new PrivacyOptions(asked.GetValue(Users), asked.GetValue(Days), asked.GetValue(PerDay), asked.GetValue(Seed));
        if (options.Users is < 1 or > MaxUsers || options.Days is < 1 or > MaxDays || options.PerDay is < 1 or > MaxPerDay)
        {
            await Console.Error.WriteLineAsync($"--users is from 1 to {MaxUsers}, --virtual-days from 1 to {MaxDays}, --per-day from 1 to {MaxPerDay}.");
            return Misused;
        }

        try
        {
            var report = await new PrivacyRun(options, Console.Out).RunAsync(ct);
            await Console.Out.WriteLineAsync(report.ToString());
            return report.IsGood ? 0 : 1;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or BackupRefusedException)
        {
            await Console.Error.WriteLineAsync($"The lab could not be set up: {e.Message}");
            return NoLab;
        }
    }
}
