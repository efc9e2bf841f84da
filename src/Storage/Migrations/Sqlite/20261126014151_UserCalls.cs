using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RtcCluster.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class UserCalls : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "calls",
                table: "users",
                type: "TEXT",
                nullable: false,
                defaultValue: "{}");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "calls",
                table: "users");
        }
    }
}
