using System.Globalization;
using System.Text;
using PdfSharp.Pdf;
using PdfSharp.Pdf.Advanced;
using PdfSharp.Pdf.IO;

namespace CoalitionCms.Features.Media;

/// <summary>
/// Rewrites a PDF: the pages with everything that draws them, and nothing else. Author, dates, scripts, attachments, links, comments,
/// thumbnails and earlier versions are left out. Runs only in a confined process. Only the reader of PDFsharp is used: its writer would add
/// a time and a program.
/// </summary>
internal static class PdfProcessor
{
    /// <summary>Job: write <see cref="Result"/> from a file.</summary>
    public const string Rewrite = "rewrite-pdf";

    public const string Result = "result.pdf";

    private const int MostPages = 5_000;
    private const int Deepest = 60;

    private static readonly string[] OfPage = ["/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/Group", "/UserUnit"];

    // Whatever does not draw, wherever it stands. What only the catalogue may hold is never reached.
    private static readonly HashSet<string> LeftOut =
    [
        "/A", "/AA", "/AF", "/Annots", "/B", "/Dest", "/EF", "/JS", "/JavaScript", "/LastModified", "/Metadata", "/OPI", "/OpenAction",
        "/PZ", "/Parent", "/PieceInfo", "/Ref", "/StructParent", "/StructParents", "/Thumb",
    ];

    /// <summary>Returns the kinds of what was removed, or why the file cannot be rewritten.</summary>
    public static (MediaProblem? Problem, IReadOnlyList<string> Removed) Run(string source)
    {
        var bytes = File.ReadAllBytes(source);
        using var stream = new MemoryStream(bytes, writable: false);
        using var document = PdfReader.Open(stream, PdfDocumentOpenMode.Import);
        var catalogue = document.Internals.Catalog.Elements;

        // What is typed into a form, or signed, would silently be lost.
        if (bytes.AsSpan().IndexOf("/Encrypt"u8) >= 0 || document.PageCount is 0 or > MostPages
            || catalogue.GetDictionary("/AcroForm")?.Elements.GetArray("/Fields") is { Elements.Count: > 0 })
        {
            return (MediaProblem.PdfUnclean, []);
        }

        using var writer = new Writer(File.Create(Result));
        writer.Write(document, catalogue);
        return (null, [.. writer.Removed.Concat(KindsIn(document)).Distinct()]);
    }

    private static IEnumerable<string> KindsIn(PdfDocument document)
    {
        var catalogue = document.Internals.Catalog.Elements;
        if (document.Info.Elements.Keys.Any(k => k is "/CreationDate" or "/ModDate"))
        {
            yield return "time";
        }

        if (document.Info.Elements.Keys.Any(k => k is "/Creator" or "/Producer"))
        {
            yield return "software";
        }

        if (document.Info.Elements.Keys.Any(k => k is not ("/CreationDate" or "/ModDate" or "/Creator" or "/Producer")))
        {
            yield return "other";
        }

        if (catalogue.ContainsKey("/Metadata"))
        {
            yield return "xmp";
        }

        if (catalogue.Keys.Any(k => k is "/OpenAction" or "/AA" or "/Names" or "/AF"))
        {
            yield return "active";
        }
    }

    /// <summary>Writes the objects that the pages need, each once, and the table of their places.</summary>
    private sealed class Writer(Stream to) : IDisposable
    {
        private readonly Dictionary<PdfObject, int> numbers = new(ReferenceEqualityComparer.Instance);
        private readonly Queue<PdfObject> waiting = [];
        private readonly List<long> places = [0];

        public HashSet<string> Removed { get; } = [];

        public void Write(PdfDocument document, PdfDictionary.DictionaryElements catalogue)
        {
            Put("%PDF-1.7\n%âãÏÓ\n");
            var (root, tree) = (Reserve(), Reserve());
            var pages = new List<int>();
            foreach (var page in document.Pages)
            {
                pages.Add(Reserve());
                Begin(pages[^1]);
                Put($"<</Type/Page/Parent {tree} 0 R");
                foreach (var key in OfPage.Where(page.Elements.ContainsKey))
                {
                    Put(key + " ");
                    Put(page.Elements[key]!, depth: 0);
                }

                Note(page.Elements.Keys);
                Put(">>\nendobj\n");
            }

            Begin(tree);
            Put($"<</Type/Pages/Count {pages.Count}/Kids[{string.Join(' ', pages.Select(p => $"{p} 0 R"))}]>>\nendobj\n");
            Begin(root);
            Put($"<</Type/Catalog/Pages {tree} 0 R");

            // Without it, layers that are switched off would show.
            if (catalogue.ContainsKey("/OCProperties"))
            {
                Put("/OCProperties ");
                Put(catalogue["/OCProperties"]!, depth: 0);
            }

            Put(">>\nendobj\n");
            while (waiting.TryDequeue(out var next))
            {
                Begin(numbers[next]);
                Body(next, depth: 0);
                Put("\nendobj\n");
            }

            var table = to.Position;
            Put($"xref\n0 {places.Count}\n0000000000 65535 f \n"
                + string.Concat(places.Skip(1).Select(p => p.ToString("D10", CultureInfo.InvariantCulture) + " 00000 n \n"))
                + $"trailer\n<</Size {places.Count}/Root {root} 0 R>>\nstartxref\n{table}\n%%EOF\n");
        }

        public void Dispose() => to.Dispose();

        private int Reserve()
        {
            places.Add(0);
            return places.Count - 1;
        }

        private void Begin(int number)
        {
            places[number] = to.Position;
            Put($"{number} 0 obj\n");
        }

        private void Put(PdfItem item, int depth)
        {
            if (item is PdfReference reference)
            {
                if (!numbers.TryGetValue(reference.Value, out var number))
                {
                    numbers[reference.Value] = number = Reserve();
                    waiting.Enqueue(reference.Value);
                }

                Put($"{number} 0 R");
                return;
            }

            Body(item, depth);
        }

        private void Body(PdfItem item, int depth)
        {
            if (depth > Deepest)
            {
                throw new UndecodableException("nested too deeply");
            }

            switch (item)
            {
                case PdfDictionary dictionary:
                    Dictionary(dictionary, depth);
                    break;
                case PdfArray array:
                    Put("[");
                    foreach (var one in array.Elements)
                    {
                        Put(one, depth + 1);
                        Put(" ");
                    }

                    Put("]");
                    break;
                default:
                    Put(Simple(item));
                    break;
            }
        }

        private void Dictionary(PdfDictionary dictionary, int depth)
        {
            var content = dictionary.Stream is { } stream ? WithoutMetadata(stream.Value, FilterOf(dictionary)) : null;
            Put("<<");
            foreach (var key in dictionary.Elements.Keys.Where(k => !LeftOut.Contains(k) && k != "/Length"))
            {
                Put(Name(key) + " ");
                Put(dictionary.Elements[key]!, depth + 1);
            }

            Note(dictionary.Elements.Keys);
            Put(content is null ? ">>" : $"/Length {content.Length}>>\nstream\n");
            if (content is not null)
            {
                to.Write(content);
                Put("\nendstream");
            }
        }

        private void Note(IEnumerable<string> keys)
        {
            foreach (var key in keys)
            {
                switch (key)
                {
                    case "/Metadata":
                        Removed.Add("xmp");
                        break;
                    case "/Annots":
                        Removed.Add("comment");
                        break;
                    case "/AA" or "/A" or "/JS" or "/JavaScript" or "/EF" or "/AF":
                        Removed.Add("active");
                        break;
                    case "/PieceInfo" or "/LastModified":
                        Removed.Add("other");
                        break;
                    case "/Thumb":
                        Removed.Add("thumbnail");
                        break;
                }
            }
        }

        private byte[] WithoutMetadata(byte[] content, string filter)
        {
            var cleaned = filter switch
            {
                "/DCTDecode" => EmbeddedImages.WithoutJpegMetadata(content),
                "/JPXDecode" => EmbeddedImages.WithoutJpeg2000Metadata(content),
                _ => content,
            };
            if (cleaned.Length < content.Length)
            {
                Removed.Add("camera");
            }

            return cleaned;
        }

        private static string FilterOf(PdfDictionary dictionary) => dictionary.Elements["/Filter"] switch
        {
            PdfName name => name.Value,
            PdfArray { Elements.Count: 1 } array => array.Elements.GetName(0),
            PdfReference { Value: PdfArray { Elements.Count: 1 } array } => array.Elements.GetName(0),
            _ => "",
        };

        private static string Simple(PdfItem item) => item switch
        {
            PdfName name => Name(name.Value),
            PdfNameObject name => Name(name.Value),
            PdfString text => Hex(text.Value, text.Encoding),
            PdfStringObject text => Hex(text.Value, text.Encoding),
            PdfBoolean flag => flag.Value ? "true" : "false",
            PdfBooleanObject flag => flag.Value ? "true" : "false",
            PdfInteger number => Text(number.Value),
            PdfIntegerObject number => Text(number.Value),
            PdfLongInteger number => Text(number.Value),
            PdfReal number => Text(number.Value),
            PdfRealObject number => Text(number.Value),
            PdfNull or PdfNullObject => "null",

            // The reader makes these of an array as soon as a box of a page was asked for.
            PdfRectangle box => $"[{Text(box.X1)} {Text(box.Y1)} {Text(box.X2)} {Text(box.Y2)}]",
            _ => throw new UndecodableException($"a {item.GetType().Name} in a PDF"),
        };

        private static string Text(IFormattable number) =>
            number.ToString(number is double ? "0.########" : null, CultureInfo.InvariantCulture);

        // Other letters than these are written as codes, whatever the reader made of them.
        private static string Name(string name) => "/" + string.Concat(Encoding.UTF8.GetBytes(name.TrimStart('/')).Select(b =>
            char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'+' or (byte)'*' or (byte)','
                ? ((char)b).ToString() : $"#{b:X2}"));

        private static string Hex(string value, PdfStringEncoding encoding) => "<"
            + Convert.ToHexString(encoding == PdfStringEncoding.Unicode
                ? [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(value)] : Encoding.Latin1.GetBytes(value)) + ">";

        private void Put(string text) => to.Write(Encoding.Latin1.GetBytes(text));
    }
}

/// <summary>Removes what cameras and programs write into images, without decoding these; for images inside of a PDF.</summary>
internal static class EmbeddedImages
{
    /// <summary>Leaves out comments and all application segments but Adobe's, which says how colours are coded.</summary>
    public static byte[] WithoutJpegMetadata(byte[] image)
    {
        const byte StartOfScan = 0xDA, FirstApplication = 0xE0, Adobe = 0xEE, LastApplication = 0xEF, Comment = 0xFE;
        if (image is not [0xFF, 0xD8, ..])
        {
            throw new UndecodableException("not a JPEG image");
        }

        var kept = new MemoryStream(image.Length);
        kept.Write(image, 0, 2);
        for (var at = 2; ;)
        {
            if (at + 4 > image.Length || image[at] != 0xFF)
            {
                throw new UndecodableException("a broken JPEG image");
            }

            var (marker, length) = (image[at + 1], 2 + ((image[at + 2] << 8) | image[at + 3]));
            if (marker == StartOfScan)
            {
                kept.Write(image, at, image.Length - at);
                return kept.ToArray();
            }

            if (length < 4 || at + length > image.Length)
            {
                throw new UndecodableException("a broken JPEG image");
            }

            if (marker != Comment && marker is not (>= FirstApplication and <= LastApplication and not Adobe))
            {
                kept.Write(image, at, length);
            }

            at += length;
        }
    }

    /// <summary>Keeps the boxes that an image needs; a bare codestream stays as it is.</summary>
    public static byte[] WithoutJpeg2000Metadata(byte[] image)
    {
        if (image is [0xFF, 0x4F, ..])
        {
            return image;
        }

        var kept = new MemoryStream(image.Length);
        for (var at = 0; at < image.Length;)
        {
            if (at + 8 > image.Length)
            {
                throw new UndecodableException("a broken JPEG 2000 image");
            }

            var length = (int)System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(image.AsSpan(at));
            length = length == 0 ? image.Length - at : length;
            if (length < 8 || length > image.Length - at)
            {
                throw new UndecodableException("a broken JPEG 2000 image");
            }

            if (Encoding.ASCII.GetString(image, at + 4, 4) is "jP  " or "ftyp" or "jp2h" or "jp2c")
            {
                kept.Write(image, at, length);
            }

            at += length;
        }

        return kept.ToArray();
    }
}
