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

/// <summary>The contracts on SQLite.</summary>
public static class OnSqlite
{
    public sealed class Migrations(SqliteEngine engine) : MigrationContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Users(SqliteEngine engine) : UserContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Departures(SqliteEngine engine) : DepartureContract(engine), IClassFixture<SqliteEngine>;

    public sealed class DepartureBackups(SqliteEngine engine) : DepartureBackupContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Rights(SqliteEngine engine) : RightsContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Lines(SqliteEngine engine) : LineContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Documents(SqliteEngine engine) : DocumentContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Trunks(SqliteEngine engine) : TrunkContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Demo(SqliteEngine engine) : DemoSeedContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Identity(SqliteEngine engine) : IdentityContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Writer(SqliteEngine engine) : HistoryWriterContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Queries(SqliteEngine engine) : HistoryQueryContract(engine), IClassFixture<SqliteEngine>;

    public sealed class ReportRows(SqliteEngine engine) : ReportRowsContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Audit(SqliteEngine engine) : AuditLogContract(engine), IClassFixture<SqliteEngine>;

    public sealed class AuditChain(SqliteEngine engine) : AuditChainContract(engine), IClassFixture<SqliteEngine>;

    public sealed class AuditTampering(SqliteEngine engine) : AuditTamperContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Retained(SqliteEngine engine) : RetentionContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Cases(SqliteEngine engine) : LegalCaseContract(engine), IClassFixture<SqliteEngine>;

    public sealed class RetainedForAYear(SqliteEngine engine) : RetentionYearContract(engine), IClassFixture<SqliteEngine>;

    public sealed class BackedUp(SqliteEngine engine) : BackupContract(engine), IClassFixture<SqliteEngine>;

    public sealed class BackedUpUnderKeys(SqliteEngine engine) : BackupKeyContract(engine), IClassFixture<SqliteEngine>;

    public sealed class BackedUpByMortals(SqliteEngine engine) : BackupDeathContract(engine), IClassFixture<SqliteEngine>;

    public sealed class RestoredByMortals(SqliteEngine engine) : RestoreDeathContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Ledgers(SqliteEngine engine) : LedgerAuditContract(engine), IClassFixture<SqliteEngine>;

    public sealed class SignIns(SqliteEngine engine) : SessionContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Logins(SqliteEngine engine) : LoginContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Idempotency(SqliteEngine engine) : IdempotencyContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Boxes(SqliteEngine engine) : VoicemailContract(engine), IClassFixture<SqliteEngine>;

    public sealed class People(SqliteEngine engine) : ContactContract(engine), IClassFixture<SqliteEngine>;

    public sealed class PeopleAtSpeed(SqliteEngine engine) : ContactSpeedContract(engine), IClassFixture<SqliteEngine>;
    public sealed class Faxes(SqliteEngine engine) : FaxContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Chats(SqliteEngine engine) : ConversationContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Viewed(SqliteEngine engine) : ViewerContract(engine), IClassFixture<SqliteEngine>;

    public sealed class ChatsRetained(SqliteEngine engine) : ChatRetentionContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Broadcasting(SqliteEngine engine) : BroadcastContract(engine), IClassFixture<SqliteEngine>;

    public sealed class GoogleAccounts(SqliteEngine engine) : GoogleContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Shares(SqliteEngine engine) : ShareLinkContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Bills(SqliteEngine engine) : BillingContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Incidents(SqliteEngine engine) : IncidentContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Policies(SqliteEngine engine) : PolicyContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Consents(SqliteEngine engine) : ConsentContract(engine), IClassFixture<SqliteEngine>;
}
