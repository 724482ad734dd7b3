using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoalitionCms.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Consents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Consents",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    MemberId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<long>(type: "bigint", nullable: false),
                    EventId = table.Column<Guid>(type: "uuid", nullable: true),
                    IsWithdrawal = table.Column<bool>(type: "boolean", nullable: false),
                    RecordedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    RecordedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Terms_Choice = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Terms_GivenBy = table.Column<string>(type: "text", nullable: false),
                    Terms_GivenOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Terms_Means = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Terms_Until = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Consents", x => x.Id);
                    table.CheckConstraint("CK_Consents_Withdrawal", "NOT \"IsWithdrawal\" OR \"Terms_Choice\" = 'Hidden'");
                    table.ForeignKey(
                        name: "FK_Consents_Events_EventId",
                        column: x => x.EventId,
                        principalTable: "Events",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Consents_Members_MemberId",
                        column: x => x.MemberId,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Consents_EventId",
                table: "Consents",
                column: "EventId");

            migrationBuilder.CreateIndex(
                name: "IX_Consents_MemberId_Number",
                table: "Consents",
                columns: new[] { "MemberId", "Number" },
                unique: true);

            // What stood at a line of an attendance list becomes the first row about that event; where nothing was on record there is no row.
            // The row's key is the line's: both are unique, and no database has to make one.
            migrationBuilder.Sql(
                """
                INSERT INTO "Consents" ("Id", "MemberId", "Number", "EventId", "IsWithdrawal", "RecordedBy", "RecordedAt", "Terms_Choice", "Terms_GivenBy", "Terms_GivenOn", "Terms_Means", "Terms_Until")
                SELECT "Id", "MemberId", ROW_NUMBER() OVER (PARTITION BY "MemberId" ORDER BY "Consent_GivenOn", "Id"), "EventId", FALSE, NULL, date_trunc('milliseconds', now()),
                    "Consent_Choice", "Consent_GivenBy", "Consent_GivenOn", "Consent_Means", "Consent_Until"
                FROM "Attendances"
                WHERE NOT ("Consent_Choice" = 'Hidden' AND "Consent_Means" = 'None' AND "Consent_GivenOn" IS NULL AND "Consent_GivenBy" = '' AND "Consent_Until" IS NULL);
                """);

            migrationBuilder.DropColumn(
                name: "Consent_Choice",
                table: "Attendances");

            migrationBuilder.DropColumn(
                name: "Consent_GivenBy",
                table: "Attendances");

            migrationBuilder.DropColumn(
                name: "Consent_GivenOn",
                table: "Attendances");

            migrationBuilder.DropColumn(
                name: "Consent_Means",
                table: "Attendances");

            migrationBuilder.DropColumn(
                name: "Consent_Until",
                table: "Attendances");

            migrationBuilder.CreateTable(
                name: "Statements",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    MemberId = table.Column<Guid>(type: "uuid", nullable: false),
                    CodeHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Sealed = table.Column<byte[]>(type: "bytea", nullable: false),
                    Events = table.Column<int>(type: "integer", nullable: false),
                    IssuedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    IssuedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    RevokedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    RevokedBy = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Statements", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Statements_Members_MemberId",
                        column: x => x.MemberId,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Statements_CodeHash",
                table: "Statements",
                column: "CodeHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Statements_MemberId_IssuedAt",
                table: "Statements",
                columns: new[] { "MemberId", "IssuedAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Statements");

            migrationBuilder.AddColumn<string>(
                name: "Consent_Choice",
                table: "Attendances",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Hidden");

            migrationBuilder.AddColumn<string>(
                name: "Consent_GivenBy",
                table: "Attendances",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateOnly>(
                name: "Consent_GivenOn",
                table: "Attendances",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Consent_Means",
                table: "Attendances",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "None");

            migrationBuilder.AddColumn<DateOnly>(
                name: "Consent_Until",
                table: "Attendances",
                type: "date",
                nullable: true);

            // The newest row about an event goes back to its line, the history is lost. What was said for all events has no place there: where it is the newer, the line is hidden.
            migrationBuilder.Sql(
                """
                UPDATE "Attendances" SET
                    "Consent_Choice" = (SELECT c."Terms_Choice" FROM "Consents" AS c WHERE c."MemberId" = "Attendances"."MemberId" AND c."EventId" = "Attendances"."EventId" ORDER BY c."Number" DESC LIMIT 1),
                    "Consent_GivenBy" = (SELECT c."Terms_GivenBy" FROM "Consents" AS c WHERE c."MemberId" = "Attendances"."MemberId" AND c."EventId" = "Attendances"."EventId" ORDER BY c."Number" DESC LIMIT 1),
                    "Consent_GivenOn" = (SELECT c."Terms_GivenOn" FROM "Consents" AS c WHERE c."MemberId" = "Attendances"."MemberId" AND c."EventId" = "Attendances"."EventId" ORDER BY c."Number" DESC LIMIT 1),
                    "Consent_Means" = (SELECT c."Terms_Means" FROM "Consents" AS c WHERE c."MemberId" = "Attendances"."MemberId" AND c."EventId" = "Attendances"."EventId" ORDER BY c."Number" DESC LIMIT 1),
                    "Consent_Until" = (SELECT c."Terms_Until" FROM "Consents" AS c WHERE c."MemberId" = "Attendances"."MemberId" AND c."EventId" = "Attendances"."EventId" ORDER BY c."Number" DESC LIMIT 1)
                WHERE EXISTS (SELECT 1 FROM "Consents" AS c WHERE c."MemberId" = "Attendances"."MemberId" AND c."EventId" = "Attendances"."EventId");

                UPDATE "Attendances" SET "Consent_Choice" = 'Hidden'
                WHERE COALESCE((SELECT MAX(c."Number") FROM "Consents" AS c WHERE c."MemberId" = "Attendances"."MemberId" AND c."EventId" IS NULL), 0)
                    > COALESCE((SELECT MAX(c."Number") FROM "Consents" AS c WHERE c."MemberId" = "Attendances"."MemberId" AND c."EventId" = "Attendances"."EventId"), 0);
                """);

            migrationBuilder.DropTable(
                name: "Consents");
        }
    }
}
