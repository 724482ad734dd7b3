using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;
using CoalitionCms.Data;
using CoalitionCms.Domain;

namespace CoalitionCms.Operations.Backup;

/// <summary>The result of reading and verifying a whole backup.</summary>
/// <param name="Bytes">Length of the file.</param>
/// <param name="Sha256">Hash of the file.</param>
/// <param name="IsSealed">True when it is encrypted with a passphrase.</param>
internal sealed record ReadBackup(BackupManifest Facts, IReadOnlyList<BackupEntry> Entries, long Bytes, string Sha256, bool IsSealed);

/// <summary>Reads a whole backup, reports the first invalid entry, and unpacks the requested entries into a folder of its own.</summary>
internal sealed class BackupReader(string path, string? passphrase, Action<long, long>? progress, CancellationToken cancellationToken)
{
    private const int MostListBytes = 256 * 1024 * 1024;

    private readonly List<BackupEntry> found = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private BackupManifest? facts;
    private List<BackupEntry>? listed;

    /// <summary>Returns whether the file needs a passphrase.</summary>
    /// <exception cref="SetupException">The file does not exist or cannot be read.</exception>
    public static bool IsSealed(string path)
    {
        using var file = OpenFile(path);
        Span<byte> begin = stackalloc byte[16];
        return BackupSeal.IsSealed(begin[..file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false)]);
    }

    /// <summary>
    /// Reads the backup. <paramref name="wanted"/> selects the entries that are written to <paramref name="folder"/>; none of them may be
    /// used before this method has returned.
    /// </summary>
    /// <exception cref="SetupException">The file is not a backup, or is damaged.</exception>
    public ReadBackup Read(string folder, Func<string, bool> wanted)
    {
        using var file = OpenFile(path);
        var length = file.Length;
        using var measured = new MeasuredStream(file, passed => progress?.Invoke(passed, length), cancellationToken);
        try
        {
            if (passphrase is null)
            {
                RequireTrailer(file);
                measured.End = length - BackupWriter.TrailerSize;
                ReadTar(measured, folder, wanted);
                var expected = BackupWriter.Trailer(measured.Hash);
                measured.End = length;
                var trailer = new byte[BackupWriter.TrailerSize];
                measured.ReadExactly(trailer);
                Compare();
                if (!trailer.AsSpan().SequenceEqual(expected))
                {
                    throw new InvalidDataException("what stands between the entries is not what was written there");
                }
            }
            else
            {
                var head = new byte[BackupSeal.HeadSize];
                measured.ReadExactly(head);
                using var seal = BackupSeal.Of(head, passphrase);
                using var open = new OpeningStream(measured, seal, length - BackupSeal.HeadSize);
                ReadTar(open, folder, wanted);
                Compare();
            }
        }
        catch (Exception wrong) when (
            wrong is InvalidDataException or EndOfStreamException or FormatException or JsonException or ArgumentException
            or OverflowException or NotSupportedException or CryptographicException)
        {
            throw Wrong(found.Count == 0 ? "at its beginning" : "behind " + found[^1].Path, wrong.Message, wrong);
        }

        return new(facts!, found, length, measured.Hash, passphrase is not null);
    }

    private void ReadTar(Stream stream, string folder, Func<string, bool> wanted)
    {
        using (var tar = new TarReader(stream, leaveOpen: true))
        {
            while (tar.GetNextEntry() is { } entry)
            {
                Take(entry, folder, wanted);
            }
        }

        // Reads to the last byte; only then is the whole content verified.
        stream.CopyTo(Stream.Null);
    }

    private void Take(TarEntry entry, string folder, Func<string, bool> wanted)
    {
        if (facts is null && entry.Name != BackupNames.Facts)
        {
            throw NoBackup();
        }

        // Security: a link, a device, or a name that leads elsewhere is never part of a backup.
        if (entry.EntryType != TarEntryType.RegularFile || listed is not null || !names.Add(entry.Name)
            || (entry.Name is not (BackupNames.Facts or BackupNames.List) && !BackupNames.IsKnown(entry.Name)))
        {
            throw Wrong("at " + CleanText.Line(entry.Name), "no backup has such an entry there");
        }

        using var content = new MeasuredStream(entry.DataStream ?? Stream.Null, progress: null, cancellationToken);
        switch (entry.Name)
        {
            case BackupNames.Facts:
                facts = JsonSerializer.Deserialize<BackupManifest>(ReadAll(content, entry.Length), DomainJson.Options) ?? throw NoBackup();
                if (facts.Format > BackupManifest.CurrentFormat)
                {
                    throw new SetupException(
                        $"The backup was made by a newer version of CoalitionCms ({CleanText.Line(facts.Product)}). Nothing was changed.",
                        "Use that version or a later one.");
                }

                break;
            case BackupNames.List:
                listed = JsonSerializer.Deserialize<List<BackupEntry>>(ReadAll(content, entry.Length), DomainJson.Options);
                return;
            case var name when wanted(name):
                Unpack(content, Path.Combine(folder, name));
                break;
            default:
                content.CopyTo(Stream.Null);
                break;
        }

        found.Add(new(entry.Name, content.Passed, content.Hash));
    }

    private void Compare()
    {
        if (listed is null)
        {
            throw new InvalidDataException("the list of its entries is missing");
        }

        foreach (var (entry, written) in found.Zip(listed))
        {
            if (entry != written)
            {
                throw Wrong("at " + entry.Path, "this entry is not what was written");
            }
        }

        if (found.Count != listed.Count)
        {
            throw new InvalidDataException("an entry is missing or too many");
        }
    }

    private static void Unpack(Stream content, string target)
    {
        DataFolder.MakePrivate(Path.GetDirectoryName(target)!);
        DataFolder.MakePrivateFile(target);
        using var file = new FileStream(target, FileMode.Create, FileAccess.Write, FileShare.None);
        content.CopyTo(file);
        file.Flush(flushToDisk: true);
    }

    private static byte[] ReadAll(Stream content, long length)
    {
        var bytes = new byte[length is >= 0 and <= MostListBytes ? length : throw new InvalidDataException("the entry is too long")];
        content.ReadExactly(bytes);
        return bytes;
    }

    private static void RequireTrailer(FileStream file)
    {
        var bytes = new byte[BackupWriter.TrailerSize];
        if (file.Length > bytes.Length)
        {
            file.Seek(-bytes.Length, SeekOrigin.End);
            file.ReadExactly(bytes);
            file.Seek(0, SeekOrigin.Begin);
        }

        if (!bytes.AsSpan().StartsWith(BackupWriter.Trailer("").AsSpan()[..^1]))
        {
            throw new InvalidDataException("its end is missing, or it is no backup of CoalitionCms");
        }
    }

    private static FileStream OpenFile(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SetupException(
                $"The backup {path} cannot be read ({problem.Message}).", "Check the path, and that the program's user may read the file.",
                problem);
        }
    }

    private SetupException NoBackup() =>
        new($"{path} is no backup of CoalitionCms. Nothing was changed.", "Name a file that the command backup wrote.");

    private SetupException Wrong(string where, string why, Exception? cause = null) =>
        new($"The backup {path} does not hold {where}: {why}. Nothing was changed.",
            "Take another copy of it, or an earlier backup. Keep this one: it shows that something changed it.", cause);
}
