using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RtcCluster.Storage.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Google : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "google_accounts",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    user_name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    subject = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    scopes = table.Column<string>(type: "text", nullable: false),
                    refresh_token = table.Column<string>(type: "text", nullable: false),
                    connected_at = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    problems = table.Column<string>(type: "text", nullable: false),
                    reading = table.Column<string>(type: "text", nullable: false),
                    synced_at = table.Column<long>(type: "bigint", nullable: true),
                    not_before = table.Column<long>(type: "bigint", nullable: true),
                    failures = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_google_accounts", x => new { x.tenant_id, x.user_name });
                });

            migrationBuilder.CreateTable(
                name: "google_links",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    user_name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    contact_id = table.Column<string>(type: "character varying(36)", maxLength: 36, nullable: false),
                    resource_name = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    etag = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    changed_at = table.Column<long>(type: "bigint", nullable: true),
                    common = table.Column<string>(type: "text", nullable: false),
                    contact_version = table.Column<int>(type: "integer", nullable: false),
                    reading_id = table.Column<string>(type: "character varying(36)", maxLength: 36, nullable: false),
                    written_at = table.Column<long>(type: "bigint", nullable: true),
                    pending_since = table.Column<long>(type: "bigint", nullable: true),
                    refusal = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_google_links", x => new { x.tenant_id, x.user_name, x.contact_id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_google_links_tenant_id_user_name_resource_name",
                table: "google_links",
                columns: new[] { "tenant_id", "user_name", "resource_name" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "google_accounts");

            migrationBuilder.DropTable(
                name: "google_links");
        }
    }
}
