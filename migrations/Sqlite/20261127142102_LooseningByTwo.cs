using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoalitionCms.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class LooseningByTwo : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Demand",
                table: "AdminRequests",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "Nobody");

            migrationBuilder.AddColumn<string>(
                name: "Rule",
                table: "AdminRequests",
                type: "TEXT",
                maxLength: 32,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Demand",
                table: "AdminRequests");

            migrationBuilder.DropColumn(
                name: "Rule",
                table: "AdminRequests");
        }
    }
}
