using System.Globalization;
using System.Text;
using CoalitionCms.Domain;

namespace CoalitionCms.Data;

/// <summary>
/// The file of the field keys: one key a line, the encrypting one first. Without it nobody can read encrypted values, not even the owners
/// of the site.
/// </summary>
internal sealed class FieldKeyFile(CmsOptions options, TimeProvider clock)
{
    private const string Word = "field-key-1";
    private const string DateFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const string Head = """
        # Opens the names, notes and e-mail addresses in the site's database. Anyone who has this file and the database can read them;
        # without this file nobody can. Keep a copy apart from the database and its backups. Change keys with: keys rotate

        """;

    public string Path { get; } = PathOf(options);

    public bool Exists => File.Exists(Path);

    /// <summary>True when it is in the data folder, which is copied as a whole for backups.</summary>
    public bool IsInDataFolder =>
        Path.StartsWith(System.IO.Path.GetFullPath(options.DataDirectory) + System.IO.Path.DirectorySeparatorChar,
        StringComparison.Ordinal);

    public static string PathOf(CmsOptions options) =>
        System.IO.Path.GetFullPath(options.FieldKeyFile.Length > 0
        ? options.FieldKeyFile
        : System.IO.Path.Combine(DataFolder.KeysOf(options), "fields.key"));

    /// <summary>Returns the keys of the file or, if there is no file, a new key that exists only in memory.</summary>
    /// <exception cref="SetupException">The file cannot be read, or is not a key file.</exception>
    public FieldKeys Read()
    {
        if (!Exists)
        {
            return new([FieldKey.New(clock.NowToMillisecond())], isKept: false);
        }

        var keys = Lines().Select(line => line.Trim()).Index().Where(l => l.Item.Length > 0 && l.Item[0] != '#')
            .Select(l => KeyOf(l.Item, l.Index + 1)).ToList();
        return keys.Count > 0 ? new(keys, isKept: true) : throw Unusable("it has no key");
    }

    /// <summary>Writes the first key to disk, readable only by the user that runs the program; never overwrites an existing file.</summary>
    /// <exception cref="SetupException">It cannot be written.</exception>
    internal void Keep(FieldKeys keys)
    {
        Write(keys.All, overwrite: false);
        keys.Kept();
    }

    /// <summary>Replaces the keys in the file atomically.</summary>
    /// <exception cref="SetupException">It cannot be written.</exception>
    internal void Replace(IReadOnlyList<FieldKey> keys) => Write(keys, overwrite: true);

    private void Write(IReadOnlyList<FieldKey> keys, bool overwrite)
    {
        try
        {
            DataFolder.MakePrivate(System.IO.Path.GetDirectoryName(Path)!);

            // Security: on disk before anything is encrypted with it.
            AtomicFile.WritePrivate(
                Path, Encoding.UTF8.GetBytes(Head
                + string.Concat(keys.Select(k => $"{Word} {k.Written} {k.MadeAt.ToString(DateFormat, CultureInfo.InvariantCulture)}\n"))),
                overwrite);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"The key file {Path} cannot be written ({problem.Message}).",
                "Give the program's user the right to write there, or name another place in Cms__FieldKeyFile.", problem);
        }
    }

    private string[] Lines()
    {
        try
        {
            return File.ReadAllLines(Path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"The key file {Path} cannot be read ({problem.Message}).",
                "Give it to the program's user, with the rights 0600.", problem);
        }
    }

    private FieldKey KeyOf(string line, int number)
    {
        var secret = new byte[FieldKey.Size];
        return line.Split(' ') is [Word, var written, var date] && Convert.TryFromBase64String(written, secret, out var length)
            && length == secret.Length
            && DateTime.TryParseExact(date, DateFormat, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var madeAt)
                ? new FieldKey(secret, madeAt)
                : throw Unusable($"line {number} is no key");
    }

    private SetupException Unusable(string why) =>
        new($"The key file {Path} cannot be used: {why}. Nothing was changed.",
        "Put back the copy of the key file that you keep apart from the database.");
}
