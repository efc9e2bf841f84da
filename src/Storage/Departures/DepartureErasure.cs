using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.Broadcasts;
using RtcCluster.Storage.Conversations;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Retention;

namespace RtcCluster.Storage.Departures;

/// <summary>What goes with a user in the database. Whoever gets the name next must not find any of it.</summary>
internal static class DepartureErasure
{
    // Settings of the voicemail box name the greeting, whose bytes go first.
    private const string Mailbox = "voicemail";
    private const string Agent = "agent";
    private const string Team = "team";
    private static readonly string[] TeamLists = ["supervisors", "members"];

    // What these rules keep stays under the name when its user goes; all else that rules keep by user goes with the user.
    private static readonly string[] CompanyRules = ["recordings", "callLog", "chat"];

    /// <summary>Deletes a user with all that needs no bytes to go first, and says that the rest is to go.</summary>
    /// <returns>Whether there was such a user.</returns>
    public static async Task<bool> BeginAsync(RtcDbContext db, string tenant, string name, DateTimeOffset now, CancellationToken ct)
    {
        var wasThere = await db.Users.Where(u => u.TenantId == tenant && u.Name == name).ExecuteDeleteAsync(ct).ConfigureAwait(false) > 0;
        // SIP account, sessions and Identity's rows went by cascade.
        var key = $"{tenant}/{name}";
        await db.Lines.Where(l => l.TenantId == tenant && l.Kind == LineKind.User && l.Target == name).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        await db.Contacts.Where(c => c.TenantId == tenant && c.Owner == name).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        await db.ContactFavorites.Where(f => f.TenantId == tenant && f.UserName == name).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        await db.GoogleLinks.Where(l => l.TenantId == tenant && l.UserName == name).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        await db.GoogleAccounts.Where(a => a.TenantId == tenant && a.UserName == name).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        await db.Incidents.Where(i => i.TenantId == tenant && i.UserId == key).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        await db.IdempotencyKeys.Where(k => k.UserId == key).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        // What they accepted and allowed is proven by the audit trail; whoever gets the name has accepted and allowed nothing.
        await db.PolicyAcceptances.Where(a => a.TenantId == tenant && a.UserName == name).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        await db.ConsentChanges.Where(c => c.TenantId == tenant && c.UserName == name).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        await db.DeviceLocations.Where(l => l.TenantId == tenant && l.UserName == name).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        await db.DiagnosticReports.Where(r => r.TenantId == tenant && r.UserName == name).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        await db.SeenNotices.Where(s => s.TenantId == tenant && s.UserName == name).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        await db.ShareLinks.Where(l => l.CreatedBy == key && l.RevokedAt == null).ExecuteUpdateAsync(set => set.SetProperty(l => l.RevokedAt, now), ct).ConfigureAwait(false);
        await LeaveConversationsAsync(db, tenant, name, now, ct).ConfigureAwait(false);
        var lists = db.BroadcastLists.Where(l => l.TenantId == tenant && l.Owner == name).Select(l => l.Id);
        await db.BroadcastListMembers.Where(m => m.TenantId == tenant && (m.UserName == name || lists.Contains(m.ListId))).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        await db.BroadcastLists.Where(l => l.TenantId == tenant && l.Owner == name).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        await db.Documents.Where(d => d.TenantId == tenant && d.Kind == Agent && d.Name == name).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        await db.DocumentVersions.Where(d => d.TenantId == tenant && d.Kind == Agent && d.Name == name).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        await EditAsync(db, tenant, Team, document => LeaveTeam(document, name), now, ct).ConfigureAwait(false);
        if (!wasThere)
        {
            return false;
        }

        var before = await db.Departures.SingleOrDefaultAsync(d => d.TenantId == tenant && d.UserName == name, ct).ConfigureAwait(false);
        var number = (before?.Number ?? 0) + 1;
        var former = Departure.FormerName(name, number);
        await EditAsync(db, tenant, RetentionRules.Kind, document => LeaveRules(document, name, former), now, ct).ConfigureAwait(false);
        // What was asked and answered is the company's proof, and no longer that of the name.
        await db.RightsRequests.Where(r => r.TenantId == tenant && r.UserName == name).ExecuteUpdateAsync(set => set.SetProperty(r => r.UserName, former), ct).ConfigureAwait(false);
        await db.ShareLinks.Where(l => l.CreatedBy == key).ExecuteUpdateAsync(set => set.SetProperty(l => l.CreatedBy, $"{tenant}/{former}"), ct).ConfigureAwait(false);
        // What was sent to everybody is in the conversations; how far it came is the company's record. One that goes on ends: nobody sends it any more.
        await db.Broadcasts.Where(b => b.TenantId == tenant && b.Sender == name && b.State == BroadcastState.Running)
            .ExecuteUpdateAsync(set => set.SetProperty(b => b.State, BroadcastState.Done).SetProperty(b => b.EndedAt, now), ct).ConfigureAwait(false);
        var sender = former.Length <= ConversationModel.UserLength ? former : Departure.FormerName(name[..(name.Length - (former.Length - ConversationModel.UserLength))], number);
        await db.Broadcasts.Where(b => b.TenantId == tenant && b.Sender == name).ExecuteUpdateAsync(set => set.SetProperty(b => b.Sender, sender), ct).ConfigureAwait(false);
        db.Entry(new Departure { TenantId = tenant, UserName = name, Number = number, BegunAt = now }).State = before is null ? EntityState.Added : EntityState.Modified;
        db.Add(new RetentionReceipt { TenantId = tenant, At = now, Kind = RetentionKind.User, ObjectId = ReceiptId(tenant, name), Rule = Departure.Rule });
        await db.SaveChangesAsync(ct).ConfigureAwait(false);
        db.ChangeTracker.Clear();
        return true;
    }

    /// <summary>Deletes the rows whose bytes are gone.</summary>
    public static async Task<bool> ForgetAsync(RtcDbContext db, string tenant, string name, CancellationToken ct)
    {
        await db.Documents.Where(d => d.TenantId == tenant && d.Kind == Mailbox && d.Name == name).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        await db.DocumentVersions.Where(d => d.TenantId == tenant && d.Kind == Mailbox && d.Name == name).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        return true;
    }

    /// <summary>Does again in a restored backup what was done since it was made: whoever the receipt is of is deleted there too.</summary>
    public static async Task AgainAsync(RtcDbContext db, RetentionReceipt receipt, CancellationToken ct)
    {
        // What was added before must not be lost with the tracker.
        await db.SaveChangesAsync(ct).ConfigureAwait(false);
        foreach (var name in await db.Users.Where(u => u.TenantId == receipt.TenantId).Select(u => u.Name).ToListAsync(ct).ConfigureAwait(false))
        {
            if (ReceiptId(receipt.TenantId, name) == receipt.ObjectId)
            {
                await BeginAsync(db, receipt.TenantId, name, receipt.At, ct).ConfigureAwait(false);
                // The receipt is there already, with those that the restore adds.
                await db.RetentionReceipts.Where(r => r.TenantId == receipt.TenantId && r.Kind == RetentionKind.User && r.ObjectId == receipt.ObjectId && r.At == receipt.At).ExecuteDeleteAsync(ct)
                    .ConfigureAwait(false);
                return;
            }
        }
    }

    /// <summary>What a receipt says instead of a name: it names nobody, and who has the name finds it.</summary>
    public static string ReceiptId(string tenant, string name) => $"{tenant}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant}/{name}")).AsSpan(0, 16))}";

    // What was said stays for those to whom it was said, and for a case about whoever had the name; nobody who comes later sees it.
    private static async Task LeaveConversationsAsync(RtcDbContext db, string tenant, string name, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var group in await db.Conversations.Where(c => c.TenantId == tenant && c.Owner == name && c.ClosedAt == null).Select(c => c.Id).ToListAsync(ct).ConfigureAwait(false))
        {
            var heir = await db.ConversationMembers.Where(m => m.TenantId == tenant && m.ConversationId == group && m.LeftNumber == null && m.UserName != name)
                .OrderBy(m => m.UserName).Select(m => m.UserName).FirstOrDefaultAsync(ct).ConfigureAwait(false);
            DateTimeOffset? closed = heir is null ? now : null;
            await db.Conversations.Where(c => c.TenantId == tenant && c.Id == group)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.Owner, heir ?? "").SetProperty(c => c.ClosedAt, closed), ct).ConfigureAwait(false);
        }

        // Closed ones too: the owner of a group that is closed could make it anew.
        await db.Conversations.Where(c => c.TenantId == tenant && c.Owner == name).ExecuteUpdateAsync(set => set.SetProperty(c => c.Owner, ""), ct).ConfigureAwait(false);
        await db.ConversationMembers.Where(m => m.TenantId == tenant && m.UserName == name && m.LeftNumber == null)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.LeftNumber, m => m.LastNumber), ct).ConfigureAwait(false);
        await db.ConversationMembers.Where(m => m.TenantId == tenant && m.UserName == name)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.IsShown, false).SetProperty(m => m.Unread, 0), ct).ConfigureAwait(false);
        await db.ChatBlocks.Where(b => b.TenantId == tenant && (b.UserName == name || b.Blocked == name)).ExecuteDeleteAsync(ct).ConfigureAwait(false);
    }

    /// <summary>Who gets a name takes part in conversations of two from now on: what was said before is not theirs.</summary>
    public static Task BeginConversationsAsync(RtcDbContext db, string tenant, string name, DateTimeOffset now, CancellationToken ct) =>
        db.ConversationMembers.Where(m => m.TenantId == tenant && m.UserName == name && EF.Functions.Like(m.ConversationId, "%+%")).ExecuteUpdateAsync(
            set => set
                .SetProperty(m => m.JoinedNumber, m => db.Conversations.Where(c => c.TenantId == m.TenantId && c.Id == m.ConversationId).Select(c => c.LastNumber).First())
                .SetProperty(m => m.ReadNumber, m => db.Conversations.Where(c => c.TenantId == m.TenantId && c.Id == m.ConversationId).Select(c => c.LastNumber).First())
                .SetProperty(m => m.LeftNumber, (long?)null)
                .SetProperty(m => m.LastNumber, 0)
                .SetProperty(m => m.LastAt, now),
            ct);

    private static async Task EditAsync(RtcDbContext db, string tenant, string kind, Func<JsonNode, bool> edit, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var document in await db.Documents.Where(d => d.TenantId == tenant && d.Kind == kind).ToListAsync(ct).ConfigureAwait(false))
        {
            if (JsonNode.Parse(document.Json) is { } json && edit(json))
            {
                await DocumentSave.SaveAsync(db, document with { Json = json.ToJsonString(), ChangedBy = "" }, now, ct).ConfigureAwait(false);
            }
        }
    }

    private static bool LeaveTeam(JsonNode team, string name)
    {
        var left = false;
        foreach (var list in TeamLists)
        {
            if (team[list] is JsonArray names && names.FirstOrDefault(each => each?.GetValue<string>() == name) is { } found)
            {
                left |= names.Remove(found);
            }
        }

        return left;
    }

    private static bool LeaveRules(JsonNode rules, string name, string former)
    {
        var left = false;
        foreach (var (kind, rule) in rules.AsObject())
        {
            if (rule is JsonObject && rule["users"] is JsonObject users && users[name] is { } days)
            {
                left |= users.Remove(name);
                if (CompanyRules.Contains(kind))
                {
                    users[former] = days.DeepClone();
                }
            }
        }

        return left;
    }
}
