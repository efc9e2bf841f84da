using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.Conversations;
using RtcCluster.Storage.Fax;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Legal;
using RtcCluster.Storage.Retention;
using RtcCluster.Storage.Voicemail;

namespace RtcCluster.Storage.Rights;

/// <summary>Reads what belongs into a bundle: what a scope covers, page by page. With deleted things that a case holds, for a case; without, for a user.</summary>
public sealed class ExportReader
{
    private const int Page = 500;

    private readonly IDbContextFactory<RtcDbContext> _contexts;
    private readonly string _tenant;
    private readonly LegalScope _scope;
    private readonly string? _user;
    private readonly string? _key;
    private readonly DateTimeOffset _from;
    private readonly DateTimeOffset _until;

    private ExportReader(IDbContextFactory<RtcDbContext> contexts, string tenant, LegalScope scope, string? user)
    {
        (_contexts, _tenant, _scope, _user) = (contexts, tenant, scope, user);
        _key = user is null ? null : $"{tenant}/{user}";
        (_from, _until) = (scope.From ?? DateTimeOffset.UnixEpoch, scope.Until ?? DateTimeOffset.MaxValue.AddDays(-1));
    }

    /// <summary>What a user may see of the own: nothing of a time when somebody else had the name.</summary>
    public static async Task<ExportReader> OfUserAsync(IServiceProvider services, string tenant, string user, CancellationToken ct = default)
    {
        var contexts = (IDbContextFactory<RtcDbContext>)services.GetService(typeof(IDbContextFactory<RtcDbContext>))!;
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var since = await db.Departures.Where(d => d.TenantId == tenant && d.UserName == user).Select(d => d.ReusedAt).SingleOrDefaultAsync(ct).ConfigureAwait(false);
            return new ExportReader(contexts, tenant, new LegalScope { Users = [$"{tenant}/{user}"], From = since }, user);
        }
    }

    /// <summary>All that a case covers.</summary>
    public static ExportReader OfCase(IServiceProvider services, LegalCase held)
    {
        ArgumentNullException.ThrowIfNull(held);
        return new ExportReader((IDbContextFactory<RtcDbContext>)services.GetService(typeof(IDbContextFactory<RtcDbContext>))!, held.TenantId, held.Scope, null);
    }

    /// <summary>Calls of the log, the oldest first.</summary>
    public IAsyncEnumerable<CallLogEntry> CallsAsync(CancellationToken ct = default) => ReadAsync(
        (db, after, token) => db.CallLog
            .Where(e => (_key == null || db.CallParticipants.Any(p => p.UserId == _key && p.CallId == e.CallId)) && e.TenantId == _tenant && e.StartedAt >= _from && e.StartedAt < _until && (e.StartedAt > after.At || (e.StartedAt == after.At && string.Compare(e.CallId, after.Id) > 0)))
            .OrderBy(e => e.StartedAt).ThenBy(e => e.CallId).Take(Page).ToListAsync(token),
        entry => (entry.StartedAt, entry.CallId),
        entry => _scope.Covers(entry.StartedAt, entry.CallId, entry.Participants, [entry.FromNumber, entry.ToNumber]),
        ct);

    /// <summary>Recordings, the oldest first; those that are erased too: that they were is part of what is known.</summary>
    public async IAsyncEnumerable<RecordingEntry> RecordingsAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        var recordings = ReadAsync(
            (db, after, token) => db.Recordings
                .Where(r => (_key == null || db.RecordingParticipants.Any(p => p.UserId == _key && p.RecordingId == r.Id)) && r.TenantId == _tenant && r.StartedAt >= _from && r.StartedAt < _until && (r.StartedAt > after.At || (r.StartedAt == after.At && string.Compare(r.Id, after.Id) > 0)))
                .OrderBy(r => r.StartedAt).ThenBy(r => r.Id).Take(Page).ToListAsync(token),
            recording => (recording.StartedAt, recording.Id),
            static _ => true,
            ct);
        await foreach (var recording in recordings.ConfigureAwait(false))
        {
            if (_scope.Covers(recording.StartedAt, recording.CallId, recording.Participants, _scope.Numbers.Count == 0 ? [] : await NumbersAsync(recording.CallId, ct).ConfigureAwait(false)))
            {
                yield return recording;
            }
        }
    }

    /// <summary>Messages of voicemail boxes, the oldest first.</summary>
    public IAsyncEnumerable<VoicemailMessage> VoicemailAsync(CancellationToken ct = default) => ReadAsync(
        (db, after, token) => db.VoicemailMessages
            .Where(m => m.TenantId == _tenant && m.At >= _from && m.At < _until && (_key == null || (m.OwnerId == _key && m.DeletedAt == null)) && (m.At > after.At || (m.At == after.At && string.Compare(m.Id, after.Id) > 0)))
            .OrderBy(m => m.At).ThenBy(m => m.Id).Take(Page).ToListAsync(token),
        message => (message.At, message.Id),
        message => Covers(Keeping.Of(message)),
        ct);

    /// <summary>Faxes, the oldest first.</summary>
    public IAsyncEnumerable<FaxMessage> FaxesAsync(CancellationToken ct = default) => ReadAsync(
        (db, after, token) => db.FaxMessages
            .Where(f => f.TenantId == _tenant && f.At >= _from && f.At < _until && (_key == null || (f.OwnerId == _key && f.DeletedAt == null)) && (f.At > after.At || (f.At == after.At && string.Compare(f.Id, after.Id) > 0)))
            .OrderBy(f => f.At).ThenBy(f => f.Id).Take(Page).ToListAsync(token),
        fax => (fax.At, fax.Id),
        fax => Covers(Keeping.Of(fax)),
        ct);

    /// <summary>Messages of conversations, the oldest first: for a user those that the user sees, for a case those of everybody it names.</summary>
    public async IAsyncEnumerable<ChatMessage> MessagesAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        var members = new Dictionary<string, List<ConversationMember>>(StringComparer.Ordinal);
        var messages = ReadAsync(
            (db, after, token) => db.ChatMessages
                .Where(m => m.TenantId == _tenant && m.At >= _from && m.At < _until && (m.At > after.At || (m.At == after.At && string.Compare(m.Id, after.Id) > 0))
                    && (_user == null || db.ConversationMembers.Any(o => o.TenantId == _tenant && o.UserName == _user && o.ConversationId == m.ConversationId)))
                .OrderBy(m => m.At).ThenBy(m => m.Id).Take(Page).ToListAsync(token),
            message => (message.At, message.Id),
            static _ => true,
            ct);
        await foreach (var message in messages.ConfigureAwait(false))
        {
            if (!members.TryGetValue(message.ConversationId, out var all))
            {
                members[message.ConversationId] = all = await MembersAsync(message.ConversationId, ct).ConfigureAwait(false);
            }

            var isSeen = _user is null
                ? _scope.Covers(message.At, "", all.Select(member => $"{_tenant}/{member.UserName}"), [])
                : all.Exists(member => member.UserName == _user && message.Number > member.JoinedNumber && !(message.Number > member.LeftNumber) && (!message.IsBlocked || message.Sender == _user));
            if (isSeen)
            {
                yield return message;
            }
        }
    }

    private bool Covers(Kept kept) => _scope.Covers(kept.At, kept.Call, kept.Users, kept.Numbers);

    private async Task<List<ConversationMember>> MembersAsync(string conversation, CancellationToken ct)
    {
        var db = _contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.ConversationMembers.Where(m => m.TenantId == _tenant && m.ConversationId == conversation).ToListAsync(ct).ConfigureAwait(false);
        }
    }

    private async Task<string[]> NumbersAsync(string call, CancellationToken ct)
    {
        var db = _contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.CallLog.Where(e => e.CallId == call).Select(e => new { e.FromNumber, e.ToNumber }).SingleOrDefaultAsync(ct).ConfigureAwait(false) is { } found ? [found.FromNumber, found.ToNumber] : [];
        }
    }

    private async IAsyncEnumerable<T> ReadAsync<T>(
        Func<RtcDbContext, (DateTimeOffset At, string Id), CancellationToken, Task<List<T>>> page, Func<T, (DateTimeOffset At, string Id)> placeOf, Func<T, bool> isCovered, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var after = (At: DateTimeOffset.UnixEpoch, Id: ""); ;)
        {
            List<T> found;
            var db = _contexts.CreateDbContext();
            await using (db.ConfigureAwait(false))
            {
                found = await page(db, after, ct).ConfigureAwait(false);
            }

            foreach (var thing in found.Where(isCovered))
            {
                yield return thing;
            }

            if (found.Count < Page)
            {
                yield break;
            }

            after = placeOf(found[^1]);
        }
    }
}
