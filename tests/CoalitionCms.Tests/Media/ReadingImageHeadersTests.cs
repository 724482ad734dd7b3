using System.Text;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Media.Formats;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Media;

/// <summary>An upload is what its bytes are, and says how large it is before anybody decodes it.</summary>
public sealed class ReadingImageHeadersTests
{
    [Fact]
    public void Each_type_is_known_by_its_bytes()
    {
        Good(Jpegs.BlackAndWhite()).ShouldBe((MediaType.Jpeg, 32, 16, 1));
        Good(Pngs.BlackAndWhite(33, 17)).ShouldBe((MediaType.Png, 33, 17, 1));
        Good(Webps.Plain(41, 20)).ShouldBe((MediaType.Webp, 41, 20, 1));
        Good(Webps.Extended(41, 20)).ShouldBe((MediaType.Webp, 41, 20, 1));
        Good(Gifs.Of(1)).ShouldBe((MediaType.Gif, 8, 8, 1));
        Good(Pdfs.Small).ShouldBe((MediaType.Pdf, 0, 0, 1));
    }

    [Fact]
    public void Moving_pictures_tell_their_frames()
    {
        Good(Gifs.Of(3, Gifs.Looping)).ShouldBe((MediaType.Gif, 8, 8, 3));
        Good(Webps.Moving(5)).ShouldBe((MediaType.Webp, 8, 8, 5));
        Good(Pngs.Moving()).ShouldBe((MediaType.Png, 8, 8, 2));
    }

    [Theory]
    [InlineData("heic", "mif1heic", true)]
    [InlineData("mif1", "mif1heic", true)]
    [InlineData("avif", "mif1avif", false)]
    [InlineData("isom", "mp42isom", false)]
    public void Only_the_brand_of_HEVC_pictures_is_HEIC(string brand, string compatible, bool known)
    {
        byte[] size = [0, 0, 0, 20, .. "ispe"u8, 0, 0, 0, 0, 0, 0, 16, 0, 0, 0, 12, 0];
        byte[] meta = Box("meta", [0, 0, 0, 0, .. Box("iprp", Box("ipco", size))]);
        byte[] file = [.. Box("ftyp", Encoding.ASCII.GetBytes(brand + "\0\0\0\0" + compatible)), .. meta, .. Box("mdat", [1, 2, 3])];

        if (known)
            Good(file).ShouldBe((MediaType.Heic, 4096, 3072, 1));
        else
            Problem(file).ShouldBe(MediaProblem.UnknownType);
    }

    [Fact]
    public void The_direction_is_read_from_each_type_that_has_one()
    {
        for (var orientation = 1; orientation <= 8; orientation++)
        {
            var tiff = Tiffs.Turned(orientation);
            Header(Jpegs.BlackAndWhite(Jpegs.ExifSegment(tiff))).Orientation.ShouldBe(orientation);
            Header(Pngs.BlackAndWhite(32, 16, Pngs.Chunk("eXIf", tiff))).Orientation.ShouldBe(orientation);
            Header(Webps.Extended(40, 20, Webps.Chunk("EXIF", tiff))).Orientation.ShouldBe(orientation);
        }

        var lying = Header(Jpegs.BlackAndWhite(Jpegs.ExifSegment(Tiffs.Turned(6))));
        (lying.UprightWidth, lying.UprightHeight).ShouldBe((16, 32));
        Header(Jpegs.BlackAndWhite(Jpegs.ExifSegment(Tiffs.Turned(9)))).Orientation.ShouldBe(1);
    }

    [Fact]
    public void What_a_camera_tells_is_named_the_gravest_first()
    {
        var photo = Jpegs.BlackAndWhite(
            Jpegs.ExifSegment(Tiffs.Telling("x")), Jpegs.Segment(0xFE, [65]), Jpegs.Segment(0xED, [65]),
            Jpegs.Segment(0xE2, [.. "MPF\0"u8]), Jpegs.Segment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 1]));

        Header(photo).Metadata.ShouldBe(["location", "camera", "time", "software", "thumbnail", "iptc", "comment", "profile", "other"]);
        Header(Jpegs.BlackAndWhite(Jpegs.ExifSegment(Tiffs.Turned(6)))).Metadata.ShouldBeEmpty();
        Header(Jpegs.BlackAndWhite(Jpegs.Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude='1'/>"u8]))).Metadata.ShouldBe(["location", "xmp"]);
    }

    internal static ImageHeader Header(byte[] file)
    {
        ImageHeader.Read(file, out var header).ShouldBeNull();
        return header;
    }

    internal static MediaProblem? Problem(byte[] file) => ImageHeader.Read(file, out _);

    private static byte[] Box(string kind, byte[] data) => [0, 0, 0, (byte)(data.Length + 8), .. Encoding.ASCII.GetBytes(kind), .. data];

    private static (MediaType Type, int Width, int Height, int Frames) Good(byte[] file) =>
        Header(file) is var header ? (header.Type, header.Width, header.Height, header.Frames) : default;
}
