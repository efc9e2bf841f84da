using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.Audits;
using RtcCluster.Storage.Broadcasts;
using RtcCluster.Storage.Consents;
using RtcCluster.Storage.Contacts;
using RtcCluster.Storage.Conversations;
using RtcCluster.Storage.Departures;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Fax;
using RtcCluster.Storage.Google;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Incidents;
using RtcCluster.Storage.Legal;
using RtcCluster.Storage.Policies;
using RtcCluster.Storage.Retention;
using RtcCluster.Storage.Rights;
using RtcCluster.Storage.Sessions;
using RtcCluster.Storage.Sharing;
using RtcCluster.Storage.Subscriptions;
using RtcCluster.Storage.Voicemail;

namespace RtcCluster.Storage;

/// <summary>
/// The one model of directory, history and sessions, for both engines. Use <see cref="IDirectory"/> and the other interfaces; the
/// type is public because ASP.NET Identity's stores are bound to it (<c>AddEntityFrameworkStores&lt;RtcDbContext&gt;()</c>).
/// </summary>
public abstract class RtcDbContext : IdentityUserContext<AppUser, string>
{
    private WriteGate? _gate;
    private bool _inTurn;

    private protected RtcDbContext(DbContextOptions options)
        : base(options)
    {
    }

    /// <summary>Identity's tables as of version 2, whatever the host configures: the migrations know that schema and no other.</summary>
    protected override Version SchemaVersion => IdentitySchemaVersions.Version2;

    internal DbSet<Tenant> Tenants => Set<Tenant>();

    internal DbSet<SipAccountRow> SipAccounts => Set<SipAccountRow>();

    internal DbSet<Line> Lines => Set<Line>();

    internal DbSet<Trunk> Trunks => Set<Trunk>();

    internal DbSet<TrunkAddressRow> TrunkAddresses => Set<TrunkAddressRow>();

    internal DbSet<Document> Documents => Set<Document>();

    internal DbSet<DocumentVersion> DocumentVersions => Set<DocumentVersion>();

    internal DbSet<LedgerRow> Ledger => Set<LedgerRow>();

    internal DbSet<CallLogEntry> CallLog => Set<CallLogEntry>();

    internal DbSet<CallParticipantRow> CallParticipants => Set<CallParticipantRow>();

    internal DbSet<RecordingEntry> Recordings => Set<RecordingEntry>();

    internal DbSet<RecordingParticipantRow> RecordingParticipants => Set<RecordingParticipantRow>();

    internal DbSet<CallLegEntry> CallLegs => Set<CallLegEntry>();

    internal DbSet<QueueVisitEntry> QueueVisits => Set<QueueVisitEntry>();

    internal DbSet<QueueOfferEntry> QueueOffers => Set<QueueOfferEntry>();

    internal DbSet<TransferEntry> Transfers => Set<TransferEntry>();

    internal DbSet<AgentWorkEntry> AgentWork => Set<AgentWorkEntry>();
    internal DbSet<VoicemailMessage> VoicemailMessages => Set<VoicemailMessage>();

    internal DbSet<Contact> Contacts => Set<Contact>();

    internal DbSet<ContactKey> ContactKeys => Set<ContactKey>();

    internal DbSet<ContactVersion> ContactVersions => Set<ContactVersion>();

    internal DbSet<ContactFavorite> ContactFavorites => Set<ContactFavorite>();

    internal DbSet<GoogleAccount> GoogleAccounts => Set<GoogleAccount>();

    internal DbSet<GoogleLink> GoogleLinks => Set<GoogleLink>();

    internal DbSet<Conversation> Conversations => Set<Conversation>();

    internal DbSet<ConversationMember> ConversationMembers => Set<ConversationMember>();

    internal DbSet<ChatMessage> ChatMessages => Set<ChatMessage>();

    internal DbSet<ChatBlock> ChatBlocks => Set<ChatBlock>();

    internal DbSet<BroadcastList> BroadcastLists => Set<BroadcastList>();

    internal DbSet<BroadcastListMember> BroadcastListMembers => Set<BroadcastListMember>();

    internal DbSet<Broadcast> Broadcasts => Set<Broadcast>();

    internal DbSet<FaxMessage> FaxMessages => Set<FaxMessage>();

    internal DbSet<AuditRow> Audit => Set<AuditRow>();

    internal DbSet<AuditLink> AuditChain => Set<AuditLink>();

    internal DbSet<RetentionReceipt> RetentionReceipts => Set<RetentionReceipt>();

    internal DbSet<RetentionSweep> RetentionSweeps => Set<RetentionSweep>();

    internal DbSet<LegalCase> LegalCases => Set<LegalCase>();

    internal DbSet<Departure> Departures => Set<Departure>();

    internal DbSet<RightsRequest> RightsRequests => Set<RightsRequest>();

    internal DbSet<DataExport> DataExports => Set<DataExport>();

    internal DbSet<Incident> Incidents => Set<Incident>();

    internal DbSet<PolicyVersion> PolicyVersions => Set<PolicyVersion>();

    internal DbSet<PolicyAcceptance> PolicyAcceptances => Set<PolicyAcceptance>();

    internal DbSet<ConsentChange> ConsentChanges => Set<ConsentChange>();

    internal DbSet<DeviceLocation> DeviceLocations => Set<DeviceLocation>();

    internal DbSet<DiagnosticReport> DiagnosticReports => Set<DiagnosticReport>();

    internal DbSet<SeenNotice> SeenNotices => Set<SeenNotice>();

    internal DbSet<ShareLink> ShareLinks => Set<ShareLink>();

    internal DbSet<ShareOpening> ShareOpenings => Set<ShareOpening>();

    internal DbSet<CallUsage> CallUsage => Set<CallUsage>();

    internal DbSet<Invoice> Invoices => Set<Invoice>();

    internal DbSet<PaymentReceipt> PaymentReceipts => Set<PaymentReceipt>();

    internal DbSet<SignInSession> SignInSessions => Set<SignInSession>();

    internal DbSet<IdempotencyRow> IdempotencyKeys => Set<IdempotencyRow>();

    /// <summary>Saves in the file's turn, so that concurrent writers of one process never wait for SQLite on a thread.</summary>
    /// <inheritdoc/>
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        if (_gate is null || _inTurn)
        {
            return base.SaveChanges(acceptAllChangesOnSuccess);
        }

        using var turn = _gate.Enter();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    /// <summary>Saves in the file's turn, so that concurrent writers of one process never wait for SQLite on a thread.</summary>
    /// <inheritdoc/>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        if (_gate is null || _inTurn)
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken).ConfigureAwait(false);
        }

        using var turn = await _gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts the context, which a pool makes from its options alone, behind the gate of its file.</summary>
    internal RtcDbContext Behind(WriteGate gate)
    {
        _gate = gate;
        return this;
    }

    /// <summary>Runs <paramref name="work"/> in one transaction, committed when it returns and rolled back when it throws.</summary>
    internal async Task<T> InTransactionAsync<T>(Func<Task<T>> work, CancellationToken ct)
    {
        using var turn = _gate is null ? default : await _gate.EnterAsync(ct).ConfigureAwait(false);
        _inTurn = true;
        try
        {
            var transaction = await Database.BeginTransactionAsync(ct).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                var result = await work().ConfigureAwait(false);
                await transaction.CommitAsync(ct).ConfigureAwait(false);
                return result;
            }
        }
        finally
        {
            _inTurn = false;
        }
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMillisecondsConverter>();
        configurationBuilder.Properties<UserRole>().HaveConversion<EnumNameConverter<UserRole>>().HaveMaxLength(32);
        configurationBuilder.Properties<LineKind>().HaveConversion<EnumNameConverter<LineKind>>().HaveMaxLength(32);
        configurationBuilder.Properties<RecordingPolicy>().HaveConversion<EnumNameConverter<RecordingPolicy>>().HaveMaxLength(32);
        configurationBuilder.Properties<CallDirection>().HaveConversion<EnumNameConverter<CallDirection>>().HaveMaxLength(32);
        configurationBuilder.Properties<VoicemailMail>().HaveConversion<EnumNameConverter<VoicemailMail>>().HaveMaxLength(32);
        configurationBuilder.Properties<FaxDirection>().HaveConversion<EnumNameConverter<FaxDirection>>().HaveMaxLength(32);
        configurationBuilder.Properties<FaxState>().HaveConversion<EnumNameConverter<FaxState>>().HaveMaxLength(32);
        configurationBuilder.Properties<RecordingState>().HaveConversion<EnumNameConverter<RecordingState>>().HaveMaxLength(32);
        configurationBuilder.Properties<LegRole>().HaveConversion<EnumNameConverter<LegRole>>().HaveMaxLength(32);
        configurationBuilder.Properties<VisitOutcome>().HaveConversion<EnumNameConverter<VisitOutcome>>().HaveMaxLength(32);
        configurationBuilder.Properties<OfferOutcome>().HaveConversion<EnumNameConverter<OfferOutcome>>().HaveMaxLength(32);
        configurationBuilder.Properties<TransferKind>().HaveConversion<EnumNameConverter<TransferKind>>().HaveMaxLength(32);
        configurationBuilder.Properties<RetentionKind>().HaveConversion<EnumNameConverter<RetentionKind>>().HaveMaxLength(32);
        configurationBuilder.Properties<LegalCaseState>().HaveConversion<EnumNameConverter<LegalCaseState>>().HaveMaxLength(32);
        configurationBuilder.Properties<RightsKind>().HaveConversion<EnumNameConverter<RightsKind>>().HaveMaxLength(32);
        configurationBuilder.Properties<RightsState>().HaveConversion<EnumNameConverter<RightsState>>().HaveMaxLength(32);
        configurationBuilder.Properties<DataExportState>().HaveConversion<EnumNameConverter<DataExportState>>().HaveMaxLength(32);
        configurationBuilder.Properties<IncidentState>().HaveConversion<EnumNameConverter<IncidentState>>().HaveMaxLength(32);
        configurationBuilder.Properties<PolicyKind>().HaveConversion<EnumNameConverter<PolicyKind>>().HaveMaxLength(32);
        configurationBuilder.Properties<ConsentPurpose>().HaveConversion<EnumNameConverter<ConsentPurpose>>().HaveMaxLength(32);
        configurationBuilder.Properties<BroadcastState>().HaveConversion<EnumNameConverter<BroadcastState>>().HaveMaxLength(32);
        configurationBuilder.Properties<AgentActivity>().HaveConversion<EnumNameConverter<AgentActivity>>().HaveMaxLength(32);
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        base.OnModelCreating(builder);
        DirectoryModel.Configure(builder);
        HistoryModel.Configure(builder);
        ReportModel.Configure(builder);
        VoicemailModel.Configure(builder);
        AuditModel.Configure(builder);
        RetentionModel.Configure(builder);
        DepartureModel.Configure(builder);
        RightsModel.Configure(builder);
        IncidentModel.Configure(builder);
        PolicyModel.Configure(builder);
        ConsentModel.Configure(builder);
        FaxModel.Configure(builder);
        SessionModel.Configure(builder);
        ShareModel.Configure(builder);
        SubscriptionModel.Configure(builder);
        ContactModel.Configure(builder, Database.IsNpgsql());
        GoogleModel.Configure(builder);
        ConversationModel.Configure(builder);
        BroadcastModel.Configure(builder, Database.IsNpgsql());
        ColumnNames.Apply(builder);
    }
}
