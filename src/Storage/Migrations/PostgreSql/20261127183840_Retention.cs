using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace RtcCluster.Storage.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Retention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "erased_at",
                table: "recordings",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "legal_cases",
                columns: table => new
                {
                    id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    tenant_id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    scope = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    proposed_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    proposed_at = table.Column<long>(type: "bigint", nullable: false),
                    approved_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    approved_at = table.Column<long>(type: "bigint", nullable: true),
                    release_asked_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    released_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    released_at = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_legal_cases", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "retention_receipts",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    object_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    rule = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_retention_receipts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "retention_sweeps",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    started_at = table.Column<long>(type: "bigint", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    examined = table.Column<int>(type: "integer", nullable: false),
                    erased = table.Column<int>(type: "integer", nullable: false),
                    held = table.Column<int>(type: "integer", nullable: false),
                    failed = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_retention_sweeps", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_legal_cases_tenant_id_state",
                table: "legal_cases",
                columns: new[] { "tenant_id", "state" });

            migrationBuilder.CreateIndex(
                name: "IX_retention_receipts_object_id",
                table: "retention_receipts",
                column: "object_id");

            migrationBuilder.CreateIndex(
                name: "IX_retention_receipts_tenant_id_id",
                table: "retention_receipts",
                columns: new[] { "tenant_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_retention_sweeps_tenant_id_id",
                table: "retention_sweeps",
                columns: new[] { "tenant_id", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "legal_cases");

            migrationBuilder.DropTable(
                name: "retention_receipts");

            migrationBuilder.DropTable(
                name: "retention_sweeps");

            migrationBuilder.DropColumn(
                name: "erased_at",
                table: "recordings");
        }
    }
}
