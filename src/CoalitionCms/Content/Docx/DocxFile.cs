using System.Xml;
using System.Xml.Linq;
using CoalitionCms.Domain;

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
/// A .docx file that was checked, without addresses: of links the addresses are kept here, so that nothing in the file can make anything
/// be loaded.
/// </summary>
internal sealed class DocxFile() : OfficeFile(new(MaxUnpacked, MaxXml, MaxBytes, MostEntries, MostElements))
{
    public const int MaxBytes = 25 * 1024 * 1024;
    public const int MaxXml = 12 * 1024 * 1024;
    public const int MostEntries = 2_000;

    /// <summary>Most paragraphs: an entry of the greatest length, at 25 characters each.</summary>
    public const int MostParagraphs = EntryText.MaxBody / 25;

    private const int MaxUnpacked = 100 * 1024 * 1024;
    private const int MostElements = 400_000;
    private const string External = "External";
    private const string MainPart = "word/document.xml";
    private static readonly XNamespace Relationships = "http://schemas.openxmlformats.org/package/2006/relationships";

    private readonly Dictionary<string, string> targets = new(StringComparer.Ordinal);
    private bool hasText;
    private bool isInWords;
    private int paragraphs;
    private int letters;
    private DocxProblem refused;

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
        return file.Copy(bytes) switch
        {
            null => file.hasText ? (file, default) : (null, DocxProblem.NotDocx),
            OfficeProblem.Macros => (null, DocxProblem.Macros),
            OfficeProblem.TooLarge => (null, DocxProblem.TooLarge),
            OfficeProblem.Refused => (null, file.refused),
            _ => (null, DocxProblem.Damaged),
        };
    }

    // Security: a text that no entry can hold is refused before any of it is built up in memory and converted.
    protected override bool Accepts(string part, XmlReader at)
    {
        hasText |= part == MainPart;
        if (at.NodeType == XmlNodeType.Element)
        {
            isInWords = at.LocalName == "t";
            paragraphs += part == MainPart && at.LocalName == "p" ? 1 : 0;
        }
        else if (part == MainPart && isInWords && at.NodeType == XmlNodeType.Text)
        {
            letters += at.Value.Length;
        }

        refused = DocxProblem.TooLong;
        return paragraphs <= MostParagraphs && letters <= EntryText.MaxBody;
    }

    protected override MemoryStream? Change(string part, MemoryStream content) =>
        part.EndsWith(".rels", StringComparison.OrdinalIgnoreCase) ? ReplaceTargets(content) : content;

    private MemoryStream? ReplaceTargets(MemoryStream content)
    {
        XDocument document;
        using (var reader = XmlReader.Create(content, Settings))
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
                refused = DocxProblem.Remote;
                return null;
            }

            var standIn = FormattableString.Invariant($"http://link.invalid/{targets.Count}");
            targets[standIn] = target;
            relationship.SetAttributeValue("Target", standIn);
        }

        var changed = new MemoryStream();
        document.Save(changed);
        changed.Position = 0;
        return changed;
    }

    // Where the file says that its template is on the writer's own disk, nothing is loaded from there.
    private static bool IsRemote(string target) =>
        target.StartsWith(@"\\", StringComparison.Ordinal) || target.StartsWith("//", StringComparison.Ordinal)
        || (Uri.TryCreate(target, UriKind.Absolute, out var address) && (address.Scheme != Uri.UriSchemeFile || address.Host.Length > 0));
}
