using System.Buffers;

namespace CoalitionCms.Features.Media.Formats;

/// <summary>Copies a picture without anything else that its file tells; the pixels are copied, not decoded.</summary>
internal static class Cleaner
{
    /// <summary>The clean copy; null when the file is not whole, or is of a type that is never passed on.</summary>
    /// <param name="type">What it is.</param>
    /// <param name="file">Its bytes.</param>
    /// <param name="orientation">The one fact that may go with it, as browsers turn the picture by it; 1 writes none.</param>
    public static byte[]? Clean(MediaType type, ReadOnlySpan<byte> file, int orientation)
    {
        if (FileSignatures.ImageType(file) != type)
            return null;
        var anatomy = ImageHeader.AnatomyOf(type, file);
        if (!anatomy.IsWhole)
            return null;
        var copy = new ArrayBufferWriter<byte>(file.Length + 64);
        switch (type)
        {
            case MediaType.Jpeg:
                JpegCleaner.Copy(file, anatomy, orientation, copy);
                break;
            case MediaType.Png:
                PngCleaner.Copy(file, anatomy, orientation, copy);
                break;
            case MediaType.Webp:
                WebpCleaner.Copy(file, anatomy, orientation, copy);
                break;
            case MediaType.Gif:
                GifCleaner.Copy(file, anatomy, copy);
                break;
            default:
                return null;
        }

        return copy.WrittenSpan.ToArray();
    }
}
