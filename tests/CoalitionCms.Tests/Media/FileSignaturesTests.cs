using System.Text;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Media.Actions;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Media;

/// <summary>An upload is what its bytes are. What would harm readers or the server is refused before anything decodes it.</summary>
public sealed class FileSignaturesTests
{
    internal static readonly Dictionary<string, byte[]> Whole = new()
    {
        ["jpeg"] = Jpegs.BlackAndWhite(Jpegs.ExifSegment(Tiffs.Telling("secret", 6))),
        ["png"] = Pngs.BlackAndWhite(32, 16, Pngs.Chunk("tEXt", [.. "Comment\0words"u8])),
        ["apng"] = Pngs.Moving(),
        ["webp"] = Webps.Plain(),
        ["webp with metadata"] = Webps.Extended(40, 20, Webps.Chunk("EXIF", Tiffs.Turned(6))),
        ["moving webp"] = Webps.Moving(3),
        ["gif"] = Gifs.Of(3, Gifs.Looping, Gifs.Comment([1, 2, 3])),
        ["pdf"] = Pdfs.Small,
    };

    private static readonly byte[][] Seeds = [.. Whole.Values, [0, 0, 0, 16, .. "ftypheic\0\0\0\0"u8, 0, 0, 0, 48, .. "meta\0\0\0\0"u8]];

    [Fact]
    public void Each_type_is_known_by_its_bytes()
    {
        Type(Jpegs.BlackAndWhite()).ShouldBe(MediaType.Jpeg);
        Type(Pngs.BlackAndWhite(33, 17)).ShouldBe(MediaType.Png);
        Type(Webps.Plain(41, 20)).ShouldBe(MediaType.Webp);
        Type(Webps.Extended(41, 20)).ShouldBe(MediaType.Webp);
        Type(Gifs.Of(1)).ShouldBe(MediaType.Gif);
        Type(Pdfs.Small).ShouldBe(MediaType.Pdf);
    }

    [Theory]
    [InlineData("heic", "mif1heic", true)]
    [InlineData("mif1", "mif1heic", true)]
    [InlineData("avif", "mif1avif", false)]
    public void Only_the_brand_of_HEVC_pictures_is_HEIC(string brand, string compatible, bool known)
    {
        byte[] file = [.. Box("ftyp", Encoding.ASCII.GetBytes(brand + "\0\0\0\0" + compatible)), .. Box("mdat", [1, 2, 3])];
        Type([.. Box("ftyp", "isom\0\0\0\0mp42isom"u8.ToArray()), .. Box("mdat", [1, 2, 3])]).ShouldBe(MediaType.Mp4);

        if (known)
        {
            Type(file).ShouldBe(MediaType.Heic);
        }
        else
        {
            Problem(file).ShouldBe(MediaProblem.UnknownType);
        }
    }

    [Theory]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("webp with metadata")]
    [InlineData("moving webp")]
    [InlineData("pdf")]
    public void A_file_cut_anywhere_is_refused(string name)
    {
        var file = Whole[name];
        Problem(file).ShouldBeNull();
        // The last byte of the PDF is a line end behind its end mark.
        for (var length = file.Length - 2; length >= 0; length -= 7)
        {
            Problem(file[..length]).ShouldNotBeNull($"cut to {length} of {file.Length}");
        }
    }

    [Theory]
    [InlineData("<!DOCTYPE html><script>alert(1)</script>")]
    [InlineData(" \r\n\t<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")]
    [InlineData("\uFEFF<?xml version='1.0'?><svg/>")]
    public void Markup_is_refused_under_any_name_and_in_any_encoding(string markup)
    {
        Problem(Encoding.UTF8.GetBytes(markup)).ShouldBe(MediaProblem.Svg);
        Problem([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(markup.TrimStart('\uFEFF'))]).ShouldBe(MediaProblem.Svg);
        Problem([.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(markup.TrimStart('\uFEFF'))])
            .ShouldBe(MediaProblem.Svg);
    }

    [Fact]
    public void Nothing_too_much_and_the_unknown_are_refused()
    {
        Problem([]).ShouldBe(MediaProblem.EmptyFile);
        Problem(new byte[AddMedia.MaxBytes + 1]).ShouldBe(MediaProblem.TooManyBytes);
        Problem([.. "MZ\0\0 a program"u8]).ShouldBe(MediaProblem.UnknownType);
        Problem([.. "BM an older kind of picture"u8]).ShouldBe(MediaProblem.UnknownType);
        Problem([.. "II*\0 a kind of picture that libvips could read"u8]).ShouldBe(MediaProblem.UnknownType);
    }

    [Theory]
    [InlineData("PK\u0003\u0004 a package")]
    [InlineData("%PDF-1.7 a document")]
    [InlineData("\0\0<ScRiPt>alert(1)</script>")]
    [InlineData("<HTML>")]
    [InlineData("<?php system($_GET[0]);")]
    public void Two_files_in_one_are_refused(string second)
    {
        foreach (var (name, first) in Whole)
        {
            Problem([.. first, .. Encoding.ASCII.GetBytes(second)]).ShouldBe(MediaProblem.Polyglot, name);
        }
    }

    [Theory]
    [InlineData("%PDF-1.7 a document")]
    [InlineData("<script src=//evil.example>")]
    [InlineData("*/=1;</textarea><html >")]
    public void A_second_file_within_the_first_is_refused(string second)
    {
        Problem(Jpegs.BlackAndWhite(Jpegs.Segment(0xFE, Encoding.ASCII.GetBytes(second)))).ShouldBe(MediaProblem.Polyglot);
        Problem(Pngs.BlackAndWhite(32, 16, Pngs.Chunk("tEXt", Encoding.ASCII.GetBytes("Comment\0" + second))))
            .ShouldBe(MediaProblem.Polyglot);
        Problem(Gifs.Of(1, Gifs.Comment(Encoding.ASCII.GetBytes(second)))).ShouldBe(MediaProblem.Polyglot);
    }

    [Fact]
    public void A_package_is_found_by_its_directory_however_large_it_is()
    {
        byte[] package =
            [.. "PK\u0003\u0004"u8, .. new byte[200_000], .. "PK\u0001\u0002"u8, .. new byte[60], .. "PK\u0005\u0006"u8, .. new byte[18]];

        Problem([.. Jpegs.BlackAndWhite(), .. package]).ShouldBe(MediaProblem.Polyglot);
    }

    [Theory]
    [InlineData("GIF%PDF-")]
    [InlineData("PK\u0003\u0004%PDF-")]
    [InlineData("<a>%PDF-")]
    public void A_document_that_begins_as_something_else_is_refused(string start) =>
        Problem([.. Encoding.ASCII.GetBytes(start), .. Pdfs.Small[5..]]).ShouldBe(MediaProblem.Polyglot);

    [Fact]
    public void What_phones_put_behind_a_photo_is_no_second_file()
    {
        Problem([.. Jpegs.BlackAndWhite(), .. Jpegs.BlackAndWhite(), .. "SEFT"u8]).ShouldBeNull();
        Problem([.. Pngs.BlackAndWhite(), 0, 0, 0]).ShouldBeNull();
        Problem([.. Pngs.BlackAndWhite(), 0, 1]).ShouldBe(MediaProblem.Polyglot);
    }

    [Fact]
    public void Pictures_with_changed_bytes_get_an_answer()
    {
        foreach (var seed in Seeds)
        {
            var noise = new Noise(seed.Length);
            for (var round = 0; round < 4000; round++)
            {
                Problem(noise.Change(seed));
            }
        }
    }

    [Fact]
    public void The_largest_upload_of_tiny_pieces_is_answered()
    {
        byte[][] pieces = [[0xFF, 0xFE, 0, 2], [0x21, 0xFE, 0], [0xFF], [(byte)'<'], [.. "PK"u8], [.. "%PDF-"u8], [.. "<scrip"u8]];
        byte[][] starts =
            [Jpegs.Start, [.. Pngs.Signature, .. Pngs.Header(8, 8)], [.. "RIFF"u8, 0xF8, 0xFF, 0x8F, 0x01, .. "WEBP"u8], Gifs.Of(1)[..^1]];
        foreach (var start in starts)
        {
            foreach (var piece in pieces)
            {
                var file = new byte[AddMedia.MaxBytes];
                start.CopyTo(file, 0);
                for (var at = start.Length; at <= file.Length - piece.Length; at += piece.Length)
                {
                    piece.CopyTo(file, at);
                }

                Problem(file);
            }
        }
    }

    internal static MediaType Type(byte[] file)
    {
        FileSignatures.Check(file, out var type).ShouldBeNull();
        return type;
    }

    private static MediaProblem? Problem(byte[] file) => FileSignatures.Check(file, out _);

    private static byte[] Box(string kind, byte[] data) => [0, 0, 0, (byte)(data.Length + 8), .. Encoding.ASCII.GetBytes(kind), .. data];
}

/// <summary>The same numbers on every run.</summary>
internal sealed class Noise(int seed)
{
    private ulong state = (ulong)seed * 0x9E3779B97F4A7C15;

    public int Below(int limit)
    {
        state = (state * 6364136223846793005) + 1442695040888963407;
        return (int)((state >> 33) % (ulong)limit);
    }

    /// <summary>Some bytes changed, and now and then the end cut off.</summary>
    public byte[] Change(byte[] whole)
    {
        var file = whole.ToArray();
        for (var changes = Below(8); changes >= 0; changes--)
        {
            file[Below(file.Length)] = (byte)Below(256);
        }

        return file[..(file.Length - (Below(4) == 0 ? Below(file.Length) : 0))];
    }
}
