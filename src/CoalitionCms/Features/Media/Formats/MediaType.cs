namespace CoalitionCms.Features.Media.Formats;

/// <summary>What a file is, judged by its bytes.</summary>
internal enum MediaType
{
    Jpeg,
    Png,
    Webp,
    Gif,
    Heic,
    Pdf,
}

/// <summary>How a type is written in file names and headers.</summary>
internal static class MediaTypeNames
{
    /// <summary>The ending, without a dot.</summary>
    public static string Extension(this MediaType type) => type switch
    {
        MediaType.Jpeg => "jpg",
        MediaType.Png => "png",
        MediaType.Webp => "webp",
        MediaType.Gif => "gif",
        MediaType.Heic => "heic",
        _ => "pdf",
    };

    /// <summary>The media type as browsers know it.</summary>
    public static string ContentType(this MediaType type) => type switch
    {
        MediaType.Jpeg => "image/jpeg",
        MediaType.Pdf => "application/pdf",
        _ => "image/" + type.Extension(),
    };
}
