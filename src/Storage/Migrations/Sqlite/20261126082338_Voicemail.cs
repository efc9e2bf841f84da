using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RtcCluster.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Voicemail : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "voicemail_messages",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    tenant_id = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    owner_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    call_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    from_number = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    from_name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    duration_milliseconds = table.Column<long>(type: "INTEGER", nullable: false),
                    heard = table.Column<bool>(type: "INTEGER", nullable: false),
                    blob_prefix = table.Column<string>(type: "TEXT", nullable: false),
                    retain_until = table.Column<long>(type: "INTEGER", nullable: false),
                    mail = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    mail_attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    mail_due = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_voicemail_messages", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_voicemail_messages_owner_id_at_id",
                table: "voicemail_messages",
                columns: new[] { "owner_id", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_voicemail_messages_retain_until",
                table: "voicemail_messages",
                column: "retain_until");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "voicemail_messages");
        }
    }
}
