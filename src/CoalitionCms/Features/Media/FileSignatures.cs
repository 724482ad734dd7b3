using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using CoalitionCms.Features.Media.Actions;

namespace CoalitionCms.Features.Media;

/// <summary>The type of a file, determined by its bytes.</summary>
internal enum MediaType
{
    Jpeg,
    Png,
    Webp,
    Gif,
    Heic,
    Pdf,
    Mp3,
    Mp4,

    /// <summary>An MP4 file with sound alone.</summary>
    M4a,
}

/// <summary>Checks of an upload without decoding it. Never throws, whatever the bytes.</summary>
internal static class FileSignatures
{
    /// <summary>The <c>accept</c> attribute of a field for files.</summary>
    public const string Accept =
        "image/jpeg,image/png,image/webp,image/gif,image/heic,application/pdf,audio/mpeg,audio/mp4,video/mp4,.mp3,.m4a,.mp4";

    private const int PdfTail = 1024;

    // A ZIP file is read from its end: a record of 22 bytes and a comment of at most 65,535.
    private const int ZipTail = 66_000;

    private static readonly byte[] PngEnd = [0, 0, 0, 0, .. "IEND"u8, 0xAE, 0x42, 0x60, 0x82];

    // In UTF-16 every ASCII character has a zero byte next to it.
    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\r\n\f\0"u8);

    public static string Extension(this MediaType type) => type == MediaType.Jpeg ? "jpg" : type.ToString().ToLowerInvariant();

    public static string ContentType(this MediaType type) => type switch
    {
        MediaType.Pdf => "application/pdf",
        MediaType.Mp3 => "audio/mpeg",
        MediaType.Mp4 => "video/mp4",
        MediaType.M4a => "audio/mp4",
        _ => "image/" + type.ToString().ToLowerInvariant(),
    };

    /// <summary>The ending of the name of a file that is no picture.</summary>
    public static string ExtensionOf(string contentType) => contentType switch
    {
        "audio/mpeg" => "mp3",
        "video/mp4" => "mp4",
        "audio/mp4" => "m4a",
        _ => "pdf",
    };

    /// <summary>What people call a file that begins with these bytes, also one that is
    /// never accepted; null for text and the unknown.</summary>
    public static string? Name(ReadOnlySpan<byte> start) => start switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "JPEG",
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "PNG",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "GIF",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "WebP",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'h' or (byte)'m', (byte)'e' or (byte)'i', ..] => "HEIC",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'a', (byte)'v', (byte)'i', ..] => "AVIF",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => "MP4",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "PDF",
        [(byte)'I', (byte)'D', (byte)'3', ..] => "MP3",
        [(byte)'S', (byte)'Q', (byte)'L', (byte)'i', (byte)'t', (byte)'e', ..] => "SQLite",
        [0xD0, 0xCF, 0x11, 0xE0, ..] => "Office 97–2003",
        [(byte)'R', (byte)'a', (byte)'r', (byte)'!', ..] => "RAR",
        [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] => "7z",
        [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] or [(byte)'M', (byte)'Z', _, 0, ..] => "EXE",
        _ => null,
    };

    /// <summary>Returns why an upload is refused before decoding; null when it is accepted.</summary>
    public static MediaProblem? Check(ReadOnlySpan<byte> file, out MediaType type)
    {
        type = MediaType.Pdf;
        if (file.IsEmpty)
        {
            return MediaProblem.EmptyFile;
        }

        if (file.Length > AddMedia.MaxBytes)
        {
            return MediaProblem.TooManyBytes;
        }

        if (PdfStart(file) is >= 0 and var start)
        {
            return CheckPdf(file, start);
        }

        if (ClipType(file) is { } clip)
        {
            type = clip;
            return HidesAnotherFile(file) ? MediaProblem.Polyglot : null;
        }

        if (ImageType(file) is not { } known)
        {
            return IsMarkup(file) ? MediaProblem.Svg : MediaProblem.UnknownType;
        }

        type = known;
        return HidesAnotherFile(file) ? MediaProblem.Polyglot : CheckEnd(known, file);
    }

    public static MediaType? ImageType(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return MediaType.Jpeg;
        }

        if (file.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
        {
            return MediaType.Png;
        }

        if (file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8))
        {
            return MediaType.Webp;
        }

        if (file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8))
        {
            return MediaType.Gif;
        }

        return IsHeic(file) ? MediaType.Heic : null;
    }

    /// <summary>The type of a recording; that of every ISO media file which is no photo is MP4.</summary>
    public static MediaType? ClipType(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith("ID3"u8) || ClipProcessor.Mp3.FrameAt(file) > 0)
        {
            return MediaType.Mp3;
        }

        return file.Length >= 16 && file[4..].StartsWith("ftyp"u8) && !IsStill(file)
            ? file[8..].StartsWith("M4A"u8) ? MediaType.M4a : MediaType.Mp4
            : null;
    }

    private static bool IsStill(ReadOnlySpan<byte> file) =>
        IsHeic(file) || file[8..].StartsWith("mif1"u8) || file[8..].StartsWith("avif"u8) || file[8..].StartsWith("msf1"u8)
        || file[8..].StartsWith("hei"u8) || file[8..].StartsWith("hev"u8);

    /// <summary>Checks whether the file ends where its format says. The pixel data are left to the decoder.</summary>
    private static MediaProblem? CheckEnd(MediaType type, ReadOnlySpan<byte> file)
    {
        // Cameras and file systems pad with zeros.
        var rest = file.TrimEnd((byte)0);
        switch (type)
        {
            case MediaType.Png:
                return rest.EndsWith(PngEnd) ? null : rest.IndexOf(PngEnd) >= 0 ? MediaProblem.Polyglot : MediaProblem.Truncated;
            case MediaType.Gif:
                return rest[^1] == 0x3B ? null : MediaProblem.Truncated;
            case MediaType.Webp:
                var promised = 8L + BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
                return promised > file.Length ? MediaProblem.Truncated : promised < rest.Length ? MediaProblem.Polyglot : null;
            default:
                return null;
        }
    }

    /// <summary>True if the file declares HEVC images.</summary>
    private static bool IsHeic(ReadOnlySpan<byte> file)
    {
        if (file.Length < 16 || !file[4..].StartsWith("ftyp"u8))
        {
            return false;
        }

        var length = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(file), Math.Min(file.Length, 256));
        for (var at = 8; at <= length - 4; at += 4)
        {
            // The four bytes after the first brand are a version.
            if (at != 12 && (file[at..].StartsWith("heic"u8) || file[at..].StartsWith("heix"u8)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns the offset of the PDF signature within the first eight bytes; -1 if there is none.</summary>
    private static int PdfStart(ReadOnlySpan<byte> file) => file[..Math.Min(file.Length, 12)].IndexOf("%PDF-"u8);

    /// <summary>Minimal checks of a PDF, because it is offered only for download and never shown within a page.</summary>
    private static MediaProblem? CheckPdf(ReadOnlySpan<byte> file, int start)
    {
        // Security: bytes before the signature could be the signature of another type.
        if (WithoutByteOrderMark(file[..start]).ContainsAnyExcept(" \t\r\n"u8))
        {
            return MediaProblem.Polyglot;
        }

        var tail = file[Math.Max(0, file.Length - PdfTail)..];
        var end = tail.LastIndexOf("%%EOF"u8);
        if (end < 0)
        {
            return MediaProblem.Truncated;
        }

        return HidesAnotherFile(tail[end..]) ? MediaProblem.Polyglot : null;
    }

    /// <summary>True for SVG, HTML and any other text that begins with a tag.</summary>
    private static bool IsMarkup(ReadOnlySpan<byte> file)
    {
        var start = WithoutByteOrderMark(file);
        var first = start.IndexOfAnyExcept(Blanks);
        return first >= 0 && start[first] == (byte)'<';
    }

    private static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            return file[3..];
        }

        return file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || file.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? file[2..] : file;
    }

    /// <summary>
    /// True if another program would recognise the bytes as one of its own files: a document, a package, a page with script.
    /// </summary>
    /// <remarks>Each signature is long enough, or searched in so few bytes, that pixel data match it by chance in only one photo of many
    /// thousands.</remarks>
    private static bool HidesAnotherFile(ReadOnlySpan<byte> file)
    {
        var tail = file[Math.Max(0, file.Length - ZipTail)..];
        if (tail.IndexOf("PK\u0003\u0004"u8) >= 0 || tail.IndexOf("PK\u0005\u0006"u8) >= 0)
        {
            return true;
        }

        for (var rest = file; rest.IndexOf("%PDF-"u8) is >= 0 and var at; rest = rest[(at + 5)..])
        {
            if (at + 5 < rest.Length && char.IsAsciiDigit((char)rest[at + 5]))
            {
                return true;
            }
        }

        for (var rest = file; rest.IndexOf((byte)'<') is >= 0 and var at; rest = rest[(at + 1)..])
        {
            var tag = rest[(at + 1)..];
            if (IsTag(tag, "script"u8) || IsTag(tag, "html"u8) || IsTag(tag, "?php"u8))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsTag(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name) =>
        text.Length > name.Length && Ascii.EqualsIgnoreCase(text[..name.Length], name) && " \t\r\n/>"u8.Contains(text[name.Length]);
}
