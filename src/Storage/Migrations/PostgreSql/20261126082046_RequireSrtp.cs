using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RtcCluster.Storage.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class RequireSrtp : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "require_srtp",
                table: "users",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "require_srtp",
                table: "trunks",
                type: "boolean",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "require_srtp",
                table: "users");

            migrationBuilder.DropColumn(
                name: "require_srtp",
                table: "trunks");
        }
    }
}
