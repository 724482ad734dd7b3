using System.IO.Compression;
using System.Xml;

namespace CoalitionCms.Domain;

/// <summary>Why a file of an office program is refused.</summary>
internal enum OfficeProblem
{
    Macros,

    /// <summary>It is, or unpacks to, more than its kind needs.</summary>
    TooLarge,

    Damaged,

    /// <summary>A kind of file has a reason of its own.</summary>
    Refused,
}

/// <summary>What a kind of file may contain.</summary>
/// <param name="MaxUnpacked">Bytes of all parts together.</param>
/// <param name="MaxXml">Bytes of a part that is XML.</param>
/// <param name="MaxPart">Bytes of any other part.</param>
/// <param name="MostElements">Elements of all parts together: each becomes an object in memory.</param>
internal sealed record OfficeLimits(int MaxUnpacked, int MaxXml, int MaxPart, int MostParts, int MostElements);

/// <summary>
/// Checks a file of an office program (.docx, .xlsx: XML in a ZIP file) before the library that reads it sees it, and writes it again.
/// Security: the library reads elements by recursion, and a stack that overflows ends the program. It takes as XML whatever the file says
/// is XML, so every part is checked by its content, whatever it is called.
/// </summary>
internal abstract class OfficeFile(OfficeLimits limits)
{
    /// <summary>Deepest nesting of elements.</summary>
    public const int Deepest = 150;

    protected static XmlReaderSettings Settings { get; } = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>The checked file, for the library.</summary>
    public MemoryStream Content { get; } = new();

    /// <summary>Copies the checked parts into <see cref="Content"/>.</summary>
    /// <returns>Null, or why the file is refused.</returns>
    protected OfficeProblem? Copy(byte[] bytes)
    {
        try
        {
            using var from = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            var problem = from.Entries.Count > limits.MostParts ? OfficeProblem.TooLarge : CopyParts(from);
            Content.Position = 0;
            return problem;
        }
        catch (Exception broken) when (broken is InvalidDataException or XmlException or IOException or FormatException
            or NotSupportedException or ArgumentException)
        {
            return OfficeProblem.Damaged;
        }
    }

    /// <summary>Looks at a node of an XML part.</summary>
    /// <returns>False to refuse the file, for a reason that the kind of file keeps.</returns>
    protected virtual bool Accepts(string part, XmlReader at) => true;

    /// <summary>Changes an XML part that was checked; null to refuse the file.</summary>
    protected virtual MemoryStream? Change(string part, MemoryStream content) => content;

    private OfficeProblem? CopyParts(ZipArchive from)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var (left, elements) = (limits.MaxUnpacked, 0);
        using var to = new ZipArchive(Content, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var entry in from.Entries.Where(e => !e.FullName.EndsWith('/')))
        {
            var name = entry.FullName;
            if (name.StartsWith('/') || name.Contains('\\', StringComparison.Ordinal) || name.Split('/').Contains("..") || !names.Add(name)

                // Pieces of a part, which the library would put together.
                || name.EndsWith(".piece", StringComparison.OrdinalIgnoreCase))
            {
                return OfficeProblem.Damaged;
            }

            if (name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase))
            {
                return OfficeProblem.Macros;
            }

            // Security: counted while it is unpacked. What the file says about its own sizes is not asked.
            if (Unpack(entry, Math.Min(left, IsXml(name) ? limits.MaxXml : limits.MaxPart)) is not { } content)
            {
                return OfficeProblem.TooLarge;
            }

            left -= (int)content.Length;
            if (IsXml(name) || LooksLikeXml(content))
            {
                if (content.Length > limits.MaxXml)
                {
                    return OfficeProblem.TooLarge;
                }

                if (Check(name, content, ref elements) is { } problem)
                {
                    return problem;
                }

                if (Change(name, content) is not { } changed)
                {
                    return OfficeProblem.Refused;
                }

                content = changed;
            }

            using var copy = to.CreateEntry(name, CompressionLevel.NoCompression).Open();
            content.CopyTo(copy);
        }

        return null;
    }

    private static MemoryStream? Unpack(ZipArchiveEntry entry, int most)
    {
        var content = new MemoryStream();
        using var packed = entry.Open();
        var buffer = new byte[81_920];
        for (int read; (read = packed.Read(buffer)) > 0;)
        {
            if (content.Length + read > most)
            {
                return null;
            }

            content.Write(buffer, 0, read);
        }

        content.Position = 0;
        return content;
    }

    private OfficeProblem? Check(string name, MemoryStream content, ref int elements)
    {
        using (var reader = XmlReader.Create(content, Settings))
        {
            while (reader.Read())
            {
                if (reader.Depth > Deepest || (reader.NodeType == XmlNodeType.Element && ++elements > limits.MostElements))
                {
                    return OfficeProblem.TooLarge;
                }

                if (!Accepts(name, reader))
                {
                    return OfficeProblem.Refused;
                }
            }
        }

        content.Position = 0;
        if (name == "[Content_Types].xml")
        {
            using var text = new StreamReader(content, leaveOpen: true);
            var isMacro = text.ReadToEnd().Contains("macroEnabled", StringComparison.OrdinalIgnoreCase);
            content.Position = 0;
            return isMacro ? OfficeProblem.Macros : null;
        }

        return null;
    }

    private static bool IsXml(string name) =>
        name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the first byte that is no byte order mark, blank or half of a wider letter begins an element.</summary>
    private static bool LooksLikeXml(MemoryStream content)
    {
        var first = content.GetBuffer().AsSpan(0, (int)content.Length)
            .IndexOfAnyExcept<byte>([0xEF, 0xBB, 0xBF, 0xFE, 0xFF, 0, .. " \t\r\n"u8]);
        return first >= 0 && content.GetBuffer()[first] == (byte)'<';
    }
}
