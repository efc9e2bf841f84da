using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Storage.Broadcasts;
using RtcCluster.Storage.Contacts;
using RtcCluster.Storage.Conversations;
using RtcCluster.Storage.Departures;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Legal;
using RtcCluster.Storage.Retention;
using RtcCluster.Storage.Rights;
using RtcCluster.Storage.Tests.Engines;
using RtcCluster.Storage.Tests.Retention;

namespace RtcCluster.Storage.Tests.Departures;

public abstract class DepartureContract(Engine engine) : EngineContract(engine)
{
    private const string Tenant = Keepsakes.Tenant;
    private const string Key = $"{Tenant}/alice";
    private static readonly string[] UserColumnNames = ["user_id", "user_name", "owner", "owner_id", "agent_id", "sender", "actor", "target", "from_user_id", "to_user_id", "by_user_id", "created_by"];

    [Fact]
    public async Task TheNameIsNobodys_UntilAllOfTheUserIsGone_AndWhoHasItNextSeesNothingOfBefore()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        var (writer, departures) = (kept.House.First.GetRequiredService<IDirectoryWriter>(), kept.House.First.GetRequiredService<IDepartures>());
        await SaveAsync(writer, "alice");
        await kept.CallAsync("before");
        kept.House.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.True((await writer.DeleteUserAsync(Tenant, "alice", Ct)).IsSaved);
        var departure = Assert.Single(await departures.ListOpenAsync(Tenant, Ct));
        var refused = await writer.SaveUserAsync(User("alice"), "s3cret", Ct);
        Assert.Equal((SaveStatus.Conflict, true), (refused.Status, refused.Reason.Contains("being erased", StringComparison.Ordinal)));
        var held = await writer.SaveUserAsync(User("alice"), "s3cret", Ct);
        Assert.False(held.IsSaved);

        var settled = await departures.SettleAsync(departure, 2, Ct);
        Assert.Null(settled.EndedAt);
        Assert.Contains("2 messages or faxes are held", (await writer.SaveUserAsync(User("alice"), "s3cret", Ct)).Reason, StringComparison.Ordinal);

        Assert.NotNull((await departures.SettleAsync(departure, 0, Ct)).EndedAt);
        kept.House.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.True((await writer.SaveUserAsync(User("alice"), "s3cret", Ct)).IsSaved);
        await kept.CallAsync("after");

        var (calls, recordings) = (kept.House.First.GetRequiredService<ICallLogQuery>(), kept.House.First.GetRequiredService<IRecordingQuery>());
        Assert.Equal([$"{Tenant}/after"], (await calls.ListAsync(new CallLogFilter { TenantId = Tenant, VisibleTo = Key }, ct: Ct)).Items.Select(call => call.CallId));
        Assert.Equal([$"{Tenant}/after-r"], (await recordings.ListAsync(new RecordingFilter { TenantId = Tenant, VisibleTo = Key }, ct: Ct)).Items.Select(recording => recording.Id));
        Assert.Equal((null, null), (await calls.FindOfAsync(Tenant, Key, $"{Tenant}/before", Ct), await recordings.FindOfAsync(Tenant, Key, $"{Tenant}/before-r", Ct)));
        Assert.NotNull(await calls.FindOfAsync(Tenant, Key, $"{Tenant}/after", Ct));
        // The company keeps it for all that.
        Assert.NotNull(await calls.FindAsync(Tenant, $"{Tenant}/before", Ct));
        Assert.True(await departures.IsOfBeforeAsync(Tenant, "alice", kept.House.Time.GetUtcNow().AddMinutes(-6), Ct));
        Assert.False(await departures.IsOfBeforeAsync(Tenant, "alice", kept.House.Time.GetUtcNow(), Ct));
    }

    [Fact]
    public async Task WhatWasUnderWayWhenTheUserWentIsGoneWhenTheNameIsFree()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        var (writer, departures, requests) = (kept.House.First.GetRequiredService<IDirectoryWriter>(), kept.House.First.GetRequiredService<IDepartures>(), kept.House.First.GetRequiredService<IRightsRequests>());
        var exports = kept.House.First.GetRequiredService<IDataExports>();
        await SaveAsync(writer, "alice");
        await exports.AskAsync(Tenant, "alice", Key, Ct);
        await writer.DeleteUserAsync(Tenant, "alice", Ct);
        var departure = (await departures.FindAsync(Tenant, "alice", Ct))!;

        // An import and a request that had begun before.
        var card = new ContactCard { GivenName = "Late", Numbers = [new ContactNumber("+573001234567", "+573001234567", "mobile")] };
        Assert.True((await kept.House.First.GetRequiredService<IContactWriter>().SaveAsync(new Contact { Id = "c1", TenantId = Tenant, Owner = "alice", Card = card, ChangedBy = "alice" }, "import", Ct)).IsSaved);
        await requests.AddAsync(new RightsRequest { Id = "r1", TenantId = Tenant, UserName = "alice", Kind = RightsKind.Access, MadeAt = departure.BegunAt, DueAt = departure.BegunAt }, Ct);
        await exports.EraseOfAsync(Tenant, "alice", Ct);

        Assert.NotNull((await departures.SettleAsync(departure, 0, Ct)).EndedAt);
        Assert.True((await writer.SaveUserAsync(User("alice"), "s3cret", Ct)).IsSaved);
        Assert.Empty((await kept.House.First.GetRequiredService<IContacts>().ListAsync(new ContactQuery { TenantId = Tenant, Owners = ["alice"] }, null, 10, Ct)).Items);
        Assert.Equal((0, 0), ((await requests.ListOfAsync(Tenant, "alice", Ct)).Count, (await exports.ListOfAsync(Tenant, "alice", Ct)).Count));

        // One that is settled already touches nothing of who has the name now.
        await exports.AskAsync(Tenant, "alice", Key, Ct);
        await departures.SettleAsync(departure, 0, Ct);
        Assert.NotNull(await kept.House.First.GetRequiredService<IDirectory>().FindUserAsync(Tenant, "alice", Ct));
        Assert.Single(await exports.ListOfAsync(Tenant, "alice", Ct));
    }

    [Fact]
    public async Task ACaseThatNamesTheUserKeepsTheNameFromOthers()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        var (writer, departures, cases) = (kept.House.First.GetRequiredService<IDirectoryWriter>(), kept.House.First.GetRequiredService<IDepartures>(), kept.House.First.GetRequiredService<ILegalCases>());
        await SaveAsync(writer, "alice");
        var held = await cases.ProposeAsync(Tenant, "Suit", "", new LegalScope { Users = [Key] }, $"{Tenant}/admin", Ct);
        await writer.DeleteUserAsync(Tenant, "alice", Ct);
        var departure = (await departures.FindAsync(Tenant, "alice", Ct))!;

        Assert.Null((await departures.SettleAsync(departure, 0, Ct)).EndedAt);
        Assert.Equal(SaveStatus.Conflict, (await writer.SaveUserAsync(User("alice"), "s3cret", Ct)).Status);

        await cases.AskReleaseAsync(Tenant, held.Id, $"{Tenant}/admin", Ct);
        Assert.NotNull((await departures.SettleAsync(departure, 0, Ct)).EndedAt);
    }

    [Fact]
    public async Task WhatIsKeyedByTheNameGoes_OfTeamsRulesAndConversationsToo()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        var (writer, directory) = (kept.House.First.GetRequiredService<IDirectoryWriter>(), kept.House.First.GetRequiredService<IDirectory>());
        var (chats, requests, departures) = (kept.House.First.GetRequiredService<IConversations>(), kept.House.First.GetRequiredService<IRightsRequests>(), kept.House.First.GetRequiredService<IDepartures>());
        await SaveAsync(writer, "alice");
        await SaveAsync(writer, "bo", "1002");
        await writer.SaveLineAsync(new Line { TenantId = Tenant, Number = "1001", Kind = LineKind.User, Target = "alice", Name = "Alice" }, Ct);
        foreach (var (kind, json) in new[] { ("agent", "{}"), ("voicemail", """{"pin":"x"}""") })
        {
            await writer.SaveDocumentAsync(new Document { TenantId = Tenant, Kind = kind, Name = "alice", Json = json }, Ct);
        }

        await writer.SaveDocumentAsync(new Document { TenantId = Tenant, Kind = "team", Name = "sales", Json = """{"name":"Sales","supervisors":["alice"],"members":["bo","alice"]}""" }, Ct);
        var days = new RetentionRule { Users = new Dictionary<string, int> { ["alice"] = 3, ["bo"] = 4 } };
        await kept.RuleAsync(new RetentionRules { Recordings = days, Voicemail = days, CallLog = days, Chat = days, Fax = days });
        await chats.SaveGroupAsync(new Conversation { TenantId = Tenant, Id = "hers", Name = "Hers", Owner = "alice", CreatedAt = kept.House.Time.GetUtcNow() }, ["alice", "bo"], Ct);
        await SayAsync("secret", "alice");
        await chats.SetBlockedAsync(Tenant, "bo", "alice", true, Ct);
        var asked = await requests.AddAsync(new RightsRequest { Id = "r1", TenantId = Tenant, UserName = "alice", Kind = RightsKind.Complaint, MadeAt = kept.House.Time.GetUtcNow(), DueAt = kept.House.Time.GetUtcNow() }, Ct);

        await writer.DeleteUserAsync(Tenant, "alice", Ct);
        await departures.ForgetAsync(Tenant, "alice", Ct);

        Assert.Null(await directory.FindLineAsync(Tenant, "1001", Ct));
        Assert.Equal((null, null), (await directory.FindDocumentAsync(Tenant, "agent", "alice", Ct), await directory.FindDocumentAsync(Tenant, "voicemail", "alice", Ct)));
        Assert.Equal((0, 0), ((await directory.ListDocumentVersionsAsync(Tenant, "agent", "alice", Ct)).Count, (await directory.ListDocumentVersionsAsync(Tenant, "voicemail", "alice", Ct)).Count));
        Assert.Equal("""{"name":"Sales","supervisors":[],"members":["bo"]}""", (await directory.FindDocumentAsync(Tenant, "team", "sales", Ct))!.Json);
        var rules = RetentionRules.Read((await directory.FindDocumentAsync(Tenant, RetentionRules.Kind, RetentionRules.Name, Ct))!.Json);
        Assert.All([rules.Voicemail, rules.Fax], rule => Assert.Equal(["bo"], rule.Users.Keys));
        Assert.All([rules.Recordings, rules.CallLog, rules.Chat], rule => Assert.Equal([("alice~1", 3), ("bo", 4)], rule.Users.Select(each => (each.Key, each.Value)).Order()));
        var (group, members) = (await chats.FindAsync(Tenant, "hers", Ct))!.Value;
        Assert.Equal(("bo", "bo"), (group.Owner, Assert.Single(members)));
        Assert.Equal((0, "alice~1"), ((await requests.ListOfAsync(Tenant, "alice", Ct)).Count, (await requests.FindAsync(Tenant, asked.Id, Ct))!.UserName));

        await departures.SettleAsync((await departures.FindAsync(Tenant, "alice", Ct))!, 0, Ct);
        Assert.True((await writer.SaveUserAsync(User("alice"), "s3cret", Ct)).IsSaved);
        Assert.Empty((await chats.ListAsync(Tenant, "alice", ct: Ct)).Items);
        await SayAsync("hello", "bo");
        Assert.Equal(["hello"], (await chats.ListMessagesAsync(Tenant, "alice", "alice+bo", 0, null, 10, Ct))!.Select(message => message.Text));
        Assert.Equal(["secret", "hello"], (await chats.ListMessagesAsync(Tenant, "bo", "alice+bo", 0, null, 10, Ct))!.Select(message => message.Text));
        Assert.False(await chats.IsBlockedAsync(Tenant, "bo", "alice", Ct));

        Task<AddedMessage> SayAsync(string text, string by) => chats.AddAsync(
            new ChatMessage { Id = Guid.NewGuid().ToString("n"), TenantId = Tenant, ConversationId = "alice+bo", Sender = by, ClientId = text, Text = text, At = kept.House.Time.GetUtcNow() }, Ct);
    }

    [Fact]
    public async Task BroadcastsOfAUserEnd_AndAreNotThoseOfWhoHasTheNameNext()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        var (writer, departures, store) = (kept.House.First.GetRequiredService<IDirectoryWriter>(), kept.House.First.GetRequiredService<IDepartures>(), kept.House.First.GetRequiredService<IBroadcasts>());
        var longest = new string('x', 64);
        foreach (var (name, extension) in new[] { ("alice", "1001"), (longest, "1002") })
        {
            await SaveAsync(writer, name, extension);
            await store.BeginAsync(new Broadcast { TenantId = Tenant, Id = $"of-{name[..5]}", ListId = "l", Sender = name, Text = "secret", StartedAt = kept.House.Time.GetUtcNow() }, Ct);
            Assert.True((await writer.DeleteUserAsync(Tenant, name, Ct)).IsSaved);
            await departures.SettleAsync((await departures.FindAsync(Tenant, name, Ct))!, 0, Ct);
            await SaveAsync(writer, name, extension);
            Assert.Empty((await store.ListAsync(Tenant, name, ct: Ct)).Items);
        }

        Assert.Equal(
            [("alice~1", BroadcastState.Done), ($"{longest[..62]}~1", BroadcastState.Done)],
            (await store.ListAsync(Tenant, null, ct: Ct)).Items.Select(each => (each.Sender, each.State)).Order());
    }

    [Fact]
    public async Task MoreThanAPageOfHeldDeparturesHidesNoneOfTheOthers()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        await using (var db = kept.House.OpenContext())
        {
            db.AddRange(Enumerable.Range(0, 1_001).Select(i => new Departure { TenantId = Tenant, UserName = $"u{i:D4}", BegunAt = kept.House.Time.GetUtcNow().AddMinutes(-i), Held = 1 }));
            await db.SaveChangesAsync(Ct);
        }

        var open = await kept.House.First.GetRequiredService<IDepartures>().ListOpenAsync(Tenant, Ct);

        Assert.Equal(Enumerable.Range(0, 1_001).Reverse().Select(i => $"u{i:D4}"), open.Select(departure => departure.UserName));
    }

    [Fact]
    public async Task RulesOfAUserHoldForWhatWasTheirs_AndNotForWhoHasTheNameNext()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        var (writer, departures) = (kept.House.First.GetRequiredService<IDirectoryWriter>(), kept.House.First.GetRequiredService<IDepartures>());
        await kept.RuleAsync(Rules(3650, 30));
        await LiveAsync("first");
        // Who comes next says something else, and the third nothing.
        await kept.RuleAsync(await AddAsync(10, 3650));
        await LiveAsync("second");
        await LiveAsync("third");

        kept.House.Time.Advance(TimeSpan.FromDays(15));
        await kept.SweepAsync();
        Assert.Equal((true, false, true), (await IsHeardAsync("first"), await IsHeardAsync("second"), await IsHeardAsync("third")));

        kept.House.Time.Advance(TimeSpan.FromDays(50));
        await kept.SweepAsync();
        Assert.Equal((true, false, false), (await IsHeardAsync("first"), await IsHeardAsync("second"), await IsHeardAsync("third")));
        // Calls without a recording: by the rule of their time, and for ever where nobody said anything.
        Assert.Equal((false, true, true), (await kept.IsLoggedAsync("first-u"), await kept.IsLoggedAsync("second-u"), await kept.IsLoggedAsync("third-u")));

        async Task LiveAsync(string call)
        {
            await SaveAsync(writer, "alice");
            await kept.CallAsync(call);
            await kept.CallAsync($"{call}-u", recorded: false);
            kept.House.Time.Advance(TimeSpan.FromMinutes(5));
            await writer.DeleteUserAsync(Tenant, "alice", Ct);
            await departures.SettleAsync((await departures.FindAsync(Tenant, "alice", Ct))!, 0, Ct);
            kept.House.Time.Advance(TimeSpan.FromMinutes(5));
        }

        async Task<RetentionRules> AddAsync(int recordings, int calls)
        {
            var before = RetentionRules.Read((await kept.House.First.GetRequiredService<IDirectory>().FindDocumentAsync(Tenant, RetentionRules.Kind, RetentionRules.Name, Ct))!.Json);
            return before with { Recordings = With(before.Recordings, recordings), CallLog = With(before.CallLog, calls) };
        }

        async Task<bool> IsHeardAsync(string call) => await kept.RecordingAsync(call) is { ErasedAt: null } && await kept.FilesAsync(call) > 0;

        static RetentionRules Rules(int recordings, int calls) => new() { Recordings = With(new RetentionRule { Days = 30 }, recordings), CallLog = With(new RetentionRule(), calls) };

        static RetentionRule With(RetentionRule rule, int days) => rule with { Users = new Dictionary<string, int>(rule.Users) { ["alice"] = days } };
    }

    [Fact]
    public async Task EachTableWithAUsersNameIsKnownHere()
    {
        // Whoever adds a table that is keyed by a user says in DepartureErasure what becomes of it when the user goes, and here that it is known.
        string[] known =
        [
            "agent_work.agent_id", "audit.actor", "audit.target", "broadcast_list_members.user_name", "broadcast_lists.owner", "broadcasts.sender", "call_legs.user_id", "call_log.from_user_id",
            "call_log.to_user_id", "call_participants.user_id", "call_transfers.by_user_id", "call_transfers.to_user_id", "chat_blocks.user_name", "chat_messages.sender",
            "consent_changes.user_name", "contact_favorites.user_name", "contact_keys.owner", "contacts.owner", "conversation_members.user_name", "conversations.owner", "data_exports.user_name",
            "departures.user_name", "device_locations.user_name", "diagnostic_reports.user_name", "fax_messages.owner_id", "google_accounts.user_name", "google_links.user_name",
            "idempotency_keys.user_id", "incidents.user_id", "lines.target", "policy_acceptances.user_name", "queue_offers.agent_id", "queue_visits.agent_id", "recording_participants.user_id",
            "rights_requests.user_name", "seen_notices.user_name", "share_links.created_by", "sign_in_sessions.user_id", "sip_accounts.user_id", "user_claims.user_id", "user_logins.user_id",
            "user_tokens.user_id", "users.user_name", "voicemail_messages.owner_id",
        ];
        await using var db = Engine.OpenContext();

        Assert.Equal(known, UserColumns(db).Select(each => each.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task EachTableWithAUsersNameIsInTheUsersArchive_OrLeftOutWithAReason()
    {
        await using var db = Engine.OpenContext();

        Assert.Equal(UserColumns(db).Select(each => each.Name).Order(StringComparer.Ordinal), ArchiveInventory.Files.Keys.Concat(ArchiveInventory.LeftOut.Keys).Order(StringComparer.Ordinal));
        Assert.All(ArchiveInventory.LeftOut.Values, reason => Assert.EndsWith(".", reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatIsNotTheCompanysGoesFromEachTable()
    {
        // Rows of the company, of others who took part, and those whose bytes go first (DepartureGrain). All else that names the user is gone, or says alice~1.
        string[] stay =
        [
            "agent_work.agent_id", "audit.actor", "audit.target", "call_legs.user_id", "call_log.from_user_id", "call_log.to_user_id", "call_participants.user_id", "call_transfers.by_user_id",
            "call_transfers.to_user_id", "chat_messages.sender", "conversation_members.user_name", "data_exports.user_name", "departures.user_name", "fax_messages.owner_id", "queue_offers.agent_id",
            "queue_visits.agent_id", "recording_participants.user_id", "voicemail_messages.owner_id",
        ];
        // Made with the user, and keyed by an address.
        string[] there = ["sip_accounts.user_id", "users.user_name"];
        using var kept = await Keepsakes.OpenAsync(Engine);
        var writer = kept.House.First.GetRequiredService<IDirectoryWriter>();
        await SaveAsync(writer, "alice");
        await using var db = kept.House.OpenContext();
        var rows = new TableRows(db, Tenant, "alice", kept.House.Time.GetUtcNow());
        var goes = UserColumns(db).Where(each => !stay.Contains(each.Name) && !there.Contains(each.Name)).ToList();
        await rows.AddAsync([.. goes.Select(each => each.Entity).Distinct()], [.. goes.Select(each => each.Column)], Ct);
        foreach (var (_, column, name) in goes)
        {
            Assert.True(await rows.CountAsync(column, Ct) > 0, name);
        }

        Assert.True((await writer.DeleteUserAsync(Tenant, "alice", Ct)).IsSaved);

        foreach (var (_, column, name) in goes)
        {
            Assert.True(await rows.CountAsync(column, Ct) == 0, name);
        }
    }

    private static IEnumerable<(IEntityType Entity, IProperty Column, string Name)> UserColumns(RtcDbContext db) =>
        from entity in db.Model.GetEntityTypes()
        from column in entity.GetProperties()
        where UserColumnNames.Contains(column.GetColumnName())
        let name = $"{entity.GetTableName()}.{column.GetColumnName()}"
        orderby name
        select (entity, column, name);

    private static DirectoryUser User(string name, string extension = "1001") => new() { TenantId = Tenant, Name = name, DisplayName = name, Email = $"{name}@acme.test", Extension = extension, Role = UserRole.Agent };

    private static async Task SaveAsync(IDirectoryWriter writer, string name, string extension = "1001") => Assert.True((await writer.SaveUserAsync(User(name, extension), "s3cret", Ct)).IsSaved);
}
