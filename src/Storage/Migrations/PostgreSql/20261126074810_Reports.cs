using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RtcCluster.Storage.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Reports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "agent_work",
                columns: table => new
                {
                    agent_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    tenant_id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    activity = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    queue_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    offer = table.Column<long>(type: "bigint", nullable: true),
                    started_at = table.Column<long>(type: "bigint", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    disposition = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_agent_work", x => new { x.agent_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "call_legs",
                columns: table => new
                {
                    call_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    leg = table.Column<int>(type: "integer", nullable: false),
                    tenant_id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    role = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    user_id = table.Column<string>(type: "text", nullable: true),
                    trunk_id = table.Column<string>(type: "text", nullable: true),
                    queue_id = table.Column<string>(type: "text", nullable: true),
                    joined_from = table.Column<string>(type: "text", nullable: true),
                    started_at = table.Column<long>(type: "bigint", nullable: false),
                    ringing_at = table.Column<long>(type: "bigint", nullable: true),
                    answered_at = table.Column<long>(type: "bigint", nullable: true),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    talk_milliseconds = table.Column<long>(type: "bigint", nullable: false),
                    hold_milliseconds = table.Column<long>(type: "bigint", nullable: false),
                    end_kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    end_sip_code = table.Column<int>(type: "integer", nullable: true),
                    end_q850 = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_call_legs", x => new { x.call_id, x.leg });
                });

            migrationBuilder.CreateTable(
                name: "call_transfers",
                columns: table => new
                {
                    call_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    tenant_id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    started_at = table.Column<long>(type: "bigint", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    completed = table.Column<bool>(type: "boolean", nullable: false),
                    by_leg = table.Column<int>(type: "integer", nullable: true),
                    by_user_id = table.Column<string>(type: "text", nullable: true),
                    by_number = table.Column<string>(type: "text", nullable: false),
                    to_number = table.Column<string>(type: "text", nullable: false),
                    to_user_id = table.Column<string>(type: "text", nullable: true),
                    to_leg = table.Column<int>(type: "integer", nullable: true),
                    other_call = table.Column<string>(type: "text", nullable: true),
                    sip_code = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_call_transfers", x => new { x.call_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "queue_offers",
                columns: table => new
                {
                    call_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    visit = table.Column<int>(type: "integer", nullable: false),
                    offer = table.Column<long>(type: "bigint", nullable: false),
                    tenant_id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    queue_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    agent_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    offered_at = table.Column<long>(type: "bigint", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: false),
                    outcome = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_queue_offers", x => new { x.call_id, x.visit, x.offer });
                });

            migrationBuilder.CreateTable(
                name: "queue_visits",
                columns: table => new
                {
                    call_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    visit = table.Column<int>(type: "integer", nullable: false),
                    tenant_id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    queue_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    offered_at = table.Column<long>(type: "bigint", nullable: false),
                    let_in = table.Column<bool>(type: "boolean", nullable: false),
                    outcome = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    sent_to = table.Column<string>(type: "text", nullable: true),
                    left_at = table.Column<long>(type: "bigint", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: false),
                    agent_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    offer = table.Column<long>(type: "bigint", nullable: true),
                    holds = table.Column<string>(type: "text", nullable: false),
                    offers = table.Column<int>(type: "integer", nullable: false),
                    misses = table.Column<int>(type: "integer", nullable: false),
                    within_milliseconds = table.Column<long>(type: "bigint", nullable: false),
                    short_abandon_milliseconds = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_queue_visits", x => new { x.call_id, x.visit });
                });

            migrationBuilder.CreateIndex(
                name: "IX_agent_work_queue_id_offer",
                table: "agent_work",
                columns: new[] { "queue_id", "offer" });

            migrationBuilder.CreateIndex(
                name: "IX_agent_work_tenant_id_ended_at",
                table: "agent_work",
                columns: new[] { "tenant_id", "ended_at" });

            migrationBuilder.CreateIndex(
                name: "IX_agent_work_tenant_id_started_at_agent_id_number",
                table: "agent_work",
                columns: new[] { "tenant_id", "started_at", "agent_id", "number" });

            migrationBuilder.CreateIndex(
                name: "IX_call_legs_tenant_id_started_at_call_id_leg",
                table: "call_legs",
                columns: new[] { "tenant_id", "started_at", "call_id", "leg" });

            migrationBuilder.CreateIndex(
                name: "IX_queue_offers_tenant_id_offered_at_call_id_offer",
                table: "queue_offers",
                columns: new[] { "tenant_id", "offered_at", "call_id", "offer" });

            migrationBuilder.CreateIndex(
                name: "IX_queue_visits_tenant_id_ended_at",
                table: "queue_visits",
                columns: new[] { "tenant_id", "ended_at" });

            migrationBuilder.CreateIndex(
                name: "IX_queue_visits_tenant_id_offered_at_call_id_visit",
                table: "queue_visits",
                columns: new[] { "tenant_id", "offered_at", "call_id", "visit" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "agent_work");

            migrationBuilder.DropTable(
                name: "call_legs");

            migrationBuilder.DropTable(
                name: "call_transfers");

            migrationBuilder.DropTable(
                name: "queue_offers");

            migrationBuilder.DropTable(
                name: "queue_visits");
        }
    }
}
