using RtcCluster.Storage.Tests.Audits;
using RtcCluster.Storage.Tests.Contacts;
using RtcCluster.Storage.Tests.Directory;
using RtcCluster.Storage.Tests.Engines;
using RtcCluster.Storage.Tests.Fax;
using RtcCluster.Storage.Tests.History;
using RtcCluster.Storage.Tests.Retention;
using RtcCluster.Storage.Tests.Sessions;
using RtcCluster.Storage.Tests.Voicemail;

namespace RtcCluster.Storage.Tests;

/// <summary>The contracts on SQLite.</summary>
public static class OnSqlite
{
    public sealed class Migrations(SqliteEngine engine) : MigrationContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Users(SqliteEngine engine) : UserContract(engine), IClassFixture<SqliteEngine>;

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

    public sealed class Ledgers(SqliteEngine engine) : LedgerAuditContract(engine), IClassFixture<SqliteEngine>;

    public sealed class SignIns(SqliteEngine engine) : SessionContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Logins(SqliteEngine engine) : LoginContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Idempotency(SqliteEngine engine) : IdempotencyContract(engine), IClassFixture<SqliteEngine>;

    public sealed class Boxes(SqliteEngine engine) : VoicemailContract(engine), IClassFixture<SqliteEngine>;

    public sealed class People(SqliteEngine engine) : ContactContract(engine), IClassFixture<SqliteEngine>;

    public sealed class PeopleAtSpeed(SqliteEngine engine) : ContactSpeedContract(engine), IClassFixture<SqliteEngine>;
    public sealed class Faxes(SqliteEngine engine) : FaxContract(engine), IClassFixture<SqliteEngine>;
}
