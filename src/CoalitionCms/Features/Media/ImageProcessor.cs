using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using NetVips;

namespace CoalitionCms.Features.Media;

/// <summary>Decodes one image and writes its sizes. Runs only in a confined process; its result is one line on standard output.</summary>
internal static class ImageProcessor
{
    public const string Version = "version";

    /// <summary>Job: read the header of a file without decoding.</summary>
    public const string Inspect = "inspect";

    /// <summary>Job: write all sizes of a file.</summary>
    public const string Resize = "resize";

    /// <summary>Job: change a picture, and write all sizes of the result.</summary>
    public const string Edit = "edit";

    /// <summary>The maximum width or height of WebP.</summary>
    public const int LongestResult = 16_383;

    public const int LargestWidth = 1920;

    public const int PlaceholderAcross = 4;
    public const int PlaceholderDown = 3;

    private const int BlurCells = 6;
    private const int LongestSide = 20_000;
    private const int MaxPixels = 50_000_000;
    private const int MaxFrames = 200;
    private const long MaxPixelsOfAllFrames = 200_000_000;
    private static readonly int[] SmallerWidths = [320, 640, 960, 1280];

    // libjpeg reports these as warnings, like the unusual headers of some phones, so the fail-on level cannot distinguish them.
    private static readonly string[] Damages = ["premature end", "bad Huffman code", "bad arithmetic code"];

    /// <summary>Runs the job named by the arguments after the verb.</summary>
    public static int Run(string[] job)
    {
        // Security: before any third-party native code is loaded.
        var becomes = job is [ConfinedProcess.Become, _, ..];
        Confinement.Apply(becomes);
        return becomes
            ? Confinement.Become(job[1], job[2..])
            : job is [PdfProcessor.Rewrite, var file]
            ? RewritePdf(file)
            : job is [ClipProcessor.Clean, var clip, var type]
            ? CleanClip(clip, Enum.Parse<MediaType>(type))
            : RunConfined(job);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int RewritePdf(string file)
    {
        try
        {
            var (problem, removed) = PdfProcessor.Run(file);
            Answer(problem is { } found ? [nameof(MediaProblem), found.ToString()] : [string.Join(',', removed)]);
            return 0;
        }
        catch (Exception unreadable) when (unreadable is not OutOfMemoryException)
        {
            // The reader has no exception of its own for what it cannot read.
            Console.Error.Write(unreadable.GetType().Name);
            return 1;
        }
        catch (OutOfMemoryException)
        {
            return ConfinedProcess.UsedTooMuch;
        }
    }

    private static int CleanClip(string file, MediaType type)
    {
        try
        {
            var (removed, moves) = ClipProcessor.Run(file, type);
            Answer([string.Join(',', removed), moves ? "moves" : "sounds"]);
            return 0;
        }
        catch (NotSupportedException)
        {
            Answer([nameof(MediaProblem), nameof(MediaProblem.ClipUnplayable)]);
            return 0;
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or ArgumentException or IndexOutOfRangeException)
        {
            Console.Error.Write(unreadable.Message);
            return 1;
        }
        catch (OutOfMemoryException)
        {
            return ConfinedProcess.UsedTooMuch;
        }
    }

    // A separate method, because the binding loads libvips when code that refers to it is about to run.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int RunConfined(string[] job)
    {
        try
        {
            Answer(job switch
            {
                [Version] => [NetVips.NetVips.Version(0) + "." + NetVips.NetVips.Version(1) + "." + NetVips.NetVips.Version(2)],
                [CardProcessor.FindScripts] => CardProcessor.Scripts(),
                [CardProcessor.Draw] => CardProcessor.Run(),
                [Inspect, var file, var type] => Read(file, Enum.Parse<MediaType>(type), Enum.Parse<MediaType>(type), decode: false),
                [Resize, var file, var type, var result] =>
                Read(file, Enum.Parse<MediaType>(type), Enum.Parse<MediaType>(result), decode: true),
                [Edit, var file, var type, var edits] =>
                Read(file, Enum.Parse<MediaType>(type), Enum.Parse<MediaType>(type), decode: true, PictureEdits.Read(edits)),
                _ => throw new ArgumentException("no such job"),
            });
            return 0;
        }
        catch (Exception problem) when (problem is VipsException or ArgumentException or UndecodableException)
        {
            Console.Error.Write(problem.Message);
            return problem.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase) ? ConfinedProcess.UsedTooMuch : 1;
        }
    }

    private static string[] Read(string file, MediaType type, MediaType result, bool decode, PictureEdits? edits = null)
    {
        Cache.Max = 0;
        // Security: whatever else the bytes may match, they are decoded only as the type of their signature.
        Operation.Block("VipsForeignLoad", true);
        Operation.Block(LoaderOf(type), false);
        var warnings = new StringBuilder();
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, (_, _, message) => warnings.Append(message));
        using var header = Image.NewFromFile(file, access: Enums.Access.Sequential);
        var frames = header.Contains("n-pages") && type is MediaType.Gif or MediaType.Webp ? (int)header.Get("n-pages") : 1;
        if (ProblemOf(header.Width, header.Height, frames) is { } problem)
        {
            return [nameof(MediaProblem), problem.ToString()];
        }

        if (edits is not null && frames > 1)
        {
            return [nameof(MediaProblem), nameof(MediaProblem.Moving)];
        }

        var removed = string.Join(',', MetadataKinds.Of(header));
        if (!decode)
        {
            return [removed];
        }

        using var decoded = Decode(file, header, frames > 1);
        if (Damages.FirstOrDefault(d => warnings.ToString().Contains(d, StringComparison.OrdinalIgnoreCase)) is { } damage)
        {
            throw new UndecodableException(damage);
        }

        using var largest = edits is null ? decoded.Copy() : Apply(edits, decoded);
        int[] widths = frames > 1 ? [largest.Width] : [.. SmallerWidths.Where(w => w < largest.Width), largest.Width];
        foreach (var width in widths)
        {
            using var sized = width == largest.Width
                ? largest.Copy()
                : largest.ThumbnailImage(width, height: LongestResult, size: Enums.Size.Down).CopyMemory();
            Save(sized, width, result);
            if (result != MediaType.Webp && frames == 1)
            {
                Save(sized, width, MediaType.Webp);
            }
        }

        var height = frames > 1 ? largest.Height / frames : largest.Height;
        return [Number(largest.Width), Number(height), string.Join(',', widths.Select(Number)), PlaceholderOf(largest, height), removed];
    }

    private static MediaProblem? ProblemOf(int width, int height, int frames)
    {
        if (width > LongestSide || height > LongestSide || (long)width * height > MaxPixels)
        {
            return MediaProblem.TooManyPixels;
        }

        return frames > MaxFrames || (long)frames * width * height > MaxPixelsOfAllFrames ? MediaProblem.TooManyFrames : null;
    }

    /// <summary>
    /// Returns the whole image, upright, in sRGB, no wider than requested; all frames of an animation, one below another.
    /// </summary>
    private static Image Decode(string file, Image header, bool moves)
    {
        // A colour space conversion would tint images without a profile, which are in sRGB.
        var profile = header.Contains("icc-profile-data") || header.Interpretation == Enums.Interpretation.Cmyk ? "srgb" : null;
        // Security: without fail-on, libvips fills missing data with grey and reports success.
        using var picture = Image.Thumbnail(
            moves ? file + "[n=-1]"
            : file, LargestWidth, height: LongestResult, size: Enums.Size.Down, outputProfile: profile, failOn: Enums.FailOn.Error);
        using var narrow = picture.Format == Enums.BandFormat.Uchar
            ? picture.Copy()
            : picture.Colourspace(picture.Bands < 3 ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb);
        // The loader reports its warnings when it is closed, which happens once only this copy remains.
        return narrow.CopyMemory();
    }

    /// <summary>Covers and blurs areas, then crops and turns. Of what was covered no pixel has any influence on the result.</summary>
    private static Image Apply(PictureEdits edits, Image picture)
    {
        var steps = new List<Image> { picture.Copy() };
        foreach (var area in edits.Blurred)
        {
            var (left, top, width, height) = area.In(picture.Width, picture.Height);

            // A blur can be calculated back to a face; six colours across cannot.
            var across = Math.Min(width, width >= height ? BlurCells : Math.Max(1, BlurCells * width / height));
            var down = Math.Min(height, height >= width ? BlurCells : Math.Max(1, BlurCells * height / width));
            using var part = steps[^1].Crop(left, top, width, height);
            using var few = part.ThumbnailImage(across, height: down, size: Enums.Size.Force).CopyMemory();
            using var large = few.Resize((double)width / across, vscale: (double)height / down, kernel: Enums.Kernel.Linear)
                .Embed(0, 0, width, height, extend: Enums.Extend.Copy);
            steps.Add(steps[^1].Insert(large, left, top).CopyMemory());
        }

        foreach (var area in edits.Covered)
        {
            var (left, top, width, height) = area.In(picture.Width, picture.Height);
            double[] black = [.. Enumerable.Repeat(0.0, picture.HasAlpha() ? picture.Bands - 1 : picture.Bands),
                .. picture.HasAlpha() ? [255.0] : Array.Empty<double>()];
            steps.Add(steps[^1].Mutate(m => m.DrawRect(black, left, top, width, height, fill: true)));
        }

        if (edits.Crop is { } crop)
        {
            var (left, top, width, height) = crop.In(picture.Width, picture.Height);
            steps.Add(steps[^1].Crop(left, top, width, height));
        }

        steps.Add(edits.Turn switch
        {
            90 => steps[^1].Rot90(),
            180 => steps[^1].Rot180(),
            270 => steps[^1].Rot270(),
            _ => steps[^1].Copy(),
        });
        if (steps[^1].Width > LargestWidth)
        {
            steps.Add(steps[^1].ThumbnailImage(LargestWidth, height: LongestResult, size: Enums.Size.Down));
        }

        var result = steps[^1].CopyMemory();
        steps.ForEach(s => s.Dispose());
        return result;
    }

    private static void Save(Image picture, int width, MediaType type)
    {
        const Enums.ForeignKeep Nothing = Enums.ForeignKeep.None;
        var file = $"{width}.{type.Extension()}";
        switch (type)
        {
            case MediaType.Jpeg:
                picture.Jpegsave(file, q: 82, optimizeCoding: true, interlace: true, background: [255], keep: Nothing);
                break;
            case MediaType.Png:
                picture.Pngsave(file, compression: 9, keep: Nothing);
                break;
            case MediaType.Gif:
                picture.Gifsave(file, keep: Nothing);
                break;
            default:
                picture.Webpsave(file, q: 80, keep: Nothing);
                break;
        }
    }

    /// <summary>
    /// Returns twelve colours, four across and three down, in hex; empty for transparent images, where they would remain visible.
    /// </summary>
    private static string PlaceholderOf(Image largest, int height)
    {
        if (largest.HasAlpha() && largest.ExtractBand(largest.Bands - 1).Min() < 255)
        {
            return "";
        }

        using var colours = largest.Crop(0, 0, largest.Width, height)
            .ThumbnailImage(PlaceholderAcross, height: PlaceholderDown, size: Enums.Size.Force).Colourspace(Enums.Interpretation.Srgb)
            .ExtractBand(0, 3);
        return Convert.ToHexStringLower(colours.WriteToMemory<byte>());
    }

    private static string LoaderOf(MediaType type) => type switch
    {
        MediaType.Jpeg => "VipsForeignLoadJpeg",
        MediaType.Png => "VipsForeignLoadPng",
        MediaType.Webp => "VipsForeignLoadWebp",
        MediaType.Gif => "VipsForeignLoadNsgif",
        _ => "VipsForeignLoadHeif",
    };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Answer(string[] fields)
    {
        using var output = Console.OpenStandardOutput();
        output.Write(Encoding.UTF8.GetBytes(string.Join('\t', fields)));
    }
}

/// <summary>Short words for the kinds of metadata in a file, so that a user can read what was removed.</summary>
internal static class MetadataKinds
{
    public static readonly string[] All =
        ["location", "camera", "time", "software", "thumbnail", "xmp", "iptc", "comment", "profile", "active", "other"];

    // Sizes, resolution, colour space and versions describe the file, not its creator.
    private static readonly string[] OfTheFile =
    [
        "Orientation", "XResolution", "YResolution", "ResolutionUnit", "YCbCrPositioning", "YCbCrSubSampling", "YCbCrCoefficients",
            "ReferenceBlackWhite",
        "ColorSpace", "PixelXDimension", "PixelYDimension", "ExifVersion", "FlashpixVersion", "FlashPixVersion", "ComponentsConfiguration",
        "Compression", "BitsPerSample",
        "SamplesPerPixel", "PhotometricInterpretation", "PlanarConfiguration", "ImageWidth", "ImageLength", "InteroperabilityIndex",
        "InteroperabilityVersion",
    ];

    public static IEnumerable<string> Of(Image header)
    {
        var found = header.GetFields().Select(field => KindOf(field)).ToHashSet();
        if (header.Contains("xmp-data") && ((byte[])header.Get("xmp-data")).AsSpan().IndexOf("GPSL"u8) >= 0)
        {
            found.Add("location");
        }

        return All.Where(found.Contains);
    }

    private static string? KindOf(string field)
    {
        if (field.Split('-', 3) is ["exif", ['i', 'f', 'd', var directory], var tag])
        {
            return directory switch
            {
                '3' => "location",
                '1' => "thumbnail",
                '0' or '2' => KindOfExif(tag),
                _ => null,
            };
        }

        return field switch
        {
            "xmp-data" => "xmp",
            "iptc-data" => "iptc",
            "icc-profile-data" => "profile",
            "jpeg-thumbnail-data" => "thumbnail",
            _ when field.StartsWith("png-comment-", StringComparison.Ordinal) || field.EndsWith("-comment", StringComparison.Ordinal) =>
            "comment",
            _ => null,
        };
    }

    private static string? KindOfExif(string tag) => tag switch
    {
        _ when OfTheFile.Contains(tag) => null,
        "Software" or "ProcessingSoftware" => "software",
        "ImageDescription" or "UserComment" or "XPComment" or "XPTitle" or "XPSubject" or "XPKeywords" => "comment",
        "Artist" or "Copyright" or "XPAuthor" or "HostComputer" => "other",
        _ when tag.Contains("Time", StringComparison.Ordinal) && !tag.StartsWith("Exposure", StringComparison.Ordinal) => "time",
        // Make, model, exposure, lens, serial numbers, the owner's name set in the camera, the manufacturer's notes.
        _ => "camera",
    };
}
