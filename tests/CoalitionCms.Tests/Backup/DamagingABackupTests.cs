using System.Security.Cryptography;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Operations.Backup;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Backup;

/// <summary>A backup of which a byte is wrong: it is refused, the place is named, and nothing is touched.</summary>
public sealed class DamagingABackupTests(Sites sites) : IClassFixture<Sites>, IDisposable
{
    private readonly Vault vault = new();

    [Fact]
    public async Task A_flipped_byte_anywhere_is_found()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var file = await vault.BackUpAsync(site, "plain.backup");
        var whole = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        Read(file).Entries.Select(e => e.Path).ShouldContain("database/cms.db");

        // The first blocks, the last ones, and places spread over the rest: heads, content and what fills blocks up.
        int[] places =
            [.. Enumerable.Range(0, 40).Select(i => i * 97), .. Enumerable.Range(1, 20).Select(i => whole.Length - (i * 61)),
            .. Enumerable.Range(1, 30).Select(i => whole.Length / 31 * i)];
        foreach (var place in places)
        {
            var changed = (byte[])whole.Clone();
            changed[place] ^= 0x10;
            ShouldBeRefused(changed, $"byte {place}");
        }

        ShouldBeRefused(whole[..^1], "the last byte missing");
        ShouldBeRefused(whole[..(whole.Length / 2)], "half of it missing");
        ShouldBeRefused([.. whole, 0], "a byte too many");
        ShouldBeRefused([.. whole[..1024], .. whole[2048..]], "two blocks missing");
    }

    [Fact]
    public async Task The_command_names_the_entry_and_touches_nothing()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var file = await vault.BackUpAsync(site, "named.backup");
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        await AtomicFile.WriteAsync(file, bytes, TestContext.Current.CancellationToken);
        var (setup, _, folder) = await Vault.EmptyAsync(DatabaseKind.Sqlite);

        var answer = await Vault.RestoreAsync(setup, file);

        answer.ExitCode.ShouldBe(1, answer.Output);
        answer.Output.ShouldContain("does not hold at database/cms.db: this entry is not what was written. Nothing was changed.");
        File.Exists(Path.Combine(folder, "cms.db")).ShouldBeFalse();
        Directory.Exists(Path.Combine(folder, "backup")).ShouldBeFalse("What was unpacked is gone.");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Only_the_passphrase_opens_a_sealed_backup()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        await site.PublishArticleAsync(Writing.Words("Words that nobody reads"));
        var file = await vault.BackUpAsync(site, "sealed.backup", Vault.Passphrase);
        Traces.InFiles(vault.Folder, "Words that nobody reads", "database", "backup.json", "SQLite").ShouldBeEmpty();

        var wrong = await Vault.VerifyAsync(Vault.SetupOf(site), file, "Four lanterns 北 river");
        wrong.ExitCode.ShouldBe(1, wrong.Output);
        wrong.Output.ShouldContain("error: The passphrase is not the one that the backup was made with");
        var none = await Vault.VerifyAsync(Vault.SetupOf(site), file);
        none.ExitCode.ShouldBe(1, none.Output);
        none.Output.ShouldContain("error: The backup is sealed by a passphrase, and none was given.");

        // Hangul and accents come composed from one keyboard and in pieces from another.
        (await Vault.VerifyAsync(Vault.SetupOf(site), file,
            Vault.Passphrase.Normalize(System.Text.NormalizationForm.FormD))).ExitCode.ShouldBe(0);
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        bytes[15] = (byte)'2';
        await AtomicFile.WriteAsync(file, bytes, TestContext.Current.CancellationToken);
        (await Vault.VerifyAsync(Vault.SetupOf(site), file,
            Vault.Passphrase)).Output.ShouldContain("error: The backup was made by a newer version of CoalitionCms.");
    }

    [Fact]
    public void Pieces_that_were_changed_moved_left_out_or_put_in_do_not_open()
    {
        using var seal = BackupSeal.New(Vault.Passphrase);
        const int Piece = BackupSeal.PieceSize + BackupSeal.TagSize;
        var open = RandomNumberGenerator.GetBytes((3 * BackupSeal.PieceSize) + 100);
        var made = Seal(seal, open);
        made.Length.ShouldBe((3 * Piece) + 100 + BackupSeal.TagSize);
        Open(seal, made).ShouldBe(open);
        Open(seal, Seal(seal, open[..BackupSeal.PieceSize])).ShouldBe(open[..BackupSeal.PieceSize]);
        Open(seal, Seal(seal, [])).ShouldBeEmpty();

        ShouldNotOpen([.. made[Piece..(2 * Piece)], .. made[..Piece], .. made[(2 * Piece)..]]);
        ShouldNotOpen(made[..(3 * Piece)]);
        ShouldNotOpen(made[..^1]);
        ShouldNotOpen([.. made[..Piece], .. made[(2 * Piece)..]]);
        ShouldNotOpen([.. made[..Piece], .. made]);
        ShouldNotOpen([.. made, .. made[(3 * Piece)..]]);
        ShouldNotOpen([]);
        foreach (var place in new[] { 0, Piece - 1, Piece, (2 * Piece) + 7, made.Length - 1 })
        {
            var changed = (byte[])made.Clone();
            changed[place] ^= 1;
            ShouldNotOpen(changed);
        }

        // Another file under the same passphrase has other beginnings of nonces, and another key.
        using var other = BackupSeal.New(Vault.Passphrase);
        other.Head.ShouldNotBe(seal.Head);
        Should.Throw<InvalidDataException>(() => Open(other, made));

        void ShouldNotOpen(byte[] changed) => Should.Throw<InvalidDataException>(() => Open(seal, changed));
    }

    public void Dispose() => vault.Dispose();

    private static byte[] Seal(BackupSeal seal, byte[] open)
    {
        using var to = new MemoryStream();
        using var sealing = new SealingStream(to, seal);
        sealing.Write(open);
        sealing.End();
        return to.ToArray();
    }

    private static byte[] Open(BackupSeal seal, byte[] made)
    {
        using var from = new OpeningStream(new MemoryStream(made), seal, made.Length);
        using var to = new MemoryStream();
        from.CopyTo(to);
        return to.ToArray();
    }

    private static ReadBackup Read(string file) =>
        new BackupReader(file, null, null, TestContext.Current.CancellationToken).Read("", _ => false);

    private void ShouldBeRefused(byte[] bytes, string what)
    {
        var file = vault.File("changed.backup");
        using (var to = new FileStream(file, FileMode.Create))
        {
            to.Write(bytes);
        }

        Should.Throw<SetupException>(() => Read(file), what).Message.ShouldEndWith("Nothing was changed.");
    }
}
