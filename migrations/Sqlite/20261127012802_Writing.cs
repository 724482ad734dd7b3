using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoalitionCms.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Writing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Media_AddedAt",
                table: "Media");

            migrationBuilder.AddColumn<bool>(
                name: "KeepsOriginals",
                table: "Settings",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "NeedsApproval",
                table: "Settings",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "TrashDays",
                table: "Settings",
                type: "INTEGER",
                nullable: false,
                defaultValue: 30);

            migrationBuilder.AddColumn<DateTime>(
                name: "BegunAt",
                table: "Revisions",
                type: "TEXT",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            migrationBuilder.AddColumn<string>(
                name: "Note",
                table: "Revisions",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Reason",
                table: "Revisions",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "Saved");

            migrationBuilder.AddColumn<string>(
                name: "Photo",
                table: "People",
                type: "TEXT",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "FocusX",
                table: "Media",
                type: "INTEGER",
                nullable: false,
                defaultValue: 50);

            migrationBuilder.AddColumn<int>(
                name: "FocusY",
                table: "Media",
                type: "INTEGER",
                nullable: false,
                defaultValue: 50);

            migrationBuilder.AddColumn<bool>(
                name: "HasOriginal",
                table: "Media",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Name",
                table: "Media",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Placeholder",
                table: "Media",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Removed",
                table: "Media",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<bool>(
                name: "ShowsHiddenMembers",
                table: "Media",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Widths",
                table: "Media",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Words",
                table: "Media",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTime>(
                name: "ScheduledAt",
                table: "Entries",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "ScheduledBy",
                table: "Entries",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ScheduledDespite",
                table: "Entries",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<Guid>(
                name: "ScheduledRevisionId",
                table: "Entries",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "SubmittedRevisionId",
                table: "Entries",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Cover",
                table: "Articles",
                type: "TEXT",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "EditPresences",
                columns: table => new
                {
                    EntryId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    SeenAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EditPresences", x => new { x.EntryId, x.AccountId });
                    table.ForeignKey(
                        name: "FK_EditPresences_Entries_EntryId",
                        column: x => x.EntryId,
                        principalTable: "Entries",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "MediaUses",
                columns: table => new
                {
                    Sha256 = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    EntryId = table.Column<Guid>(type: "TEXT", nullable: false),
                    IsPublic = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MediaUses", x => new { x.Sha256, x.IsPublic, x.EntryId });
                    table.ForeignKey(
                        name: "FK_MediaUses_Media_Sha256",
                        column: x => x.Sha256,
                        principalTable: "Media",
                        principalColumn: "Sha256",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ReviewSteps",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    EntryId = table.Column<Guid>(type: "TEXT", nullable: false),
                    RevisionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    RevisionNumber = table.Column<long>(type: "INTEGER", nullable: false),
                    RevisionHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReviewSteps", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ReviewSteps_Entries_EntryId",
                        column: x => x.EntryId,
                        principalTable: "Entries",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_ReviewSteps_Revisions_RevisionId",
                        column: x => x.RevisionId,
                        principalTable: "Revisions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Media_AddedAt_Sha256",
                table: "Media",
                columns: new[] { "AddedAt", "Sha256" });

            migrationBuilder.CreateIndex(
                name: "IX_Entries_ScheduledAt",
                table: "Entries",
                column: "ScheduledAt");

            migrationBuilder.CreateIndex(
                name: "IX_Entries_SubmittedRevisionId",
                table: "Entries",
                column: "SubmittedRevisionId");

            migrationBuilder.CreateIndex(
                name: "IX_Entries_TrashedAt",
                table: "Entries",
                column: "TrashedAt");

            migrationBuilder.CreateIndex(
                name: "IX_EditPresences_SeenAt",
                table: "EditPresences",
                column: "SeenAt");

            migrationBuilder.CreateIndex(
                name: "IX_MediaUses_EntryId_IsPublic",
                table: "MediaUses",
                columns: new[] { "EntryId", "IsPublic" });

            migrationBuilder.CreateIndex(
                name: "IX_ReviewSteps_EntryId_At",
                table: "ReviewSteps",
                columns: new[] { "EntryId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_ReviewSteps_RevisionId_Kind",
                table: "ReviewSteps",
                columns: new[] { "RevisionId", "Kind" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "EditPresences");

            migrationBuilder.DropTable(
                name: "MediaUses");

            migrationBuilder.DropTable(
                name: "ReviewSteps");

            migrationBuilder.DropIndex(
                name: "IX_Media_AddedAt_Sha256",
                table: "Media");

            migrationBuilder.DropIndex(
                name: "IX_Entries_ScheduledAt",
                table: "Entries");

            migrationBuilder.DropIndex(
                name: "IX_Entries_SubmittedRevisionId",
                table: "Entries");

            migrationBuilder.DropIndex(
                name: "IX_Entries_TrashedAt",
                table: "Entries");

            migrationBuilder.DropColumn(
                name: "KeepsOriginals",
                table: "Settings");

            migrationBuilder.DropColumn(
                name: "NeedsApproval",
                table: "Settings");

            migrationBuilder.DropColumn(
                name: "TrashDays",
                table: "Settings");

            migrationBuilder.DropColumn(
                name: "BegunAt",
                table: "Revisions");

            migrationBuilder.DropColumn(
                name: "Note",
                table: "Revisions");

            migrationBuilder.DropColumn(
                name: "Reason",
                table: "Revisions");

            migrationBuilder.DropColumn(
                name: "Photo",
                table: "People");

            migrationBuilder.DropColumn(
                name: "FocusX",
                table: "Media");

            migrationBuilder.DropColumn(
                name: "FocusY",
                table: "Media");

            migrationBuilder.DropColumn(
                name: "HasOriginal",
                table: "Media");

            migrationBuilder.DropColumn(
                name: "Name",
                table: "Media");

            migrationBuilder.DropColumn(
                name: "Placeholder",
                table: "Media");

            migrationBuilder.DropColumn(
                name: "Removed",
                table: "Media");

            migrationBuilder.DropColumn(
                name: "ShowsHiddenMembers",
                table: "Media");

            migrationBuilder.DropColumn(
                name: "Widths",
                table: "Media");

            migrationBuilder.DropColumn(
                name: "Words",
                table: "Media");

            migrationBuilder.DropColumn(
                name: "ScheduledAt",
                table: "Entries");

            migrationBuilder.DropColumn(
                name: "ScheduledBy",
                table: "Entries");

            migrationBuilder.DropColumn(
                name: "ScheduledDespite",
                table: "Entries");

            migrationBuilder.DropColumn(
                name: "ScheduledRevisionId",
                table: "Entries");

            migrationBuilder.DropColumn(
                name: "SubmittedRevisionId",
                table: "Entries");

            migrationBuilder.DropColumn(
                name: "Cover",
                table: "Articles");

            migrationBuilder.CreateIndex(
                name: "IX_Media_AddedAt",
                table: "Media",
                column: "AddedAt");
        }
    }
}
