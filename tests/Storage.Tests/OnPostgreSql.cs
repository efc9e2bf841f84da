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

/// <summary>The contracts on PostgreSQL.</summary>
public static class OnPostgreSql
{
    public sealed class Migrations(PostgreSqlEngine engine) : MigrationContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Users(PostgreSqlEngine engine) : UserContract(engine), IClassFixture<PostgreSqlEngine>;

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

    public sealed class Ledgers(PostgreSqlEngine engine) : LedgerAuditContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class SignIns(PostgreSqlEngine engine) : SessionContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Logins(PostgreSqlEngine engine) : LoginContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Idempotency(PostgreSqlEngine engine) : IdempotencyContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class Boxes(PostgreSqlEngine engine) : VoicemailContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class People(PostgreSqlEngine engine) : ContactContract(engine), IClassFixture<PostgreSqlEngine>;

    public sealed class PeopleAtSpeed(PostgreSqlEngine engine) : ContactSpeedContract(engine), IClassFixture<PostgreSqlEngine>;
    public sealed class Faxes(PostgreSqlEngine engine) : FaxContract(engine), IClassFixture<PostgreSqlEngine>;
}
