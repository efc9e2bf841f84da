using System.Runtime.CompilerServices;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage;
using RtcCluster.Storage.Audits;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Consents;
using RtcCluster.Storage.Contacts;
using RtcCluster.Storage.Conversations;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Google;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Incidents;
using RtcCluster.Storage.Rights;

namespace RtcCluster.Edge.Rights;

/// <summary>Puts into a user's bundle what the user has done and chosen, as <see cref="ArchiveInventory"/> says.</summary>
internal sealed class OwnFiles(
    IServiceProvider services, IContacts contacts, IConsents consents, IConversations conversations, IGoogleStore google, IIncidents incidents, IAuditLog audit, IDataExports exports, IBlobStore blobs)
{
    private const int Page = 200;

    /// <summary>Adds them.</summary>
    /// <param name="user">The user.</param>
    /// <param name="box">The user's voicemail box.</param>
    /// <param name="bundle">The bundle.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task AddAsync(DirectoryUser user, MailboxSettings box, BundleWriter bundle, CancellationToken ct)
    {
        var (tenant, name) = (user.TenantId, user.Name);
        var own = await OwnRecords.OfAsync(services, tenant, name, ct);
        await AddGreetingAsync(user, box, bundle, ct);
        await bundle.AddLinesAsync("data/favorites.jsonl", FavoritesAsync(user, ct), ct);
        await bundle.AddLinesAsync("data/conversations.jsonl", ConversationsAsync(user, ct), ct);
        await bundle.AddJsonAsync("data/notices.json", (await consents.ListSeenAsync(tenant, name, ct)).Order(StringComparer.Ordinal), ct);
        await bundle.AddJsonAsync(
            "data/google.json", await google.FindAsync(tenant, name, ct) is { } account ? new { account.Email, account.Scopes, account.ConnectedAt, account.SyncedAt } : null, ct);
        await bundle.AddJsonAsync(
            "data/share-links.json",
            (await own.SharesAsync(ct)).Select(static l => new { Recording = ApiId.Of(l.RecordingId), l.For, l.CreatedAt, l.ExpiresAt, l.MostViews, l.Views, l.RevokedAt }),
            ct);
        await bundle.AddJsonAsync(
            "data/exports.json", (await exports.ListOfAsync(tenant, name, ct)).Select(static e => new { e.AskedBy, e.AskedAt, State = e.State.ToString(), e.ReadyAt, e.ExpiresAt, e.Bytes, e.Downloads }), ct);
        await bundle.AddLinesAsync("data/incidents.jsonl", IncidentsAsync(user, own.Since, ct), ct);
        await bundle.AddLinesAsync("data/activity.jsonl", ActivityAsync(user, own.Since, ct), ct);
        await bundle.AddLinesAsync(
            "data/agent-work.jsonl", own.WorkAsync(ct).Select(static w => new { Activity = w.Activity.ToString(), w.Reason, Queue = NameOf(w.QueueId), w.StartedAt, w.EndedAt, w.Disposition }), ct);
        await bundle.AddLinesAsync(
            "data/queue-offers.jsonl", own.OffersAsync(ct).Select(static o => new { Call = ApiId.Of(o.CallId), Queue = NameOf(o.QueueId), o.OfferedAt, o.EndedAt, Outcome = o.Outcome.ToString() }), ct);
    }

    // There is one at a time: one that is replaced is deleted.
    private async Task AddGreetingAsync(DirectoryUser user, MailboxSettings box, BundleWriter bundle, CancellationToken ct)
    {
        if (!box.HasGreeting)
        {
            return;
        }

        string? path = null;
        await foreach (var blob in blobs.ListAsync($"greetings/{user.Id}", ct))
        {
            // Their names are in the order in which they were made.
            path = string.CompareOrdinal(blob.Path, path) > 0 ? blob.Path : path;
        }

        if (path is null || await blobs.OpenReadAsync(path, ct: ct) is not { } sound)
        {
            bundle.Miss("audio/greeting.wav", "nothing of it is stored");
            return;
        }

        await using (sound)
        {
            await bundle.AddAsync("audio/greeting.wav", sound, ct);
        }
    }

    private IAsyncEnumerable<object> FavoritesAsync(DirectoryUser user, CancellationToken ct) => ReadAsync<Contact>(
        (cursor, token) => contacts.ListAsync(new ContactQuery { TenantId = user.TenantId, Owners = [user.Name, Contact.Shared, Contact.Directory], FavoriteOf = user.Name }, cursor, Page, token),
        contact => new { Book = contact.Owner == user.Name ? "own" : "company", contact.Card.Name, contact.Card.Organization, Numbers = contact.Card.Numbers.Select(static number => number.E164 ?? number.Text) },
        ct);

    private IAsyncEnumerable<object> ConversationsAsync(DirectoryUser user, CancellationToken ct) => ReadAsync<ConversationView>(
        (cursor, token) => conversations.ListAsync(user.TenantId, user.Name, cursor, Page, token),
        view => new { view.Conversation.Id, view.Conversation.Name, IsOwner = view.Conversation.Owner == user.Name, view.Conversation.CreatedAt, view.Member.LastAt, view.Member.ReadNumber, view.Member.Unread },
        ct);

    private IAsyncEnumerable<object> IncidentsAsync(DirectoryUser user, DateTimeOffset since, CancellationToken ct) => ReadAsync<Incident>(
        (cursor, token) => incidents.ListAsync(user.TenantId, user.Id, cursor: cursor, limit: Page, ct: token),
        each => each.OpenedAt < since ? null : new { each.Rule, each.Reason, each.OpenedAt, each.LastAt, each.Times, State = each.State.ToString(), each.BlockedUntil, each.Decision, each.DecidedAt, each.Appeal, each.AppealedAt },
        ct);

    private IAsyncEnumerable<object> ActivityAsync(DirectoryUser user, DateTimeOffset since, CancellationToken ct) => ReadAsync<AuditEntry>(
        (cursor, token) => audit.ListAsync(new AuditFilter { TenantId = user.TenantId, Actor = user.Id, From = since }, cursor, Page, token),
        static entry => new { entry.Row.At, entry.Row.Action, entry.Row.Target, entry.Row.Address },
        ct);

    private static async IAsyncEnumerable<object> ReadAsync<T>(Func<string?, CancellationToken, Task<Page<T>>> read, Func<T, object?> shown, [EnumeratorCancellation] CancellationToken ct)
    {
        for (string? cursor = null; ;)
        {
            var page = await read(cursor, ct);
            foreach (var each in page.Items)
            {
                if (shown(each) is { } one)
                {
                    yield return one;
                }
            }

            if (page.Next is null)
            {
                yield break;
            }

            cursor = page.Next;
        }
    }

    private static string? NameOf(string? key) => key is null ? null : ApiId.Of(key);
}
