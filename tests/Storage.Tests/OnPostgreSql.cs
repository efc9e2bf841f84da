using RtcCluster.Storage.Tests.Audits;
using RtcCluster.Storage.Tests.Backups;
using RtcCluster.Storage.Tests.Broadcasts;
using RtcCluster.Storage.Tests.Consents;
using RtcCluster.Storage.Tests.Contacts;
using RtcCluster.Storage.Tests.Conversations;
using RtcCluster.Storage.Tests.Departures;
using RtcCluster.Storage.Tests.Directory;
using RtcCluster.Storage.Tests.Engines;
using RtcCluster.Storage.Tests.Fax;
using RtcCluster.Storage.Tests.Google;
using RtcCluster.Storage.Tests.History;
using RtcCluster.Storage.Tests.Incidents;
using RtcCluster.Storage.Tests.Policies;
using RtcCluster.Storage.Tests.Retention;
using RtcCluster.Storage.Tests.Rights;
using RtcCluster.Storage.Tests.Sessions;
using RtcCluster.Storage.Tests.Sharing;
using RtcCluster.Storage.Tests.Subscriptions;
using RtcCluster.Storage.Tests.Voicemail;

namespace RtcCluster.Storage.Tests;

/// <summary>The contracts on PostgreSQL.</summary>
public static class OnPostgreSql
{
    public sealed class Migrations(PostgreSqlEngine engine) : MigrationContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Users(PostgreSqlEngine engine) : UserContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Departures(PostgreSqlEngine engine) : DepartureContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class DepartureBackups(PostgreSqlEngine engine) : DepartureBackupContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Rights(PostgreSqlEngine engine) : RightsContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Lines(PostgreSqlEngine engine) : LineContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Documents(PostgreSqlEngine engine) : DocumentContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Trunks(PostgreSqlEngine engine) : TrunkContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Demo(PostgreSqlEngine engine) : DemoSeedContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Identity(PostgreSqlEngine engine) : IdentityContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Writer(PostgreSqlEngine engine) : HistoryWriterContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Queries(PostgreSqlEngine engine) : HistoryQueryContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class ReportRows(PostgreSqlEngine engine) : ReportRowsContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Audit(PostgreSqlEngine engine) : AuditLogContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class AuditChain(PostgreSqlEngine engine) : AuditChainContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class AuditTampering(PostgreSqlEngine engine) : AuditTamperContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Retained(PostgreSqlEngine engine) : RetentionContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Cases(PostgreSqlEngine engine) : LegalCaseContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class RetainedForAYear(PostgreSqlEngine engine) : RetentionYearContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class BackedUp(PostgreSqlEngine engine) : BackupContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class BackedUpUnderKeys(PostgreSqlEngine engine) : BackupKeyContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class BackedUpByMortals(PostgreSqlEngine engine) : BackupDeathContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class RestoredByMortals(PostgreSqlEngine engine) : RestoreDeathContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Ledgers(PostgreSqlEngine engine) : LedgerAuditContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class SignIns(PostgreSqlEngine engine) : SessionContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Logins(PostgreSqlEngine engine) : LoginContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Idempotency(PostgreSqlEngine engine) : IdempotencyContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Boxes(PostgreSqlEngine engine) : VoicemailContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class People(PostgreSqlEngine engine) : ContactContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class PeopleAtSpeed(PostgreSqlEngine engine) : ContactSpeedContract(engine), IClassFixture<PostgreSqlEngine>;
    public sealed class Faxes(PostgreSqlEngine engine) : FaxContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Chats(PostgreSqlEngine engine) : ConversationContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Viewed(PostgreSqlEngine engine) : ViewerContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class ChatsRetained(PostgreSqlEngine engine) : ChatRetentionContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Broadcasting(PostgreSqlEngine engine) : BroadcastContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class GoogleAccounts(PostgreSqlEngine engine) : GoogleContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Shares(PostgreSqlEngine engine) : ShareLinkContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Bills(PostgreSqlEngine engine) : BillingContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Incidents(PostgreSqlEngine engine) : IncidentContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Policies(PostgreSqlEngine engine) : PolicyContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Consents(PostgreSqlEngine engine) : ConsentContract(engine), IClassFixture<PostgreSqlEngine>;
}
