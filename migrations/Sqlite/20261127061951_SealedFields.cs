using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoalitionCms.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class SealedFields : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Members_NativeName",
                table: "Members");

            migrationBuilder.DropIndex(
                name: "IX_Members_RomanisedName",
                table: "Members");

            migrationBuilder.CreateTable(
                name: "SealMark",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    KeyId = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    SealedAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SealMark", x => x.Id);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "SealMark");

            migrationBuilder.CreateIndex(
                name: "IX_Members_NativeName",
                table: "Members",
                column: "NativeName");

            migrationBuilder.CreateIndex(
                name: "IX_Members_RomanisedName",
                table: "Members",
                column: "RomanisedName");
        }
    }
}
