using Microsoft.Extensions.Options;

namespace RtcCluster.Cluster.Configuration;

/// <summary>Runs a process' main and turns a refused configuration into a message and an exit code instead of a stack trace and a core file.</summary>
public static class StrictStart
{
    /// <summary>The exit code of a refused configuration: EX_CONFIG of sysexits.h.</summary>
    public const int Refused = 78;

    // The framework watches its configuration files by the kernel's events for all that is below their folder, and data and logs lie there: an event for each write of each process.
    // With this they are looked at every 4 s instead.
    private const string Polling = "DOTNET_USE_POLLING_FILE_WATCHER";

    /// <summary>Runs the process.</summary>
    /// <param name="main">Builds and runs the host.</param>
    /// <param name="errors">Where the message goes; null: standard error.</param>
    /// <returns>0, or <see cref="Refused"/>. Any other failure is thrown on.</returns>
    public static async Task<int> RunAsync(Func<Task> main, TextWriter? errors = null)
    {
        ArgumentNullException.ThrowIfNull(main);
        Environment.SetEnvironmentVariable(Polling, Environment.GetEnvironmentVariable(Polling) ?? "true");
        try
        {
            await main().ConfigureAwait(false);
            return 0;
        }
        catch (Exception e) when (Refusal(e) is { } refusal)
        {
            await (errors ?? Console.Error).WriteLineAsync(refusal).ConfigureAwait(false);
            return Refused;
        }
    }

    /// <summary>The refusal in an exception: hosts wrap what their parts throw at start.</summary>
    private static string? Refusal(Exception? e) => e switch
    {
        null => null,
        ConfigurationRefusedException refusal => refusal.Message,
        // What the sections Database and Blobs refuse with: Storage does not know this project.
        OptionsValidationException refusal => "The configuration is refused." + string.Concat(refusal.Failures.Select(failure => $"{Environment.NewLine}  {failure}")),
        AggregateException many => many.InnerExceptions.Select(Refusal).FirstOrDefault(r => r is not null),
        _ => Refusal(e.InnerException),
    };
}
