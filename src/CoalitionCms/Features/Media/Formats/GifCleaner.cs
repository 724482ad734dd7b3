using System.Buffers;

namespace CoalitionCms.Features.Media.Formats;

/// <summary>Keeps images, their timing and the looping. A GIF cannot say which way is up.</summary>
internal static class GifCleaner
{
    public static void Copy(ReadOnlySpan<byte> file, Anatomy anatomy, ArrayBufferWriter<byte> copy)
    {
        foreach (var part in anatomy.Parts.Where(p => p.IsKept))
            copy.Write(file[part.Start..part.End]);
    }
}
