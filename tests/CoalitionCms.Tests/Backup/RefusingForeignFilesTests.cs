using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Operations.Backup;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Backup;

/// <summary>
/// Files that somebody else made up: whatever they say, nothing is written outside of the folder for unpacking, and the site stays as it
/// is.
/// </summary>
public sealed class RefusingForeignFilesTests : IDisposable
{
    private static readonly BackupManifest Facts =
        new(1, "0.1.0", new DateTime(2026, 5, 14, 16, 0, 0, DateTimeKind.Utc), "Sqlite", LastMigration(), "0@0", "");

    private readonly Vault vault = new();

    [Theory]
    [InlineData("../evil")]
    [InlineData("/tmp/evil")]
    [InlineData("media/../../evil")]
    [InlineData("media/ab/cd/abcd/32.jpg")]
    [InlineData("database/../cms.db")]
    [InlineData("database/cms.db/")]
    [InlineData("keys/fields.key")]
    [InlineData("database\\cms.db")]
    [InlineData("cms.db")]
    public void A_name_that_no_backup_has_is_refused(string name) =>
        ShouldBeRefused(Tar((TarEntryType.RegularFile, "backup.json", Json(Facts)), (TarEntryType.RegularFile, name, "evil"u8.ToArray())),
        "no backup has such an entry there");

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.Directory)]
    [InlineData(TarEntryType.Fifo)]
    public void What_is_no_file_is_refused(TarEntryType type) =>
        ShouldBeRefused(Tar((TarEntryType.RegularFile, "backup.json", Json(Facts)), (type, "database/cms.db", [])),
        "no backup has such an entry there");

    [Fact]
    public void An_entry_twice_or_after_the_list_is_refused()
    {
        (TarEntryType, string, byte[]) facts = (TarEntryType.RegularFile, "backup.json", Json(Facts)),
            database = (TarEntryType.RegularFile, "database/cms.db", [1]),
            list = (TarEntryType.RegularFile, "files.json", "[]"u8.ToArray());
        ShouldBeRefused(Tar(facts, database, database), "no backup has such an entry there");
        ShouldBeRefused(Tar(facts, list, database), "no backup has such an entry there");
        ShouldBeRefused(Tar(facts, database, list), "an entry is missing or too many");
        ShouldBeRefused(Tar(facts, database), "the list of its entries is missing");
        ShouldBeRefused(Tar(database, facts), "is no backup of CoalitionCms");
        ShouldBeRefused("This is a letter, and no backup at all."u8.ToArray(), "it is no backup of CoalitionCms");
        ShouldBeRefused([], "it is no backup of CoalitionCms");
    }

    [Fact]
    public async Task A_newer_format_a_newer_database_and_another_kind_are_refused()
    {
        await ShouldBeToldAsync(Facts with { Format = 2 },
            "error: The backup was made by a newer version of CoalitionCms (0.1.0). Nothing was changed.");
        await ShouldBeToldAsync(Facts with { Migration = "29990101000000_Later" },
            "error: The backup was made by a newer version of CoalitionCms (it has 29990101000000_Later). Nothing was changed.");
        await ShouldBeToldAsync(Facts with { Database = "PostgreSql" },
            "error: The backup is of a site on PostgreSql, and Cms__Database is Sqlite. Nothing was changed.");
        await ShouldBeToldAsync(Facts with { Key = "0123456789abcdef" }, "error: The key 0123456789abcdef is not in ");
    }

    [OnEachDatabase]
    public async Task A_backup_without_a_database_is_refused(DatabaseKind database) =>
        await ShouldBeRefusedAsync(database, "There is no database in the backup. Nothing was changed.");

    [OnEachDatabase]
    public async Task A_backup_of_another_database_than_its_head_says_is_refused(DatabaseKind database)
    {
        const string Sentence = "The backup says that its log ends with ";
        await (database == DatabaseKind.Sqlite
            ? ShouldBeRefusedAsync(database, Sentence, ("database/cms.db", []))
            : ShouldBeRefusedAsync(database, Sentence, ("database/Settings.copy", "COPY \"Settings\" (\"Id\") FROM stdin;\n"u8.ToArray())));
    }

    [OnEachDatabase]
    public async Task A_backup_whose_database_is_none_is_refused(DatabaseKind database) => await (database == DatabaseKind.Sqlite
        ? ShouldBeRefusedAsync(database, "The database in the backup does not open.",
        ("database/cms.db", [.. Enumerable.Repeat((byte)7, 9_000)]))
        : ShouldBeRefusedAsync(database, "The database in the backup does not open.",
            ("database/Settings.copy", "COPY \"Settings\" (\"Id\") FROM stdin;\nmany\n"u8.ToArray())));

    public void Dispose() => vault.Dispose();

    private static string LastMigration()
    {
        using var db = new SqliteDesignTime().CreateDbContext([]);
        return db.Database.GetMigrations().Last();
    }

    private async Task ShouldBeRefusedAsync(DatabaseKind database, string sentence, params (string Name, byte[] Content)[] files)
    {
        var head = "76@76".Replace("76@", new string('a', 64) + "@", StringComparison.Ordinal);
        var facts = Facts with
        {
            Database = database.ToString(),
            Head = head,
            Migration = database == DatabaseKind.Sqlite ? LastMigration()
            : LastPostgreSqlMigration()
        };
        var path = vault.File("forged.backup");
        await using (var to = new FileStream(path, FileMode.Create))
        {
            using var writer = new BackupWriter(to, seal: null, facts, progress: null, TestContext.Current.CancellationToken);
            foreach (var (name, content) in files)
            {
                using var bytes = new MemoryStream(content);
                writer.Add(name, bytes);
            }

            writer.End();
        }

        var (setup, _, folder) = await Vault.EmptyAsync(database);
        foreach (var unsound in (bool[])[false, true])
        {
            var answer = await Vault.RestoreAsync(setup, path, unsound: unsound);
            answer.ExitCode.ShouldBe(1, answer.Output);
            answer.Output.ShouldContain("error: " + sentence);
            answer.Output.ShouldNotContain("   at ");
        }

        File.Exists(Path.Combine(folder, "cms.db")).ShouldBeFalse();
        Directory.Exists(Path.Combine(folder, "replaced")).ShouldBeFalse();
        Directory.Delete(folder, recursive: true);
    }

    private static string LastPostgreSqlMigration()
    {
        using var db = new PostgreSqlDesignTime().CreateDbContext([]);
        return db.Database.GetMigrations().Last();
    }

    private async Task ShouldBeToldAsync(BackupManifest facts, string sentence)
    {
        var file =
            Write(Tar((TarEntryType.RegularFile, "backup.json", Json(facts)),
            (TarEntryType.RegularFile, "files.json",
            Json(new[] { new BackupEntry("backup.json", Json(facts).Length, Convert.ToHexStringLower(SHA256.HashData(Json(facts)))) }))));
        var (setup, _, folder) = await Vault.EmptyAsync(DatabaseKind.Sqlite);
        var answer = await Vault.RestoreAsync(setup, file);
        answer.ExitCode.ShouldBe(1, answer.Output);
        answer.Output.ShouldContain(sentence);
        File.Exists(Path.Combine(folder, "cms.db")).ShouldBeFalse();
        Directory.Delete(folder, recursive: true);
    }

    private void ShouldBeRefused(byte[] bytes, string why)
    {
        var folder = Directory.CreateDirectory(Path.Combine(vault.Folder, "deep", "deeper")).FullName;
        Should.Throw<SetupException>(() =>
            new BackupReader(Write(bytes), null, null, TestContext.Current.CancellationToken)
            .Read(folder, _ => true)).Message.ShouldContain(why);
        Directory.EnumerateFiles(vault.Folder, "evil*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    private string Write(byte[] bytes)
    {
        var file = vault.File("foreign.backup");
        using var to = new FileStream(file, FileMode.Create);
        to.Write(bytes);
        return file;
    }

    private static byte[] Json<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, DomainJson.Options);

    private static byte[] Tar(params (TarEntryType Type, string Name, byte[] Content)[] entries)
    {
        using var to = new MemoryStream();
        using (var tar = new TarWriter(to, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var (type, name, content) in entries)
            {
                var entry = new PaxTarEntry(type, name);
                if (type == TarEntryType.RegularFile)
                {
                    entry.DataStream = new MemoryStream(content);
                }
                else if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
                {
                    entry.LinkName = "../evil";
                }

                tar.WriteEntry(entry);
            }
        }

        return [.. to.ToArray(), .. BackupWriter.Trailer(Convert.ToHexStringLower(SHA256.HashData(to.ToArray())))];
    }
}
