using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using CoalitionCms.Features.Media;

namespace CoalitionCms.Features.Transfer;

/// <summary>
/// Opens an export as XML of any length in constant memory. What exporters are known to write wrongly is repaired on the way: characters
/// that XML does not allow, the end of a CDATA section inside a text, prefixes that were never declared. Anything else that is wrong ends
/// with its line.
/// </summary>
internal sealed partial class XmlSource : IDisposable
{
    // Security: each level is remembered by the parser and walked by recursion here.
    private const int Deepest = 100;

    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["app"] = "http://www.w3.org/2007/app",
        ["thr"] = "http://purl.org/syndication/thread/1.0",
        ["georss"] = "http://www.georss.org/georss",
        ["gd"] = "http://schemas.google.com/g/2005",
        ["media"] = "http://search.yahoo.com/mrss/",
        ["openSearch"] = "http://a9.com/-/spec/opensearchrss/1.0/",
        ["blogger"] = "http://schemas.google.com/blogger/2018",
        ["wp"] = WordPress + "1.2/",
        ["excerpt"] = WordPress + "1.2/excerpt/",
        ["content"] = "http://purl.org/rss/1.0/modules/content/",
        ["dc"] = "http://purl.org/dc/elements/1.1/",
        ["wfw"] = "http://wellformedweb.org/CommentAPI/",
        ["atom"] = "http://www.w3.org/2005/Atom",
    };

    public const string WordPress = "http://wordpress.org/export/";

    private readonly Stream stream;
    private readonly RepairedText text;
    private readonly Func<long, bool> progress;
    private readonly char[] chunk = new char[8192];
    private int reads;

    /// <summary>Opens a stream, which belongs to this from now on.</summary>
    /// <param name="prefixes">Further prefixes that the file does not declare.</param>
    public XmlSource(Stream stream, IReadOnlyCollection<string> prefixes, Func<long, bool> progress)
    {
        (this.stream, this.progress) = (stream, progress);
        text = new RepairedText(stream);
        var settings = new XmlReaderSettings
        {
            // Security: no document type, so no entity and nothing from elsewhere.
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersFromEntities = 1_000_000,
            CheckCharacters = false,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            CloseInput = true,
        };
        var names = new XmlNamespaceManager(new NameTable());
        foreach (var (prefix, name) in Known)
        {
            names.AddNamespace(prefix, name);
        }

        foreach (var prefix in prefixes)
        {
            names.AddNamespace(prefix, "urn:undeclared:" + prefix);
        }

        Reader = XmlReader.Create(text, settings, new XmlParserContext(names.NameTable, names, null, XmlSpace.None));
    }

    public XmlReader Reader { get; }

    public int Line => (Reader as IXmlLineInfo)?.LineNumber ?? 0;

    public int Repaired => text.Repaired;

    /// <summary>Does the reading; what the parser cannot read becomes a sentence with its line.</summary>
    public static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (XmlException problem)
        {
            throw Sentence(problem, problem.LineNumber);
        }
        catch (InvalidDataException)
        {
            throw new SourceException("Import.Damaged.Archive");
        }
    }

    /// <summary>The prefix that a file uses and never declares, if that is the problem.</summary>
    public static string? Undeclared(XmlException problem) =>
        UndeclaredPrefix().Match(problem.Message) is { Success: true } match ? match.Groups["name"].Value : null;

    /// <summary>Moves to the root element.</summary>
    public void ToRoot()
    {
        while (Reader.NodeType != XmlNodeType.Element)
        {
            if (!ReadNode())
            {
                throw new SourceException("Import.Empty");
            }
        }
    }

    /// <summary>
    /// Visits the child elements of the current element, and moves behind it. <paramref name="visit"/> reads the child to its end and
    /// returns true, or leaves it to be skipped.
    /// </summary>
    public void Children(Func<bool> visit)
    {
        foreach (var _ in EachChild())
        {
            if (!visit())
            {
                Skip();
            }
        }
    }

    /// <summary>The same as a sequence: each child must be read to its end, or skipped, before the next is asked for.</summary>
    public IEnumerable<string> EachChild()
    {
        if (Reader.IsEmptyElement)
        {
            ReadNode();
            yield break;
        }

        var depth = Reader.Depth;
        if (depth > Deepest)
        {
            throw new SourceException("Import.TooDeep", Line, Deepest);
        }

        Advance();
        while (Reader.NodeType != XmlNodeType.EndElement || Reader.Depth != depth)
        {
            if (Reader.NodeType == XmlNodeType.Element)
            {
                Tell();
                yield return Reader.LocalName;
            }
            else
            {
                Advance();
            }
        }

        ReadNode();
    }

    /// <summary>Skips the current element without keeping any of it.</summary>
    public void Skip()
    {
        if (Reader.IsEmptyElement)
        {
            ReadNode();
            return;
        }

        var depth = Reader.Depth;
        do
        {
            Advance();
            if (Reader.Depth > Deepest)
            {
                throw new SourceException("Import.TooDeep", Line, Deepest);
            }
        }
        while (Reader.NodeType != XmlNodeType.EndElement || Reader.Depth != depth);
        ReadNode();
    }

    /// <summary>The text of the current element, without that of elements inside; moves behind it.</summary>
    public string Text(int longest) => Text(longest, out _);

    /// <summary>The same, and whether there was more text, which was not kept.</summary>
    public string Text(int longest, out bool isCut)
    {
        isCut = false;
        if (Reader.IsEmptyElement)
        {
            ReadNode();
            return "";
        }

        var depth = Reader.Depth;
        var kept = new StringBuilder();
        Advance();
        while (Reader.NodeType != XmlNodeType.EndElement || Reader.Depth != depth)
        {
            if (Reader.NodeType == XmlNodeType.Element)
            {
                Skip();
            }
            else if (Reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace
                or XmlNodeType.SignificantWhitespace)
            {
                for (int read; (read = Reader.ReadValueChunk(chunk, 0, chunk.Length)) > 0;)
                {
                    var fits = Math.Min(read, longest - kept.Length);
                    kept.Append(chunk, 0, fits);
                    isCut |= fits < read;
                    Tell();
                }

                Advance();
            }
            else
            {
                Advance();
            }
        }

        ReadNode();
        return kept.ToString();
    }

    public void Dispose()
    {
        Reader.Dispose();
        text.Dispose();
        stream.Dispose();
    }

    private static SourceException Sentence(XmlException problem, int line) =>
        problem.Message.Contains("DTD", StringComparison.Ordinal) ? new SourceException("Import.Dtd", Math.Max(line, problem.LineNumber))
            : problem.Message.StartsWith("Unexpected end of file", StringComparison.Ordinal)
            ? new SourceException("Import.Truncated", problem.LineNumber)
            : new SourceException("Import.Damaged", problem.LineNumber, problem.LinePosition);

    private bool ReadNode()
    {
        try
        {
            return Reader.Read();
        }
        catch (XmlException problem) when (Undeclared(problem) is null)
        {
            throw Sentence(problem, Line);
        }
    }

    private void Advance()
    {
        if (!ReadNode())
        {
            throw new SourceException("Import.Truncated", Line);
        }
    }

    private void Tell()
    {
        if (++reads % 64 == 0 && !progress(text.BytesRead))
        {
            throw new OperationCanceledException();
        }
    }

    [GeneratedRegex(@"^'(?<name>[^']{1,100})' is an undeclared prefix", RegexOptions.ExplicitCapture)]
    private static partial Regex UndeclaredPrefix();
}

/// <summary>
/// The text of an XML file in its own encoding, with characters and ends of CDATA sections repaired. A mark-up tag without an end is
/// refused before it fills the memory.
/// </summary>
internal sealed class RepairedText : TextReader
{
    private const int BlockSize = 64 * 1024;

    // Security: the parser keeps a whole tag with its attributes in memory.
    private const int LongestTag = 200_000;

    // Security: the same for the name of an entity, and no exporter writes longer ones.
    private const int LongestReference = 300;

    /// <summary>What has to be looked at within a text; the rest is copied as a whole.</summary>
    private static readonly SearchValues<char> LookedAt = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(i => (char)i)
        .Where(c => c is not ('\t' or '\r')), '<', '>', '&', '\uFFFE', '\uFFFF']);

    private readonly Stream stream;
    private readonly byte[] bytes = new byte[BlockSize];
    private readonly char[] units = new char[BlockSize + 16];
    private Decoder? decoder;
    private char[] ready = new char[BlockSize + 16];
    private int length;
    private int at;
    private bool isEnd;
    private int line = 1;

    private Part part;
    private int tagLength;

    /// <summary>The quotation mark that ends the value of an attribute, in which a tag does not end; none outside of one.</summary>
    private char quote;
    private char last;
    private char beforeLast;
    private bool closesCData;
    private string markup = "";

    public RepairedText(Stream stream) => this.stream = stream;

    private enum Part
    {
        Text,

        /// <summary>Behind <c>&lt;</c>, as long as it may still become a comment or a CDATA section.</summary>
        Opening,
        Tag,

        /// <summary>A processing instruction, in which quotation marks mean nothing.</summary>
        Instruction,

        /// <summary>Behind <c>&amp;</c>.</summary>
        Reference,
        Comment,
        CData,
    }

    public long BytesRead { get; private set; }

    public int Repaired { get; private set; }

    public override int Peek() => Fill() ? ready[at] : -1;

    public override int Read() => Fill() ? ready[at++] : -1;

    public override int Read(char[] buffer, int index, int count)
    {
        if (!Fill())
        {
            return 0;
        }

        var taken = Math.Min(count, length - at);
        Array.Copy(ready, at, buffer, index, taken);
        at += taken;
        return taken;
    }

    private bool Fill()
    {
        while (at == length && !isEnd)
        {
            (at, length) = (0, 0);
            var read = stream.ReadAtLeast(bytes, decoder is null ? 4096 : 1, throwOnEndOfStream: false);
            BytesRead += read;
            isEnd = read == 0;
            var skip = 0;
            if (decoder is null)
            {
                (var encoding, skip) = EncodingOf(bytes.AsSpan(0, read));
                decoder = encoding.GetDecoder();
            }

            var decoded = Decode(skip, read);
            for (var i = TakeText(units.AsSpan(0, decoded)); i < decoded; i += TakeText(units.AsSpan(i, decoded - i)))
            {
                Take(units[i++]);
            }

            if (isEnd && closesCData)
            {
                EndCData();
            }

        }

        return at < length;
    }

    /// <summary>Copies what a text or CDATA section begins with as far as nothing in it needs a look; returns its length.</summary>
    private int TakeText(ReadOnlySpan<char> text)
    {
        if (part is not (Part.Text or Part.CData) || closesCData)
        {
            return 0;
        }

        var plain = text.IndexOfAny(LookedAt) is >= 0 and var found ? text[..found] : text;
        if (plain.Length > 0)
        {
            Put(plain);
            (beforeLast, last) = (plain.Length > 1 ? plain[^2] : last, plain[^1]);
        }

        return plain.Length;
    }

    private void Put(char unit)
    {
        if (length == ready.Length)
        {
            Array.Resize(ref ready, length * 2);
        }

        ready[length++] = unit;
    }

    private void Put(ReadOnlySpan<char> text)
    {
        while (ready.Length - length < text.Length)
        {
            Array.Resize(ref ready, ready.Length * 2);
        }

        text.CopyTo(ready.AsSpan(length));
        length += text.Length;
    }

    private int Decode(int skip, int read)
    {
        try
        {
            return decoder!.GetChars(bytes, skip, read - skip, units, 0, flush: isEnd);
        }
        catch (DecoderFallbackException wrong)
        {
            throw new SourceException("Import.WrongEncoding",
                line + bytes.AsSpan(0, Math.Clamp(wrong.Index + skip, 0, read)).Count((byte)'\n'));
        }
    }

    /// <summary>The encoding that the file declares, or UTF-8, and the length of its byte order mark.</summary>
    private static (Encoding Encoding, int Skip) EncodingOf(ReadOnlySpan<byte> start)
    {
        switch (start)
        {
            case [0xEF, 0xBB, 0xBF, ..]:
                return (Strict("utf-8"), 3);
            case [0xFF, 0xFE, ..]:
                return (Strict("utf-16"), 2);
            case [0xFE, 0xFF, ..]:
                return (Strict("utf-16BE"), 2);
            case [(byte)'<', 0, ..]:
                return (Strict("utf-16"), 0);
            case [0, (byte)'<', ..]:
                return (Strict("utf-16BE"), 0);
            case [(byte)'P', (byte)'K', ..] or [0x1F, 0x8B, ..]:
                throw new SourceException("Import.ArchiveInside");
        }

        if (FileSignatures.Name(start) is { } other)
        {
            throw new SourceException("Import.Binary", 0, other);
        }

        var declaration = Encoding.Latin1.GetString(start[..Math.Min(start.Length, 200)]);
        var end = declaration.IndexOf("?>", StringComparison.Ordinal);
        var name = declaration.IndexOf("encoding=", StringComparison.Ordinal) is > 0 and var from && from < end
            ? declaration[(from + 9)..].TrimStart('"', '\'').Split('"', '\'')[0]
            : "utf-8";
        return (Strict(name), 0);
    }

    private static Encoding Strict(string name)
    {
        try
        {
            return name.ToUpperInvariant() switch
            {
                "UTF-8" or "UTF8" or "US-ASCII" => new UTF8Encoding(false, throwOnInvalidBytes: true),
                "UTF-16" or "UTF-16LE" => new UnicodeEncoding(false, false, throwOnInvalidBytes: true),
                "UTF-16BE" => new UnicodeEncoding(true, false, throwOnInvalidBytes: true),
                _ => CodePagesEncodingProvider.Instance.GetEncoding(
                    name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
                    ?? Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
            };
        }
        catch (ArgumentException)
        {
            throw new SourceException("Import.UnknownEncoding", 1, name.Length > 40 ? name[..40] : name);
        }
    }

    private void Take(char unit)
    {
        if (unit == '\n')
        {
            line++;
        }

        // XML allows no controls and no halves of characters.
        if ((unit < ' ' && unit is not ('\t' or '\n' or '\r')) || unit is '\uFFFE' or '\uFFFF')
        {
            Repaired++;
            return;
        }

        if (closesCData && !CloseOrKeepCData(unit))
        {
            return;
        }

        if (part == Part.Reference && !char.IsLetterOrDigit(unit) && unit is not ('#' or '_' or '-' or '.' or ':'))
        {
            part = Part.Text;
        }

        switch (part)
        {
            case Part.Text when unit == '<':
                (part, tagLength, markup, quote) = (Part.Opening, 0, "", '\0');
                break;
            case Part.Text when unit == '&':
                (part, tagLength) = (Part.Reference, 0);
                break;
            case Part.Reference when ++tagLength > LongestReference:
                throw new SourceException("Import.LongTag", line, LongestReference);
            case Part.Text when unit == '>' && last == ']' && beforeLast == ']':
                Repaired++;
                Put("&gt;");
                Remember(unit);
                return;
            case Part.Opening:
                markup += unit;
                if (markup.Equals("!D", StringComparison.OrdinalIgnoreCase))
                {
                    throw new SourceException("Import.Dtd", line);
                }

                part = markup switch
                {
                    "!--" => Part.Comment,
                    "![CDATA[" => Part.CData,
                    _ when "!--".StartsWith(markup, StringComparison.Ordinal)
                        || "![CDATA[".StartsWith(markup, StringComparison.Ordinal) => Part.Opening,
                    "?" => Part.Instruction,
                    _ => unit == '>' ? Part.Text : Part.Tag,
                };
                if (part == Part.CData)
                {
                    Put(unit);
                    (last, beforeLast) = ('\0', '\0');
                    return;
                }

                break;
            case Part.Tag or Part.Instruction when ++tagLength > LongestTag:
                throw new SourceException("Import.LongTag", line, LongestTag);
            case Part.Tag when quote != '\0':
                quote = unit == quote ? '\0' : quote;
                break;
            case Part.Tag when unit is '"' or '\'':
                quote = unit;
                break;
            case Part.Tag when unit == '>':
            case Part.Instruction when unit == '>' && last == '?':
                part = Part.Text;
                break;
            case Part.Comment when unit == '>' && last == '-' && beforeLast == '-':
                part = Part.Text;
                break;
            case Part.CData when unit == '>' && last == ']' && beforeLast == ']':
                // Whether this is its end shows by what follows: mark-up, or more of the text.
                closesCData = true;
                return;
        }

        Put(unit);
        Remember(unit);
    }

    /// <summary>Decides about a <c>]]&gt;</c> in a CDATA section by the character behind it; true to go on with that character.</summary>
    private bool CloseOrKeepCData(char unit)
    {
        closesCData = false;
        if (unit is '<' or ' ' or '\n' or '\r' or '\t')
        {
            EndCData();
            return true;
        }

        // "]]" of it was written already: the section ends there and a new one begins with the ">".
        Repaired++;
        Put("]]><![CDATA[>");
        (last, beforeLast) = ('\0', '\0');
        return true;
    }

    private void EndCData()
    {
        Put('>');
        (part, last, beforeLast, closesCData) = (Part.Text, '\0', '\0', false);
    }

    private void Remember(char unit) => (beforeLast, last) = (last, unit);
}
