using System.Text;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Media.Formats;
using Shouldly;
using Xunit;
using static CoalitionCms.Tests.Media.ReadingImageHeadersTests;

namespace CoalitionCms.Tests.Media;

/// <summary>What would harm readers or the server is refused before anything decodes it.</summary>
public sealed class RefusingUploadsTests
{
    private static readonly Dictionary<string, byte[]> Whole = new()
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

    public static TheoryData<string> Names => [.. Whole.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_cut_anywhere_is_refused(string name)
    {
        var file = Whole[name];
        Problem(file).ShouldBeNull();
        // The last byte of the PDF is a line end behind its end mark.
        for (var length = file.Length - 2; length >= 0; length -= 7)
            Problem(file[..length]).ShouldNotBeNull($"cut to {length} of {file.Length}");
    }

    [Fact]
    public void A_huge_size_is_refused_from_the_header_alone()
    {
        Problem([.. Pngs.Signature, .. Pngs.Header(60_000, 60_000)]).ShouldBe(MediaProblem.TooManyPixels);
        Problem([.. Jpegs.Start, .. Jpegs.Frame(60_000, 60_000)]).ShouldBe(MediaProblem.TooManyPixels);
        Problem([.. Pngs.Signature, .. Pngs.Header(20_001, 1)]).ShouldBe(MediaProblem.TooManyPixels);
        Problem([.. Pngs.Signature, .. Pngs.Header(-1, -1)]).ShouldBe(MediaProblem.TooManyPixels);
        Problem(Webps.Extended(16_000, 16_000)).ShouldBe(MediaProblem.TooManyPixels);
    }

    [Fact]
    public void A_small_canvas_does_not_hide_large_pixels()
    {
        var file = Webps.Extended(16_000, 16_000);
        file.AsSpan(24, 6).Clear();

        Problem(file).ShouldBe(MediaProblem.TooManyPixels);
    }

    [Fact]
    public void Ten_thousand_frames_are_refused()
    {
        Problem(Gifs.Of(10_000)).ShouldBe(MediaProblem.TooManyFrames);
        Problem(Gifs.Of(201)).ShouldBe(MediaProblem.TooManyFrames);
        Problem(Gifs.Of(200)).ShouldBeNull();
        Problem(Webps.Moving(201)).ShouldBe(MediaProblem.TooManyFrames);
        Problem([.. Pngs.Signature, .. Pngs.Header(8, 8), .. Pngs.Chunk("acTL", [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0])]).ShouldBe(MediaProblem.TooManyFrames);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><script>alert(1)</script>")]
    [InlineData(" \r\n\t<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")]
    [InlineData("\uFEFF<?xml version='1.0'?><svg/>")]
    public void Markup_is_refused_under_any_name_and_in_any_encoding(string markup)
    {
        Problem(Encoding.UTF8.GetBytes(markup)).ShouldBe(MediaProblem.Svg);
        Problem([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(markup.TrimStart('\uFEFF'))]).ShouldBe(MediaProblem.Svg);
        Problem([.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(markup.TrimStart('\uFEFF'))]).ShouldBe(MediaProblem.Svg);
    }

    [Fact]
    public void Nothing_too_much_and_the_unknown_are_refused()
    {
        Problem([]).ShouldBe(MediaProblem.EmptyFile);
        Problem(new byte[ImageHeader.MostBytes + 1]).ShouldBe(MediaProblem.TooManyBytes);
        Problem([.. "MZ\0\0 a program"u8]).ShouldBe(MediaProblem.UnknownType);
        Problem([.. "BM an older kind of picture"u8]).ShouldBe(MediaProblem.UnknownType);
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
            Problem([.. first, .. Encoding.ASCII.GetBytes(second)]).ShouldBe(MediaProblem.Polyglot, name);
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
    public void A_damaged_chunk_of_a_PNG_is_refused()
    {
        var file = Pngs.BlackAndWhite();
        file[50] ^= 1;

        Problem(file).ShouldBe(MediaProblem.Truncated);
    }

    [Fact]
    public void A_PNG_with_two_headers_or_a_full_end_is_refused()
    {
        Problem(Pngs.BlackAndWhite(32, 16, Pngs.Header(1, 1))).ShouldBe(MediaProblem.Truncated);
        Problem([.. Pngs.BlackAndWhite()[..^12], .. Pngs.Chunk("IEND", [1, 2, 3])]).ShouldBe(MediaProblem.Truncated);
    }

    [Fact]
    public void A_photo_with_two_sizes_is_refused() =>
        Problem(Jpegs.BlackAndWhite(Jpegs.Frame(1, 1))).ShouldBe(MediaProblem.Truncated);
}
