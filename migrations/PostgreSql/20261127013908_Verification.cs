using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoalitionCms.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Verification : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "AuditStart",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    Number = table.Column<long>(type: "bigint", nullable: false),
                    Hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditStart", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ReadingOnly",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    OnSince = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReadingOnly", x => x.Id);
                });

            migrationBuilder.InsertData(
                table: "AuditStart",
                columns: new[] { "Id", "Hash", "Number" },
                values: new object[] { 1, "10bad10fd59221ca8d218f64aa178e0d9f4e9fde13bd9c940e3e02a3e5490416", 0L });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AuditStart");

            migrationBuilder.DropTable(
                name: "ReadingOnly");
        }
    }
}
