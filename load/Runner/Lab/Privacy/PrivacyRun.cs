using RtcCluster.Storage.Audits;
using RtcCluster.Storage.Backups;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Legal;
using RtcCluster.Storage.Retention;
using RtcCluster.Storage.Rights;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Load.Runner.Lab.Privacy;

/// <summary>Lets the days pass, keeps an account of what may be read, and holds the stores against it.</summary>
internal sealed class PrivacyRun(PrivacyOptions options, TextWriter said)
{
    private const int DefaultDays = 90;
    private const int KeptBackups = 5;
    private const int RuleEvery = 6;
    private const int CaseEvery = 9;
    private const int BackupEvery = 20;
    private const int CheckEvery = 20;
    private const string Admin = $"{PrivacyHouse.Tenant}/admin";
    private const string Boss = $"{PrivacyHouse.Tenant}/boss";
    private static readonly RetentionKind[] Kinds = [RetentionKind.Recordings, RetentionKind.Voicemail, RetentionKind.Fax];

    private readonly Random _dice = new(options.Seed);
    private readonly VirtualClock _clock = new(new DateTimeOffset(2026, 1, 1, 6, 0, 0, TimeSpan.Zero));
    private readonly List<KeptThing> _things = [];
    private readonly List<(string Case, string User)> _holds = [];
    private readonly Dictionary<string, int> _userDays = [];
    private int? _tenantDays;
    private int _expiredLooks;
    private int _expiredReadable;
    private int _heldLooks;
    private int _heldReadable;
    private int _lost;

    /// <summary>Runs it.</summary>
    public async Task<PrivacyReport> RunAsync(CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("rtc-privacy-").FullName;
        try
        {
            return await RunAsync(folder, ct);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<PrivacyReport> RunAsync(string folder, CancellationToken ct)
    {
        var backups = Path.Combine(folder, "backups");
        await using var live = await PrivacyHouse.OpenAsync(Path.Combine(folder, "live"), backups, _clock, ct);
        await live.FoundAsync(options.Users, ct);
        for (var day = 1; day <= options.Days; day++)
        {
            await PassAsync(live, day, ct);
            if (day % CheckEvery == 0 || day == options.Days)
            {
                await CheckAsync(live, ct);
                await said.WriteLineAsync($"Day {day}: {_things.Count} things, {_things.Count(thing => thing.IsExpired)} expired, {_holds.Count} cases hold");
            }
        }

        var (bundles, good, accesses, rows) = await BundlesAsync(live, ct);
        var (restored, looks, readable) = await RestoreAsync(live, folder, backups, ct);
        return new PrivacyReport
        {
            Options = options,
            Things = _things.Count,
            Expired = _things.Count(thing => thing.IsExpired),
            ExpiredLooks = _expiredLooks,
            ExpiredReadable = _expiredReadable,
            RestoredLooks = looks,
            RestoredReadable = readable,
            Restored = restored,
            HeldLooks = _heldLooks,
            HeldReadable = _heldReadable,
            LostTooEarly = _lost,
            Bundles = bundles,
            BundlesGood = good,
            Accesses = accesses,
            AuditRows = rows,
        };
    }

    private async Task PassAsync(PrivacyHouse live, int day, CancellationToken ct)
    {
        for (var i = 0; i < options.PerDay; i++)
        {
            var thing = new KeptThing($"d{day}-{i}", Kinds[_dice.Next(Kinds.Length)], AnyUser(), $"+5730{_dice.Next(10_000_000, 99_999_999)}", _clock.GetUtcNow());
            await live.KeepAsync(thing, DefaultDays, ct);
            _things.Add(thing);
        }

        if (day % RuleEvery == 0)
        {
            // Now and then the company's, else a user's; and rules are taken back too.
            switch (_dice.Next(4))
            {
                case 0:
                    _tenantDays = _dice.Next(15, 150);
                    break;
                case 1 when _userDays.Count > 0:
                    _userDays.Remove(_userDays.Keys.Order(StringComparer.Ordinal).First());
                    break;
                default:
                    _userDays[AnyUser()] = _dice.Next(1, 200);
                    break;
            }

            await live.RuleAsync(new RetentionRule { Days = _tenantDays, Users = new Dictionary<string, int>(_userDays) }, ct);
        }

        if (day % CaseEvery == 0)
        {
            await CaseAsync(live, ct);
        }

        if (day % BackupEvery == 0)
        {
            await live.Get<TenantBackups>().BackupAsync(PrivacyHouse.Tenant, KeptBackups, ct);
        }

        _clock.Advance(TimeSpan.FromDays(1));
        await live.SweepAsync(ct);
        foreach (var thing in _things)
        {
            thing.IsExpired |= _clock.GetUtcNow() - thing.At >= TimeSpan.FromDays(_userDays.TryGetValue(thing.User, out var own) ? own : _tenantDays ?? DefaultDays) && !IsHeld(thing);
        }
    }

    private async Task CaseAsync(PrivacyHouse live, CancellationToken ct)
    {
        var cases = live.Get<ILegalCases>();
        if (_holds.Count > 2)
        {
            await cases.AskReleaseAsync(PrivacyHouse.Tenant, _holds[0].Case, Admin, ct);
            await cases.ReleaseAsync(PrivacyHouse.Tenant, _holds[0].Case, Boss, ct);
            _holds.RemoveAt(0);
            return;
        }

        var user = AnyUser();
        var proposed = await cases.ProposeAsync(PrivacyHouse.Tenant, $"Case of {user}", "", new LegalScope { Users = [$"{PrivacyHouse.Tenant}/{user}"] }, Admin, ct);
        await cases.ApproveAsync(PrivacyHouse.Tenant, proposed.Id, Boss, ct);
        _holds.Add((proposed.Id, user));
    }

    private async Task CheckAsync(PrivacyHouse live, CancellationToken ct)
    {
        foreach (var thing in _things)
        {
            var (files, isListed) = await live.LookAsync(thing, ct);
            var isWhole = files == thing.Files.Count && isListed;
            if (thing.IsExpired)
            {
                _expiredLooks++;
                _expiredReadable += files > 0 || isListed ? 1 : 0;
            }
            else if (IsHeld(thing))
            {
                _heldLooks++;
                _heldReadable += isWhole ? 1 : 0;
            }
            else
            {
                _lost += isWhole ? 0 : 1;
            }
        }
    }

    private async Task<(int Bundles, int Good, int Accesses, int Rows)> BundlesAsync(PrivacyHouse live, CancellationToken ct)
    {
        var (exports, verifier) = (live.Get<IDataExports>(), live.Get<BundleVerifier>());
        var (bundles, good, accesses) = (0, 0, 0);
        for (var i = 0; i < options.Users; i++)
        {
            await exports.AskAsync(PrivacyHouse.Tenant, $"u{i}", $"{PrivacyHouse.Tenant}/u{i}", ct);
        }

        foreach (var (held, _) in _holds)
        {
            await exports.AskOfCaseAsync(PrivacyHouse.Tenant, held, Admin, ct);
        }

        while (await exports.TakeAsync(ct) is { } export)
        {
            await MakeAsync(live, exports, export, ct);
            bundles++;
            for (var times = _dice.Next(1, 4); times > 0; times--)
            {
                var access = new AuditRow { TenantId = PrivacyHouse.Tenant, At = _clock.GetUtcNow(), Actor = export.AskedBy, Action = "export.download", Target = export.Id };
                using var bytes = new MemoryStream();
                await using (var stream = await exports.OpenAsync(export, access, ct) ?? throw new InvalidOperationException("A bundle cannot be opened."))
                {
                    await stream.CopyToAsync(bytes, ct);
                }

                accesses++;
                good += times == 1 && (await verifier.VerifyAsync(bytes, ct)).IsGood ? 1 : 0;
            }
        }

        return (bundles, good, accesses, await RowsAsync(live, ct));
    }

    private async Task MakeAsync(PrivacyHouse live, IDataExports exports, DataExport export, CancellationToken ct)
    {
        var reader = export.CaseId is { } held
            ? ExportReader.OfCase(live.Services, await live.Get<ILegalCases>().FindAsync(export.TenantId, held, ct) ?? throw new InvalidOperationException("A case is gone."))
            : await ExportReader.OfUserAsync(live.Services, export.TenantId, export.UserName, ct);
        await using var stream = await exports.WriteAsync(export, ct);
        await using (var bundle = new BundleWriter(stream, live.Get<SigningKeys>()))
        {
            await bundle.AddLinesAsync("data/calls.jsonl", reader.CallsAsync(ct), ct);
            await bundle.AddLinesAsync("data/recordings.jsonl", reader.RecordingsAsync(ct), ct);
            await bundle.AddLinesAsync("data/voicemail.jsonl", reader.VoicemailAsync(ct), ct);
            await bundle.AddLinesAsync("data/faxes.jsonl", reader.FaxesAsync(ct), ct);
            await bundle.CompleteAsync(export, _clock.GetUtcNow(), ct);
        }

        await stream.CompleteAsync(ct);
        await exports.ReadyAsync(export, stream, TimeSpan.FromDays(7), ct);
    }

    private static async Task<int> RowsAsync(PrivacyHouse live, CancellationToken ct)
    {
        var rows = 0;
        for (string? cursor = null; ;)
        {
            var page = await live.Get<IAuditLog>().ListAsync(new AuditFilter { TenantId = PrivacyHouse.Tenant, Action = "export.download" }, cursor, 500, ct);
            rows += page.Items.Count;
            if (page.Next is null)
            {
                return rows;
            }

            cursor = page.Next;
        }
    }

    private async Task<(int Restored, int Looks, int Readable)> RestoreAsync(PrivacyHouse live, string folder, string backups, CancellationToken ct)
    {
        var (restored, looks, readable) = (0, 0, 0);
        foreach (var backup in await live.Get<TenantBackups>().ListAsync(PrivacyHouse.Tenant, ct))
        {
            await using var again = await PrivacyHouse.OpenAsync(Path.Combine(folder, FormattableString.Invariant($"restored-{backup.Number}")), backups, _clock, ct);
            await again.Get<TenantBackups>().RestoreAsync(PrivacyHouse.Tenant, backup.Number, ct);
            restored++;
            foreach (var thing in _things.Where(thing => thing.At < backup.StartedAt))
            {
                var (files, isListed) = await again.LookAsync(thing, ct);
                if (thing.IsExpired)
                {
                    looks++;
                    // What is left of a recording without its key is noise: the sealed chunk and a manifest that names nobody.
                    readable += isListed || files == thing.Files.Count ? 1 : 0;
                }
                else if (IsHeld(thing))
                {
                    _heldLooks++;
                    _heldReadable += isListed && files == thing.Files.Count ? 1 : 0;
                }
            }
        }

        return (restored, looks, readable);
    }

    private bool IsHeld(KeptThing thing) => _holds.Exists(held => held.User == thing.User);

    private string AnyUser() => $"u{_dice.Next(options.Users)}";
}
