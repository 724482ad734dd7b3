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
                name: "AdminRequests",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Note = table.Column<string>(type: "TEXT", nullable: false),
                    RequestedBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    RequestedAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AdminRequests", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AdminRequests_Accounts_AccountId",
                        column: x => x.AccountId,
                        principalTable: "Accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_AdminRequests_Accounts_RequestedBy",
                        column: x => x.RequestedBy,
                        principalTable: "Accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

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

            migrationBuilder.CreateIndex(
                name: "IX_AdminRequests_AccountId",
                table: "AdminRequests",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_AdminRequests_RequestedBy",
                table: "AdminRequests",
                column: "RequestedBy");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AdminRequests");

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
