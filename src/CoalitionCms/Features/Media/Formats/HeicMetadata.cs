namespace CoalitionCms.Features.Media.Formats;

/// <summary>What a HEIC file tells besides its picture. Nothing of it can get through, as the picture is made anew; so the marks are looked for, not their boxes.</summary>
internal static class HeicMetadata
{
    public static IReadOnlyList<string> Words(ReadOnlySpan<byte> file)
    {
        var anatomy = new Anatomy();
        var exif = file.IndexOf("Exif\0\0"u8);
        if (exif >= 0)
            anatomy.Add(PartRole.Exif, exif, exif, file.Length);
        var xmp = file.IndexOf("http://ns.adobe.com/xap/1.0/"u8);
        if (xmp >= 0)
            anatomy.Add(PartRole.Xmp, xmp, xmp, file.Length);
        return MetadataWords.Read(file, anatomy).Words;
    }
}
