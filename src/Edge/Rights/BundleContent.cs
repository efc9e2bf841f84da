using System.Runtime.CompilerServices;
using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Edge.Fax;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Http.Recordings;
using RtcCluster.Edge.Hub;
using RtcCluster.Edge.Media;
using RtcCluster.Media.Fax;
using RtcCluster.Storage.Broadcasts;
using RtcCluster.Storage.Consents;
using RtcCluster.Storage.Contacts;
using RtcCluster.Storage.Conversations;
using RtcCluster.Storage.Departures;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Fax;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Legal;
using RtcCluster.Storage.Policies;
using RtcCluster.Storage.Retention;
using RtcCluster.Storage.Rights;
using RtcCluster.Storage.Sealing;
using RtcCluster.Storage.Sessions;
using RtcCluster.Storage.Voicemail;

namespace RtcCluster.Edge.Rights;

/// <summary>Puts into a bundle what belongs into it: of a user all that is the user's own, of a case what it covers.</summary>
internal sealed class BundleContent(
    IServiceProvider services,
    IDirectory directory,
    IContacts contacts,
    ISessionStore sessions,
    IConsents consents,
    IPolicies policies,
    ILegalCases cases,
    RecordingVault vault,
    IDataExports exports,
    IDepartures departures,
    VisibilityDesk visibility,
    OwnFiles own,
    IGrainFactory grains)
{
    private const string NotThere = "nothing of it is stored";

    /// <summary>What signs.</summary>
    public SigningKeys Keys => vault.Signing;

    /// <summary>Whether a bundle is to be made: its user is there and has had the name since it was asked for, or its case covers something.</summary>
    public async Task<bool> IsWantedAsync(DataExport export, CancellationToken ct) => export.CaseId is { } id
        ? await cases.FindAsync(export.TenantId, id, ct) is { State: LegalCaseState.Active or LegalCaseState.Releasing }
        : await directory.FindUserAsync(export.TenantId, export.UserName, ct) is not null && !await departures.IsOfBeforeAsync(export.TenantId, export.UserName, export.AskedAt, ct);

    /// <summary>Fills a bundle.</summary>
    /// <returns>False when it is not to be made any more.</returns>
    public async Task<bool> FillAsync(DataExport export, BundleWriter bundle, CancellationToken ct)
    {
        if (export.CaseId is { } id)
        {
            return await cases.FindAsync(export.TenantId, id, ct) is { State: LegalCaseState.Active or LegalCaseState.Releasing } held
                && await FillAsync(export, bundle, ExportReader.OfCase(services, held), held, null, ct);
        }

        if (await directory.FindUserAsync(export.TenantId, export.UserName, ct) is not { } user)
        {
            return false;
        }

        await AddUserAsync(user, bundle, ct);
        return await FillAsync(export, bundle, await ExportReader.OfUserAsync(services, export.TenantId, export.UserName, ct), null, new Caller(new UserId(user.Id), user.Role, ""), ct);
    }

    private async Task AddUserAsync(DirectoryUser user, BundleWriter bundle, CancellationToken ct)
    {
        await bundle.AddJsonAsync("data/profile.json", new { user.Name, user.DisplayName, user.Email, user.Extension, Role = user.Role.ToString(), user.Disabled, user.RequireSrtp, user.Calls }, ct);
        using (TenantScope.Enter(user.TenantId))
        {
            await bundle.AddJsonAsync("data/devices.json", await grains.GetGrain<IUserGrain>(user.Id).Devices(), ct);
            var box = await grains.GetGrain<IMailboxGrain>(user.Id).Settings();
            await bundle.AddJsonAsync("data/voicemail-settings.json", box, ct);
            await own.AddAsync(user, box, bundle, ct);
        }

        await bundle.AddJsonAsync(
            "data/sessions.json", (await sessions.ListAsync(user.Id, ct)).Select(session => new { session.CreatedAt, session.LastUsedAt, session.Address, session.UserAgent }), ct);
        await bundle.AddLinesAsync("data/contacts.jsonl", ContactsAsync(user, ct), ct);
        await AddConsentsAsync(user, bundle, ct);
        await AddWishesAsync(user, bundle, ct);
    }

    // What the user has asked of the company and of others.
    private async Task AddWishesAsync(DirectoryUser user, BundleWriter bundle, CancellationToken ct)
    {
        var (tenant, name) = (user.TenantId, user.Name);
        await bundle.AddJsonAsync(
            "data/requests.json",
            (await services.GetRequiredService<IRightsRequests>().ListOfAsync(tenant, name, ct)).Select(static r => new
            {
                r.Number, Kind = r.Kind.ToString(), State = r.State.ToString(), r.Text, Call = r.CallId is { } call ? ApiId.Of(call) : null, r.MadeAt, r.DueAt, r.Decision, r.DecidedAt,
            }),
            ct);
        await bundle.AddJsonAsync("data/blocked.json", await services.GetRequiredService<IConversations>().ListBlockedAsync(tenant, name, ct), ct);
        await bundle.AddLinesAsync("data/broadcast-lists.jsonl", ListsAsync(user, ct), ct);
        await bundle.AddLinesAsync("data/broadcasts.jsonl", BroadcastsAsync(user, ct), ct);
        var rules = RetentionRules.Read((await directory.FindDocumentAsync(tenant, RetentionRules.Kind, RetentionRules.Name, ct))?.Json);
        await bundle.AddJsonAsync(
            "data/retention-days.json",
            Enum.GetValues<RetentionKind>().Where(kind => kind != RetentionKind.User && rules.Of(kind).Users.ContainsKey(name)).ToDictionary(static kind => kind.ToString(), kind => rules.Of(kind).Users[name]),
            ct);
    }

    private async IAsyncEnumerable<object> ListsAsync(DirectoryUser user, [EnumeratorCancellation] CancellationToken ct)
    {
        var broadcasts = services.GetRequiredService<IBroadcasts>();
        foreach (var (list, _) in await broadcasts.ListListsAsync(user.TenantId, user.Name, ct))
        {
            var members = new List<string>();
            for (IReadOnlyList<string> page = [""]; page.Count > 0 && members.Count <= BroadcastList.MostMembers; members.AddRange(page))
            {
                page = await broadcasts.ListMembersAsync(user.TenantId, list.Id, members.LastOrDefault() ?? "", 500, ct);
            }

            yield return new { list.Name, list.CreatedAt, Members = members };
        }
    }

    private async IAsyncEnumerable<object> BroadcastsAsync(DirectoryUser user, [EnumeratorCancellation] CancellationToken ct)
    {
        for (string? cursor = null; ;)
        {
            var page = await services.GetRequiredService<IBroadcasts>().ListAsync(user.TenantId, user.Name, cursor, 200, ct);
            foreach (var broadcast in page.Items)
            {
                // Of a time when somebody else had the name.
                if (!await departures.IsOfBeforeAsync(user.TenantId, user.Name, broadcast.StartedAt, ct))
                {
                    yield return new { broadcast.Text, broadcast.StartedAt, broadcast.EndedAt, broadcast.Total };
                }
            }

            if (page.Next is null)
            {
                yield break;
            }

            cursor = page.Next;
        }
    }

    private async Task AddConsentsAsync(DirectoryUser user, BundleWriter bundle, CancellationToken ct)
    {
        var (tenant, name) = (user.TenantId, user.Name);
        await bundle.AddJsonAsync(
            "data/consents.json",
            (await consents.ListAsync(tenant, name, ct)).Select(static c => new { Purpose = c.Purpose.ToString(), c.Given, c.At, c.PolicyVersion, c.PolicyHash, c.Device, c.Address }),
            ct);
        await bundle.AddJsonAsync(
            "data/acceptances.json", (await policies.ListAcceptancesAsync(tenant, name, ct)).Select(static a => new { Document = a.Kind.ToString(), a.Version, a.Hash, a.At, a.Device, a.Address }), ct);
        await bundle.AddJsonAsync("data/reports.json", (await consents.ListReportsAsync(tenant, name, ct)).Select(static r => new { r.At, r.Version, r.Text, r.Device }), ct);
        await bundle.AddJsonAsync(
            "data/location.json", await consents.FindLocationAsync(tenant, name, ct) is { } place ? new { place.Latitude, place.Longitude, place.Accuracy, place.At } : null, ct);
    }

    private async IAsyncEnumerable<ContactCard> ContactsAsync(DirectoryUser user, [EnumeratorCancellation] CancellationToken ct)
    {
        for (string? cursor = null; ;)
        {
            var page = await contacts.ListAsync(new ContactQuery { TenantId = user.TenantId, Owners = [user.Name] }, cursor, 200, ct);
            foreach (var contact in page.Items)
            {
                yield return contact.Card;
            }

            if (page.Next is null)
            {
                yield break;
            }

            cursor = page.Next;
        }
    }

    private async Task<bool> FillAsync(DataExport export, BundleWriter bundle, ExportReader reader, LegalCase? held, Caller? of, CancellationToken ct)
    {
        if (held is not null)
        {
            await bundle.AddJsonAsync("data/case.json", new { held.Id, held.Name, held.Reason, held.Scope, held.ProposedBy, held.ProposedAt, held.ApprovedBy, held.ApprovedAt }, ct);
            await bundle.AddJsonAsync("data/gone.json", (await cases.GoneAsync(held, ct)).Select(gone => new { gone.At, gone.Kind, gone.ObjectId }), ct);
        }

        await bundle.AddLinesAsync("data/calls.jsonl", CallsAsync(reader, of, ct), ct);
        await bundle.AddLinesAsync("data/messages.jsonl", reader.MessagesAsync(ct).Select(static m => new { m.ConversationId, m.Number, m.Sender, m.Text, m.At }), ct);
        List<RecordingEntry> recordings = await reader.RecordingsAsync(ct).ToListAsync(ct);
        List<VoicemailMessage> messages = await reader.VoicemailAsync(ct).ToListAsync(ct);
        List<FaxMessage> faxes = await reader.FaxesAsync(ct).ToListAsync(ct);
        await bundle.AddJsonAsync("data/recordings.json", recordings.Select(static r => new { Id = ApiId.Of(r.Id), Call = ApiId.Of(r.CallId), r.StartedAt, r.EndedAt, r.DurationMilliseconds, State = r.State.ToString(), r.ErasedAt }), ct);
        await bundle.AddJsonAsync("data/voicemail.json", messages.Select(static m => new { Id = ApiId.Of(m.Id), Owner = ApiId.Of(m.OwnerId), m.FromNumber, m.FromName, m.At, m.DurationMilliseconds, m.Heard, m.DeletedAt }), ct);
        await bundle.AddJsonAsync("data/faxes.json", faxes.Select(static f => new { Id = ApiId.Of(f.Id), Owner = ApiId.Of(f.OwnerId), f.Direction, f.State, f.Number, f.Name, f.Station, f.Pages, f.At, f.DeletedAt }), ct);
        var (done, total) = (0, recordings.Count + messages.Count + faxes.Count);
        foreach (var recording in recordings)
        {
            if (recording.ErasedAt is { } erased)
            {
                bundle.Miss($"audio/recordings/{ApiId.Of(recording.Id)}", FormattableString.Invariant($"erased on {erased:yyyy-MM-dd}"));
            }
            else
            {
                await AddSoundAsync(bundle, $"audio/recordings/{ApiId.Of(recording.Id)}", recording.BlobPrefix, ct);
            }

            if (!await exports.ProgressAsync(export, ++done, total, ct))
            {
                return false;
            }
        }

        foreach (var message in messages)
        {
            await AddSoundAsync(bundle, $"audio/voicemail/{ApiId.Of(message.Id)}", message.BlobPrefix, ct);
            if (!await exports.ProgressAsync(export, ++done, total, ct))
            {
                return false;
            }
        }

        foreach (var fax in faxes)
        {
            var name = $"faxes/{ApiId.Of(fax.Id)}.pdf";
            var pages = await StoredFax.ReadAsync(vault, fax.BlobPrefix, ct);
            if (pages.Count > 0)
            {
                using var pdf = new MemoryStream(FaxPdf.Write(pages));
                await bundle.AddAsync(name, pdf, ct);
            }

            if (pages.Count < fax.Pages)
            {
                bundle.Miss(name, FormattableString.Invariant($"{fax.Pages - pages.Count} of {fax.Pages} pages are not stored"));
            }

            if (!await exports.ProgressAsync(export, ++done, total, ct))
            {
                return false;
            }
        }

        return true;
    }

    private async Task AddSoundAsync(BundleWriter bundle, string name, string prefix, CancellationToken ct)
    {
        if (await StoredRecording.OpenAsync(vault, prefix, ct) is not { } stored)
        {
            bundle.Miss(name, NotThere);
            return;
        }

        using (stored)
        {
            for (var i = 0; i < stored.Segments.Count; i++)
            {
                // The whole is given back by the recording, not by each of its segments.
                var audio = await stored.OpenAsync(stored.Segments[i], ct);
                await bundle.AddAsync(stored.Segments.Count == 1 ? $"{name}.{audio.File.Extension}" : $"{name}-{i}.{audio.File.Extension}", audio, ct);
            }

            if (stored.Damaged.Count > 0)
            {
                bundle.Miss(name, $"{stored.Damaged.Count} stretches were changed or damaged since they were stored, and are silent");
            }
        }
    }

    // Of a user's calls, without the numbers that others do not show to the user; of a case's all.
    private async IAsyncEnumerable<object> CallsAsync(ExportReader reader, Caller? of, [EnumeratorCancellation] CancellationToken ct)
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var call in reader.CallsAsync(ct))
        {
            yield return CallOf(call, await ShownAsync(call.FromNumber), await ShownAsync(call.ToNumber));
        }

        async Task<string> ShownAsync(string number)
        {
            if (of is null)
            {
                return number;
            }

            if (!seen.TryGetValue(number, out var shown))
            {
                seen[number] = shown = (await visibility.HiddenAsync(of, [number], ct)).Count > 0 ? "" : number;
            }

            return shown;
        }
    }

    private static object CallOf(CallLogEntry call, string from, string to) => new
    {
        Id = ApiId.Of(call.CallId), call.Direction, FromNumber = from, call.FromName, ToNumber = to, call.ToName, call.StartedAt, call.AnsweredAt, call.EndedAt, call.TalkMilliseconds, call.Result,
    };
}
