using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using RtcCluster.Cluster.Administration;
using RtcCluster.Grains.Ledgers;
using RtcCluster.Storage.History;

namespace RtcCluster.Silo.Administration;

/// <summary>
/// <c>ledger verify</c>: reads the history and says of which calls something is missing, told twice or not at its end; a line for each fault, then a verdict.
/// May run beside the servers: it only reads.
/// </summary>
public sealed class LedgerCommand : IOperatorCommand
{
    private const string Usage = """
        ledger verify                     every call of the history: events, call log, reports
        ledger verify --call TENANT/NAME  one call
        --rebuild after either            makes call log and reports anew from the events, and compares
        Settings follow as for the server, such as --Data:Path data.
        Exit code: 0 nothing is wrong, 1 something is, 64 misused, 69 the history cannot be read.
        """;

    private const int Clean = 0;
    private const int Faulty = 1;
    private const int Unavailable = 69;

    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(5);

    private readonly string? _call;
    private readonly bool _rebuild;

    private LedgerCommand(string? call, IReadOnlyList<string> rest)
    {
        _call = call;
        _rebuild = rest is ["--rebuild", ..];
        Settings = _rebuild ? [.. rest.Skip(1)] : rest;
    }

    /// <summary>What of the command line is for the configuration.</summary>
    public IReadOnlyList<string> Settings { get; }

    /// <summary>Whether the command line is for this command and not for the server.</summary>
    public static bool IsAsked(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return args is ["ledger", ..];
    }

    /// <summary>Reads the command line; null, with the usage written, when it is wrong.</summary>
    /// <param name="args">The command line, beginning with <c>ledger</c>.</param>
    /// <param name="errors">Where the usage goes.</param>
    public static LedgerCommand? Read(string[] args, TextWriter errors)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(errors);
        var command = args switch
        {
            ["ledger", "verify", "--call", var call, .. var rest] when call.IndexOf('/', StringComparison.Ordinal) > 0 => new LedgerCommand(call, rest),
            ["ledger", "verify", "--call", ..] => null,
            ["ledger", "verify", .. var rest] => new LedgerCommand(null, rest),
            _ => null,
        };
        if (command is null || command.Settings.Any(static setting => setting is "--rebuild" or "--call"))
        {
            // What stands behind the settings would be taken for one, and not be done.
            errors.WriteLine(Usage);
            return null;
        }

        return command;
    }

    /// <summary>Verifies; returns the exit code.</summary>
    /// <param name="services">The stores; nothing of them needs to run.</param>
    /// <param name="output">Faults and verdict.</param>
    /// <param name="errors">How far it is, when that takes long, and why it could not be done.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<int> RunAsync(IServiceProvider services, TextWriter output, TextWriter errors, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(errors);
        var verifier = new LedgerVerifier(services.GetRequiredService<ILedgerAudit>());
        var told = Stopwatch.StartNew();
        try
        {
            var verdict = _call is null ? await verifier.VerifyAsync(_rebuild, TellAsync, ct) : await verifier.VerifyAsync(_call, _rebuild, TellAsync, ct);
            await output.WriteLineAsync(verdict.ToString());
            return verdict.IsClean ? Clean : Faulty;
        }
        catch (Exception e) when (e is DbException or IOException or TimeoutException || e.InnerException is DbException)
        {
            await errors.WriteLineAsync($"The history cannot be read: {e.Message}");
            return Unavailable;
        }

        async Task TellAsync(string call, LedgerFault? fault)
        {
            if (fault is not null)
            {
                await output.WriteLineAsync($"FAULT {call}: {fault.Text}");
            }

            if (told.Elapsed > ProgressEvery)
            {
                await errors.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{verifier.Verdict.Calls} calls"));
                told.Restart();
            }
        }
    }
}
