using CoalitionCms.Domain;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Domain;

public sealed class FamilyNamesTests
{
    [Theory]
    [InlineData("Jin Hai", "zh-Latn", FamilyName.AsUsual, "Jin", "Hai", "Jin Hai")]
    [InlineData("金海", "zh-Hans", FamilyName.AsUsual, "金", "海", "金海")]
    [InlineData("欧阳明月", "zh-Hans", FamilyName.AsUsual, "欧阳", "明月", "欧阳明月")]
    [InlineData("欧阳", "zh-Hans", FamilyName.AsUsual, "欧", "阳", "欧阳")]
    [InlineData("남궁솔", "ko", FamilyName.AsUsual, "남궁", "솔", "남궁솔")]
    [InlineData("Sol Marrow", "en", FamilyName.AsUsual, "Marrow", "Sol", "Marrow Sol")]
    [InlineData("Sol van Marrow", "zh-Latn", FamilyName.Last, "Marrow", "Sol van", "Marrow Sol van")]
    [InlineData("索尔·马罗", "zh-Hans", FamilyName.Last, "马罗", "索尔", "马罗 索尔")]
    [InlineData("Alma Terek", "ug-Latn", FamilyName.AsUsual, "", "Alma Terek", "Alma Terek")]
    [InlineData("Jin Hai", "zh-Latn", FamilyName.None, "", "Jin Hai", "Jin Hai")]
    [InlineData("Sol", "en", FamilyName.Last, "", "Sol", "Sol")]
    public void The_family_name_stands_where_it_is_said_to_or_where_the_language_has_it(string text, string language, FamilyName order,
        string family, string given, string key)
    {
        var name = new PersonName(text, language, NameKind.Romanised, IsPrimary: true) { Order = order };

        var shown = DisplayName.Of([name]);

        (shown.Family, shown.Given, shown.RomanisedKey, shown.Romanised).ShouldBe((family, given, key, text));
    }
}
