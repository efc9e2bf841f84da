using System.Data.Common;
using RtcCluster.Cluster.Administration;
using RtcCluster.Storage.Audits;
using RtcCluster.Storage.Blobs;

namespace RtcCluster.Silo.Administration;

/// <summary>
/// <c>audit verify</c>: reads the audit trail, its chain and the signed checkpoints, and says what is not as it was written; a line for each fault, then a verdict.
/// May run beside the servers: it only reads.
/// </summary>
public sealed class AuditCommand : IOperatorCommand
{
    private const string Usage = """
        audit verify                  the audit trail of every tenant
        audit verify --tenant TENANT  one tenant's
        Settings follow as for the server, such as --Data:Path data.
        Exit code: 0 nothing is wrong, 1 something is, 64 misused, 69 the stores cannot be read.
        """;

    private const int Clean = 0;
    private const int Faulty = 1;
    private const int Unavailable = 69;

    private readonly string? _tenant;

    private AuditCommand(string? tenant, IReadOnlyList<string> settings) => (_tenant, Settings) = (tenant, settings);

    /// <summary>What of the command line is for the configuration.</summary>
    public IReadOnlyList<string> Settings { get; }

    /// <summary>Whether the command line is for this command and not for the server.</summary>
    public static bool IsAsked(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return args is ["audit", ..];
    }

    /// <summary>Reads the command line; null, with the usage written, when it is wrong.</summary>
    /// <param name="args">The command line, beginning with <c>audit</c>.</param>
    /// <param name="errors">Where the usage goes.</param>
    public static AuditCommand? Read(string[] args, TextWriter errors)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(errors);
        var command = args switch
        {
            ["audit", "verify", "--tenant", var tenant, .. var settings] when IsTenant(tenant) => new AuditCommand(tenant, settings),
            ["audit", "verify", "--tenant", ..] => null,
            ["audit", "verify", .. var settings] => new AuditCommand(null, settings),
            _ => null,
        };
        if (command is null || command.Settings.Contains("--tenant"))
        {
            errors.WriteLine(Usage);
            return null;
        }

        return command;
    }

    /// <summary>Verifies; returns the exit code.</summary>
    /// <param name="services">Stores and keys; nothing of them needs to run.</param>
    /// <param name="output">Faults and verdict.</param>
    /// <param name="errors">Why nothing could be read.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<int> RunAsync(IServiceProvider services, TextWriter output, TextWriter errors, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(errors);
        try
        {
            var verdict = await services.GetRequiredService<AuditVerifier>().VerifyAsync(_tenant, (tenant, fault) => output.WriteLineAsync($"FAULT {tenant}: {fault}"), ct);
            await output.WriteLineAsync(verdict.ToString());
            return verdict.Faults == 0 ? Clean : Faulty;
        }
        catch (Exception e) when (e is DbException or IOException or TimeoutException or BlobStoreAwayException or UnauthorizedAccessException || e.InnerException is DbException)
        {
            await errors.WriteLineAsync($"The stores cannot be read: {e.Message}");
            return Unavailable;
        }
    }

    private static bool IsTenant(string name) => name.Length is > 0 and <= 32 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
