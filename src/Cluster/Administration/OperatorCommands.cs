namespace RtcCluster.Cluster.Administration;

/// <summary>Commands of an operator that a program knows.</summary>
public static class OperatorCommands
{
    /// <summary>The exit code of a command line that is wrong: EX_USAGE of sysexits.h.</summary>
    public const int Misused = 64;

    /// <summary>Does what the command line asks for, when it is one of these commands.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="known">The commands.</param>
    /// <param name="services">Makes the stores by the settings that stand behind the command.</param>
    /// <returns>The exit code; null when the command line is for the server.</returns>
    public static async Task<int?> RunAsync(string[] args, IEnumerable<OperatorCommandReader> known, Func<string[], IServiceProvider> services)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(services);
        if (known.FirstOrDefault(one => one.IsAsked(args)) is not { } asked)
        {
            return null;
        }

        return asked.Read(args, Console.Error) is { } command ? await command.RunAsync(services([.. command.Settings]), Console.Out, Console.Error).ConfigureAwait(false) : Misused;
    }
}
