namespace CoalitionCms.Features.Media.Formats;

/// <summary>What is known of an upload without decoding a pixel.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Width">Pixels across, as stored; 0 for a PDF.</param>
/// <param name="Height">Pixels down, as stored; 0 for a PDF.</param>
/// <param name="Frames">How many pictures it moves through; 1 when it stands still.</param>
/// <param name="Orientation">How to turn it, as EXIF counts: 1 is upright, 5 to 8 lie on a side.</param>
/// <param name="Metadata">What else it tells, in the words of <see cref="MetadataWords"/>.</param>
internal sealed record ImageHeader(MediaType Type, int Width, int Height, int Frames, int Orientation, IReadOnlyList<string> Metadata)
{
    /// <summary>The largest upload.</summary>
    public const int MostBytes = 25 * 1024 * 1024;

    private const int MostPixels = 41_000_000;
    private const int LongestSide = 20_000;
    private const int MostFrames = 200;
    private const long MostPixelsOfAllFrames = 200_000_000;

    /// <summary>True when width and height change places.</summary>
    public bool IsLying => Orientation >= 5;

    /// <summary>Pixels across when it stands upright.</summary>
    public int UprightWidth => IsLying ? Height : Width;

    /// <summary>Pixels down when it stands upright.</summary>
    public int UprightHeight => IsLying ? Width : Height;

    /// <summary>True for what moves.</summary>
    public bool IsAnimated => Frames > 1;

    /// <summary>Reads an upload. Any bytes give an answer, in time that grows with their number alone.</summary>
    /// <returns>Why it is refused; null when <paramref name="header"/> is good.</returns>
    public static MediaProblem? Read(ReadOnlySpan<byte> file, out ImageHeader header)
    {
        header = new ImageHeader(MediaType.Pdf, 0, 0, 1, 1, []);
        if (file.IsEmpty)
            return MediaProblem.EmptyFile;
        if (file.Length > MostBytes)
            return MediaProblem.TooManyBytes;
        if (FileSignatures.PdfStart(file) is >= 0 and var start)
            return PdfFile.Check(file, start);
        if (FileSignatures.ImageType(file) is not { } type)
            return FileSignatures.IsMarkup(file) ? MediaProblem.Svg : MediaProblem.UnknownType;
        var anatomy = AnatomyOf(type, file);
        if (Judge(type, file, anatomy) is { } problem)
            return problem;
        var (words, orientation) = MetadataWords.Read(file, anatomy);
        if (type == MediaType.Heic)
            (words, orientation) = (HeicMetadata.Words(file), 1);
        header = new ImageHeader(type, anatomy.Width, anatomy.Height, anatomy.Frames, orientation, words);
        return null;
    }

    /// <summary>The pieces of an image.</summary>
    public static Anatomy AnatomyOf(MediaType type, ReadOnlySpan<byte> file) => type switch
    {
        MediaType.Jpeg => JpegAnatomy.Read(file),
        MediaType.Png => PngAnatomy.Read(file),
        MediaType.Webp => WebpAnatomy.Read(file),
        MediaType.Gif => GifAnatomy.Read(file),
        _ => HeicAnatomy.Read(file),
    };

    private static MediaProblem? Judge(MediaType type, ReadOnlySpan<byte> file, Anatomy anatomy)
    {
        var (width, height) = (anatomy.ReachedWidth, anatomy.ReachedHeight);
        if (width > LongestSide || height > LongestSide || (long)width * height > MostPixels)
            return MediaProblem.TooManyPixels;
        if (anatomy.Frames > MostFrames || (long)anatomy.Frames * width * height > MostPixelsOfAllFrames)
            return MediaProblem.TooManyFrames;
        if (!anatomy.IsWhole || anatomy.Width == 0 || anatomy.Height == 0)
            return MediaProblem.Truncated;
        var rest = file[anatomy.End..];
        // Phones put films and depth maps behind a JPEG; its cleaned copy ends at the end marker.
        var isPolyglot = type == MediaType.Jpeg ? FileSignatures.HideAnotherFile(rest) : rest.ContainsAnyExcept((byte)0);
        return isPolyglot ? MediaProblem.Polyglot : null;
    }
}
