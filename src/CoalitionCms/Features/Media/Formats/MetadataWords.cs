namespace CoalitionCms.Features.Media.Formats;

/// <summary>Short words for what a file tells besides its picture, so that a person can read what was removed.</summary>
internal static class MetadataWords
{
    public const string Location = "location";
    public const string Camera = "camera";
    public const string Time = "time";
    public const string Software = "software";
    public const string Thumbnail = "thumbnail";
    public const string Comment = "comment";
    public const string Profile = "profile";
    public const string Other = "other";

    private static readonly string[] InOrder = [Location, Camera, Time, Software, Thumbnail, "xmp", "iptc", Comment, Profile, Other];

    /// <summary>The words, the gravest first, and which way is up.</summary>
    public static (IReadOnlyList<string> Words, int Orientation) Read(ReadOnlySpan<byte> file, Anatomy anatomy)
    {
        var words = new HashSet<string>();
        var orientation = 0;
        foreach (var part in anatomy.Parts)
        {
            var data = file[Math.Min(part.Payload, part.End)..part.End];
            if (part.Role == PartRole.Exif)
            {
                var found = Exif.Read(data, words);
                orientation = orientation == 0 ? found : orientation;
            }
            else if (WordOf(part.Role) is { } word)
            {
                words.Add(word);
            }

            if (part.Role == PartRole.Xmp && data.IndexOf("GPSL"u8) >= 0)
                words.Add(Location);
        }

        if (anatomy.IsWhole && file[anatomy.End..].ContainsAnyExcept((byte)0))
            words.Add(Other);
        return ([.. InOrder.Where(words.Contains)], Math.Max(1, orientation));
    }

    private static string? WordOf(PartRole role) => role switch
    {
        PartRole.Xmp => "xmp",
        PartRole.Iptc => "iptc",
        PartRole.Comment => Comment,
        PartRole.Time => Time,
        PartRole.Software => Software,
        PartRole.Thumbnail => Thumbnail,
        PartRole.Profile => Profile,
        PartRole.Other => Other,
        _ => null,
    };
}
