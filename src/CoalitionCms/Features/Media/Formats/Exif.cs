namespace CoalitionCms.Features.Media.Formats;

/// <summary>What a camera wrote into a file: which way is up, and which kinds of facts. The facts themselves are never read.</summary>
internal static class Exif
{
    private const int OrientationTag = 0x0112;
    private const int CameraDirectory = 0x8769;
    private const int LocationDirectory = 0x8825;

    /// <summary>The orientation, 1 to 8; adds to the words what else there is.</summary>
    public static int Read(ReadOnlySpan<byte> exif, ISet<string> words)
    {
        var tiff = new TiffReader(exif);
        if (!tiff.IsTiff)
            return 1;
        var orientation = 1;
        for (var i = 0; i < tiff.Count(tiff.First); i++)
        {
            switch (tiff.Tag(tiff.First, i))
            {
                case OrientationTag:
                    orientation = tiff.ShortValue(tiff.First, i) is >= 1 and <= 8 and var known ? known : 1;
                    break;
                case CameraDirectory:
                    Note(tiff, tiff.LongValue(tiff.First, i), words);
                    break;
                case LocationDirectory:
                    words.Add(MetadataWords.Location);
                    break;
            }
        }

        Note(tiff, tiff.First, words);
        if (tiff.Count(tiff.Next(tiff.First)) > 0)
            words.Add(MetadataWords.Thumbnail);
        return orientation;
    }

    /// <summary>The smallest directory that says which way is up, and nothing else.</summary>
    public static byte[] OfOrientation(int orientation) =>
        [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, OrientationTag >> 8, OrientationTag & 0xFF, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];

    private static void Note(TiffReader tiff, long directory, ISet<string> words)
    {
        for (var i = 0; i < tiff.Count(directory); i++)
        {
            if (WordOf(tiff.Tag(directory, i)) is { } word)
                words.Add(word);
        }
    }

    private static string? WordOf(int tag) => tag switch
    {
        // Sizes, resolution, colour space, versions and pointers are of the file, not of its maker.
        (>= 0x0100 and <= 0x0106) or OrientationTag or 0x0115 or 0x011A or 0x011B or 0x011C or 0x0128 or 0x0213 or 0x0214 => null,
        CameraDirectory or LocationDirectory or 0x9000 or 0x9101 or 0xA000 or 0xA001 or 0xA002 or 0xA003 or 0xA005 => null,
        0x0131 => MetadataWords.Software,
        0x0132 or 0x9003 or 0x9004 or (>= 0x9010 and <= 0x9012) or (>= 0x9290 and <= 0x9292) => MetadataWords.Time,
        0x010E or 0x9286 or 0x9C9C => MetadataWords.Comment,
        // Make, model, exposure, lens, serial numbers, the owner's name as set in the camera, the maker's own notes.
        0x010F or 0x0110 or 0x829A or 0x829D or 0x8822 or 0x8827 or (>= 0x8830 and <= 0x8832) => MetadataWords.Camera,
        (>= 0x9102 and <= 0x927C) or (>= 0xA20B and <= 0xA435) => MetadataWords.Camera,
        _ => MetadataWords.Other,
    };
}
