using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoalitionCms.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class CaseFacts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Order",
                table: "PersonNames",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "AsUsual");

            migrationBuilder.AddColumn<DateOnly>(
                name: "ActualRelease_Earliest",
                table: "People",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ActualRelease_Edtf",
                table: "People",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateOnly>(
                name: "ActualRelease_Latest",
                table: "People",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "ExpectedRelease_Earliest",
                table: "People",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ExpectedRelease_Edtf",
                table: "People",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateOnly>(
                name: "ExpectedRelease_Latest",
                table: "People",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "HeldAtOriginal",
                table: "People",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "HeldAtOriginalLanguage",
                table: "People",
                type: "character varying(16)",
                maxLength: 16,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "HeldIn",
                table: "People",
                type: "text",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<string>(
                name: "HeldInOriginal",
                table: "People",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "HeldInOriginalLanguage",
                table: "People",
                type: "character varying(16)",
                maxLength: 16,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Notes",
                table: "People",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateOnly>(
                name: "OfficialEnd_Earliest",
                table: "People",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OfficialEnd_Edtf",
                table: "People",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateOnly>(
                name: "OfficialEnd_Latest",
                table: "People",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Sources",
                table: "People",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "VerifiedOn",
                table: "People",
                type: "date",
                nullable: false,
                defaultValue: new DateOnly(1000, 1, 1));

            migrationBuilder.AddColumn<string>(
                name: "Sources",
                table: "DetentionEpisodes",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "History",
                table: "Charges",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Sources",
                table: "Charges",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Appeal",
                table: "Campaigns",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "PausedOn_Earliest",
                table: "Campaigns",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PausedOn_Edtf",
                table: "Campaigns",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateOnly>(
                name: "PausedOn_Latest",
                table: "Campaigns",
                type: "date",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_People_VerifiedOn_Id",
                table: "People",
                columns: new[] { "VerifiedOn", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_People_VerifiedOn_Id",
                table: "People");

            migrationBuilder.DropColumn(
                name: "Order",
                table: "PersonNames");

            migrationBuilder.DropColumn(
                name: "ActualRelease_Earliest",
                table: "People");

            migrationBuilder.DropColumn(
                name: "ActualRelease_Edtf",
                table: "People");

            migrationBuilder.DropColumn(
                name: "ActualRelease_Latest",
                table: "People");

            migrationBuilder.DropColumn(
                name: "ExpectedRelease_Earliest",
                table: "People");

            migrationBuilder.DropColumn(
                name: "ExpectedRelease_Edtf",
                table: "People");

            migrationBuilder.DropColumn(
                name: "ExpectedRelease_Latest",
                table: "People");

            migrationBuilder.DropColumn(
                name: "HeldAtOriginal",
                table: "People");

            migrationBuilder.DropColumn(
                name: "HeldAtOriginalLanguage",
                table: "People");

            migrationBuilder.DropColumn(
                name: "HeldIn",
                table: "People");

            migrationBuilder.DropColumn(
                name: "HeldInOriginal",
                table: "People");

            migrationBuilder.DropColumn(
                name: "HeldInOriginalLanguage",
                table: "People");

            migrationBuilder.DropColumn(
                name: "Notes",
                table: "People");

            migrationBuilder.DropColumn(
                name: "OfficialEnd_Earliest",
                table: "People");

            migrationBuilder.DropColumn(
                name: "OfficialEnd_Edtf",
                table: "People");

            migrationBuilder.DropColumn(
                name: "OfficialEnd_Latest",
                table: "People");

            migrationBuilder.DropColumn(
                name: "Sources",
                table: "People");

            migrationBuilder.DropColumn(
                name: "VerifiedOn",
                table: "People");

            migrationBuilder.DropColumn(
                name: "Sources",
                table: "DetentionEpisodes");

            migrationBuilder.DropColumn(
                name: "History",
                table: "Charges");

            migrationBuilder.DropColumn(
                name: "Sources",
                table: "Charges");

            migrationBuilder.DropColumn(
                name: "Appeal",
                table: "Campaigns");

            migrationBuilder.DropColumn(
                name: "PausedOn_Earliest",
                table: "Campaigns");

            migrationBuilder.DropColumn(
                name: "PausedOn_Edtf",
                table: "Campaigns");

            migrationBuilder.DropColumn(
                name: "PausedOn_Latest",
                table: "Campaigns");
        }
    }
}
