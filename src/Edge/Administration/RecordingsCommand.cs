using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using RtcCluster.Cluster.Administration;
using RtcCluster.Contracts.Ids;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Edge.Administration;

/// <summary>
/// <c>recordings verify</c>: reads recordings, messages and faxes as they lie in the store and says what is not as it was recorded; a line for each fault, then a verdict.
/// May run beside the servers: it only reads.
/// </summary>
public sealed class RecordingsCommand : IOperatorCommand
{
    private const string Usage = """
        recordings verify --all             every recording, message and fax in the store
        recordings verify --id TENANT/NAME  one recording
        Settings follow as for the server, such as --Data:Path data.
        Exit code: 0 everything is proven or of before there were seals, 1 something is not as it was recorded, 64 misused, 69 the store or the catalogue cannot be read.
        """;

    private const int Proven = 0;
    private const int Faulty = 1;
    private const int Unavailable = 69;

    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(5);

    // What was written into just now may be a message that is being left: it has its manifest when it ends.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);
    private static readonly string[] Roots = ["recordings", "voicemail", "fax"];

    private readonly string? _id;

    private RecordingsCommand(string? id, IReadOnlyList<string> settings) => (_id, Settings) = (id, settings);

    /// <summary>What of the command line is for the configuration.</summary>
    public IReadOnlyList<string> Settings { get; }

    /// <summary>Whether the command line is for this command and not for the server.</summary>
    public static bool IsAsked(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return args is ["recordings", ..];
    }

    /// <summary>Reads the command line; null, with the usage written, when it is wrong.</summary>
    /// <param name="args">The command line, beginning with <c>recordings</c>.</param>
    /// <param name="errors">Where the usage goes.</param>
    public static RecordingsCommand? Read(string[] args, TextWriter errors)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(errors);
        var command = args switch
        {
            ["recordings", "verify", "--all", .. var settings] => new RecordingsCommand(null, settings),
            ["recordings", "verify", "--id", var id, .. var settings] when id.IndexOf('/', StringComparison.Ordinal) > 0 => new RecordingsCommand(id, settings),
            _ => null,
        };
        if (command is null)
        {
            errors.WriteLine(Usage);
        }

        return command;
    }

    /// <summary>Verifies; returns the exit code.</summary>
    /// <param name="services">Stores and keys; nothing of them needs to run.</param>
    /// <param name="output">Faults and verdict.</param>
    /// <param name="errors">How far it is, when that takes long, and why it could not be done.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<int> RunAsync(IServiceProvider services, TextWriter output, TextWriter errors, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(errors);
        try
        {
            var run = new Run(services, output);
            var recordings = _id is null ? await ListAsync(run.Blobs, ct) : await FindAsync(run, _id, ct);
            var told = Stopwatch.StartNew();
            for (var i = 0; i < recordings.Count; i++)
            {
                await run.VerifyAsync(recordings[i], ct);
                if (told.Elapsed > ProgressEvery)
                {
                    await errors.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{i + 1} of {recordings.Count}"));
                    told.Restart();
                }
            }

            if (_id is null)
            {
                await run.MissingAsync(recordings.Select(recording => recording.Prefix).ToHashSet(StringComparer.Ordinal), ct);
            }

            await output.WriteLineAsync(run.Verdict);
            return run.Faulty > 0 || recordings.Count == 0 && _id is not null ? Faulty : Proven;
        }
        catch (Exception e) when (e is DbException or IOException or BlobStoreAwayException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"The store or the catalogue cannot be read: {e.Message}");
            return Unavailable;
        }
    }

    /// <summary>Every folder of the store that has a recording's files, with the time of its newest.</summary>
    private static async Task<List<Stored>> ListAsync(IBlobStore blobs, CancellationToken ct)
    {
        var found = new Dictionary<string, Stored>(StringComparer.Ordinal);
        foreach (var root in Roots)
        {
            await foreach (var blob in blobs.ListAsync(root, ct))
            {
                var prefix = blob.Path[..(blob.Path.LastIndexOf('/') + 1)];
                if (!found.TryGetValue(prefix, out var known) || known.Newest < blob.WrittenAt)
                {
                    found[prefix] = new Stored(prefix, IdOf(prefix), blob.WrittenAt);
                }
            }
        }

        return [.. found.Values];
    }

    private static async Task<List<Stored>> FindAsync(Run run, string id, CancellationToken ct)
    {
        if (await run.Catalogue.FindAsync(id[..id.IndexOf('/', StringComparison.Ordinal)], id, ct) is { } entry)
        {
            return [new Stored(entry.BlobPrefix, id, DateTimeOffset.MinValue)];
        }

        return [.. (await ListAsync(run.Blobs, ct)).Where(recording => recording.Id == id)];
    }

    /// <summary>The id that the path of a recording or message tells: kind, tenant, day, name.</summary>
    private static string? IdOf(string prefix) => prefix.Split('/') is [_, var tenant, .., var name, ""] ? $"{tenant}/{name}" : null;

    private sealed record Stored(string Prefix, string? Id, DateTimeOffset Newest);

    private sealed class Run(IServiceProvider services, TextWriter output)
    {
        private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

        private readonly RecordingVerifier _verifier = services.GetRequiredService<RecordingVerifier>();
        private readonly DateTimeOffset _now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        private int _recordings;
        private int _proven;
        private int _unsealed;
        private int _open;
        private int _chunks;
        private int _lost;
        private int _interrupted;
        private int _faults;

        public IBlobStore Blobs { get; } = services.GetRequiredService<IBlobStore>();

        public IRecordingQuery Catalogue { get; } = services.GetRequiredService<IRecordingQuery>();

        public int Faulty { get; private set; }

        public string Verdict => string.Create(
            CultureInfo.InvariantCulture,
            $"{(Faulty == 0 ? "VERIFIED" : "NOT VERIFIED")}: {_recordings} recordings, {_proven} proven, {Faulty} faulty ({_faults} faults), {_open} going on, {_unsealed} of before there were seals; {_chunks} chunks, {_lost} never stored, {_interrupted} takes interrupted");

        public async Task VerifyAsync(Stored recording, CancellationToken ct)
        {
            var entry = recording.Id is { } id ? await Catalogue.FindAsync(new RecordingId(id).Tenant.Value, id, ct) : null;
            var isOver = entry is null ? _now - recording.Newest > Fresh : entry.EndedAt is not null;
            var verdict = await _verifier.VerifyAsync(recording.Prefix, recording.Id, isOver, entry?.State == RecordingState.Complete, ct);
            var faults = verdict is { Takes: 0, PlainChunks: > 0 } && entry is { KeyId.Length: > 0 } ? verdict.Faults.Add("its chunks have no seal, and the catalogue says that they had one") : verdict.Faults;
            _recordings++;
            _chunks += verdict.Chunks;
            _lost += verdict.LostChunks;
            _interrupted += verdict.InterruptedTakes;
            foreach (var notice in verdict.Notices)
            {
                // What was said may be of several lines; a verdict's line is one.
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"NOTICE {recording.Id ?? recording.Prefix}: leg {notice.Leg} {notice.Result} by {notice.Method} at {notice.At:yyyy-MM-ddTHH:mm:ss.fffZ}, rule {Text(notice.Rule)} of version {notice.Version}: {Text(notice.Wording)}"));
            }

            if (!faults.IsEmpty)
            {
                await FaultyAsync(recording.Id ?? recording.Prefix, faults);
            }
            else if (verdict.Takes == 0)
            {
                _unsealed += verdict.PlainChunks > 0 ? 1 : 0;
            }
            else if (isOver)
            {
                _proven++;
            }
            else
            {
                _open++;
            }
        }

        /// <summary>What the catalogue has and the store has nothing of.</summary>
        public async Task MissingAsync(HashSet<string> stored, CancellationToken ct)
        {
            foreach (var tenant in await services.GetRequiredService<IDirectory>().ListTenantsAsync(ct))
            {
                string? cursor = null;
                do
                {
                    var page = await Catalogue.ListAsync(new RecordingFilter { TenantId = tenant.Id }, cursor, 500, ct);
                    foreach (var entry in page.Items.Where(entry => entry.ErasedAt is null && entry.State is RecordingState.Complete or RecordingState.Partial && !stored.Contains(entry.BlobPrefix)))
                    {
                        _recordings++;
                        await FaultyAsync(entry.Id, ["nothing of it is in the store"]);
                    }

                    cursor = page.Next;
                }
                while (cursor is not null);
            }
        }

        private static string Text(string text) => JsonSerializer.Serialize(text, Readable);

        private async Task FaultyAsync(string recording, IReadOnlyCollection<string> faults)
        {
            Faulty++;
            _faults += faults.Count;
            foreach (var fault in faults)
            {
                await output.WriteLineAsync($"FAULT {recording}: {fault}");
            }
        }
    }
}
