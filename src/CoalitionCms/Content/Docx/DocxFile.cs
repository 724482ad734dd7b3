using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;

namespace CoalitionCms.Content.Docx;

/// <summary>Why a document of a word processor is refused; the sentence is <c>DocxProblem.…</c>.</summary>
internal enum DocxProblem
{
    /// <summary>It is not a .docx file, whatever its name says.</summary>
    NotDocx,

    /// <summary>It is an older .doc file, or has a password.</summary>
    OldOrLocked,

    Macros,

    /// <summary>It loads a template, or parts of itself, from another computer.</summary>
    Remote,

    /// <summary>It is, or unpacks to, more than a text with photos needs.</summary>
    TooLarge,

    Damaged,

    /// <summary>Its text is longer than an entry may be.</summary>
    TooLong,
}

/// <summary>
/// Checks a .docx file before the library that reads it sees it, and writes it again without addresses: of links the addresses are kept
/// here, so that nothing in the file can make anything be loaded.
/// </summary>
internal sealed class DocxFile
{
    public const int MaxBytes = 25 * 1024 * 1024;
    public const int MaxUnpacked = 100 * 1024 * 1024;
    public const int MaxXml = 12 * 1024 * 1024;
    public const int MostEntries = 2_000;

    /// <summary>Deepest nesting of elements: the library reads them by recursion.</summary>
    public const int Deepest = 150;

    /// <summary>Most elements of a part: each becomes an object in memory.</summary>
    public const int MostElements = 400_000;

    /// <summary>Most paragraphs: an entry of the greatest length, at 25 characters each.</summary>
    public const int MostParagraphs = EntryText.MaxBody / 25;

    private const string External = "External";
    private const string MainPart = "word/document.xml";
    private static readonly XNamespace Relationships = "http://schemas.openxmlformats.org/package/2006/relationships";

    private readonly Dictionary<string, string> targets = new(StringComparer.Ordinal);

    private DocxFile()
    {
    }

    /// <summary>The checked file, for the library.</summary>
    public MemoryStream Content { get; } = new();

    /// <summary>The address that a link of the file had; null when it is none of the file's links.</summary>
    public string? TargetOf(Uri? standIn) => standIn is null ? null : targets.GetValueOrDefault(standIn.OriginalString);

    public static (DocxFile? File, DocxProblem Problem) Open(byte[] bytes)
    {
        if (bytes.AsSpan().StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0]))
        {
            return (null, DocxProblem.OldOrLocked);
        }

        if (bytes.Length > MaxBytes)
        {
            return (null, DocxProblem.TooLarge);
        }

        if (!bytes.AsSpan().StartsWith("PK\u0003\u0004"u8))
        {
            return (null, DocxProblem.NotDocx);
        }

        var file = new DocxFile();
        try
        {
            return file.Copy(bytes) is { } problem ? (null, problem) : (file, default);
        }
        catch (Exception broken) when (broken is InvalidDataException or XmlException or IOException or FormatException
            or NotSupportedException
            or ArgumentException)
        {
            return (null, DocxProblem.Damaged);
        }
    }

    private DocxProblem? Copy(byte[] bytes)
    {
        using var from = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
        if (from.Entries.Count > MostEntries)
        {
            return DocxProblem.TooLarge;
        }

        if (from.GetEntry(MainPart) is null)
        {
            return DocxProblem.NotDocx;
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var left = MaxUnpacked;
        using (var to = new ZipArchive(Content, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in from.Entries)
            {
                var name = entry.FullName;
                if (name.EndsWith('/'))
                {
                    continue;
                }

                if (name.StartsWith('/') || name.Contains('\\', StringComparison.Ordinal) || name.Split('/').Contains("..")
                    || !names.Add(name))
                {
                    return DocxProblem.Damaged;
                }

                if (name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase))
                {
                    return DocxProblem.Macros;
                }

                // Security: counted while it is unpacked. What the file says about its own sizes is not asked.
                var isXml = IsXml(name);
                if (Unpack(entry, Math.Min(left, isXml ? MaxXml : MaxBytes)) is not { } content)
                {
                    return DocxProblem.TooLarge;
                }

                left -= (int)content.Length;
                if (isXml && Check(name, ref content) is { } problem)
                {
                    return problem;
                }

                using var copy = to.CreateEntry(name, CompressionLevel.NoCompression).Open();
                content.CopyTo(copy);
            }
        }

        Content.Position = 0;
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

    private DocxProblem? Check(string name, ref MemoryStream content)
    {
        var settings =
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MaxXml };
        var (isText, isInWords) = (name == MainPart, false);
        var (elements, paragraphs, letters) = (0, 0, 0);
        using (var reader = XmlReader.Create(content, settings))
        {
            while (reader.Read())
            {
                if (reader.Depth > Deepest || (reader.NodeType == XmlNodeType.Element && ++elements > MostElements))
                {
                    return DocxProblem.TooLarge;
                }

                // Security: a text that no entry can hold is refused before any of it is built up in memory and converted.
                if (isText && reader.NodeType == XmlNodeType.Element && reader.LocalName == "p" && ++paragraphs > MostParagraphs)
                {
                    return DocxProblem.TooLong;
                }

                if (isText && reader.NodeType == XmlNodeType.Element)
                {
                    isInWords = reader.LocalName == "t";
                }
                else if (isInWords && reader.NodeType == XmlNodeType.Text && (letters += reader.Value.Length) > EntryText.MaxBody)
                {
                    return DocxProblem.TooLong;
                }
            }
        }

        content.Position = 0;
        if (name == "[Content_Types].xml")
        {
            using var text = new StreamReader(content, leaveOpen: true);
            var isMacro = text.ReadToEnd().Contains("macroEnabled", StringComparison.OrdinalIgnoreCase);
            content.Position = 0;
            return isMacro ? DocxProblem.Macros : null;
        }

        return name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase) ? ReplaceTargets(settings, ref content) : null;
    }

    private DocxProblem? ReplaceTargets(XmlReaderSettings settings, ref MemoryStream content)
    {
        XDocument document;
        using (var reader = XmlReader.Create(content, settings))
        {
            document = XDocument.Load(reader);
        }

        foreach (var relationship in document.Descendants(Relationships + "Relationship")
            .Where(r => string.Equals((string?)r.Attribute("TargetMode"), External, StringComparison.OrdinalIgnoreCase)))
        {
            var (target, type) = ((string?)relationship.Attribute("Target") ?? "", (string?)relationship.Attribute("Type") ?? "");
            if (IsRemote(target) && type[(type.LastIndexOf('/') + 1)..] is "attachedTemplate" or "subDocument" or "frame" or "aFChunk"
                or "oleObject")
            {
                return DocxProblem.Remote;
            }

            var standIn = FormattableString.Invariant($"http://link.invalid/{targets.Count}");
            targets[standIn] = target;
            relationship.SetAttributeValue("Target", standIn);
        }

        content = new MemoryStream();
        document.Save(content);
        content.Position = 0;
        return null;
    }

    // Where the file says that its template is on the writer's own disk, nothing is loaded from there.
    private static bool IsRemote(string target) =>
        target.StartsWith(@"\\", StringComparison.Ordinal) || target.StartsWith("//", StringComparison.Ordinal)
        || (Uri.TryCreate(target, UriKind.Absolute, out var address) && (address.Scheme != Uri.UriSchemeFile || address.Host.Length > 0));

    private static bool IsXml(string name) =>
        name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase);
}
