using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CoalitionCms.Tests.Events;

/// <summary>A list as the site prints it is read as the same names, whatever they are and whatever separates them.</summary>
public sealed class PropertiesOfAttendeeLinesTests
{
    private static readonly Gen<(string Romanised, string Native)> Name =
        from family in Gen.Elements("Lin|林", "Bao|包", "Tan|谭", "Ouyang|欧阳", "Moon|문", "Jin|金")
        from given in Gen.Elements("Wenya|文雅", "He|河", "Zhiyuan|志远", "Heping|和平", "Gi Tae|기태", "An-li|安丽")
        from scripts in Gen.Choose(0, 2)
        let romanised = $"{family.Split('|')[0]} {given.Split('|')[0]}"
        let native = family.Split('|')[1] + given.Split('|')[1]
        select scripts switch { 0 => (romanised, ""), 1 => ("", native), _ => (romanised, native) };

    private static readonly Arbitrary<(List<(string Romanised, string Native)> Names, string Separator, string Language,
        string End)> Lines =
        (from names in Name.NonEmptyListOf()
         from separator in Gen.Elements(", ", ",", "，", "、", "; ", "；", "\n", "\r\n", "\t", " and ", " & ")
         from language in Gen.Elements("en", "zh-Hans", "ko")
         from end in Gen.Elements("", ".", "。", "\n")
         select (names.Distinct().ToList(), separator, language, end)).ToArbitrary();

    [Fact]
    public void Printing_a_list_and_reading_it_gives_the_same_names() => Prop.ForAll(Lines, line =>
    {
        var reader = Language.Find(line.Language)!;
        var printed = string.Join(line.Separator, line.Names.Select(n => DisplayName.Of(n.Romanised, n.Native, "zh-Hans").Plain(reader)))
            + line.End;
        return AttendeeLine.Parse(printed).Select(n => (n.Romanised, n.Native)).SequenceEqual(line.Names.Take(AttendeeLine.MaxNames));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithQuietOnSuccess(true));
}
