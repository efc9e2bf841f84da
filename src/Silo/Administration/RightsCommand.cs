using RtcCluster.Cluster.Administration;
using RtcCluster.Storage.Rights;

namespace RtcCluster.Silo.Administration;

/// <summary><c>rights verify</c>: says whether a bundle that was downloaded is as it was made here. It reads the file and the public keys, and nothing else.</summary>
public sealed class RightsCommand : IOperatorCommand
{
    private const string Usage = """
        rights verify FILE  whether a bundle of a user's data or of a legal case is as it was made: signature, length and hash of each file
        Settings follow as for the server, such as --Data:Path data.
        Exit code: 0 nothing is wrong, 1 something is, 64 misused, 66 the file cannot be read.
        """;

    private const int Clean = 0;
    private const int Faulty = 1;
    private const int NoInput = 66;

    private readonly string _file;

    private RightsCommand(string file, IReadOnlyList<string> settings) => (_file, Settings) = (file, settings);

    /// <summary>What of the command line is for the configuration.</summary>
    public IReadOnlyList<string> Settings { get; }

    /// <summary>Whether the command line is for this command and not for the server.</summary>
    public static bool IsAsked(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return args is ["rights", ..];
    }

    /// <summary>Reads the command line; null, with the usage written, when it is wrong.</summary>
    /// <param name="args">The command line, beginning with <c>rights</c>.</param>
    /// <param name="errors">Where the usage goes.</param>
    public static RightsCommand? Read(string[] args, TextWriter errors)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(errors);
        if (args is ["rights", "verify", { Length: > 0 } file, .. var settings] && !file.StartsWith('-'))
        {
            return new RightsCommand(file, settings);
        }

        errors.WriteLine(Usage);
        return null;
    }

    /// <summary>Verifies; returns the exit code.</summary>
    /// <param name="services">Keys; nothing of them needs to run.</param>
    /// <param name="output">Faults and verdict.</param>
    /// <param name="errors">Why nothing could be read.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<int> RunAsync(IServiceProvider services, TextWriter output, TextWriter errors, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(errors);
        try
        {
            await using var bundle = File.OpenRead(_file);
            var verdict = await services.GetRequiredService<BundleVerifier>().VerifyAsync(bundle, ct);
            foreach (var problem in verdict.Problems)
            {
                await output.WriteLineAsync($"FAULT {problem}");
            }

            await output.WriteLineAsync(verdict.ToString());
            return verdict.IsGood ? Clean : Faulty;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"The bundle cannot be read: {e.Message}");
            return NoInput;
        }
    }
}
