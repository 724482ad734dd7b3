using CoalitionCms.Features.Events;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Events;

public sealed class ReadingAttendeeLinesTests
{
    [Fact]
    public void The_line_of_a_report_gives_all_ten_names() => Show(
        "Members attending today's meeting include: Lin Wenya (林文雅),Gi Tae Moon, Tan Zhiyuan (谭志远),Pu Meishan (朴梅善),Yu Guangnan (于光男)," +
        "Bao He (包河),Jin Meihua (金梅花),Hua Zhongmin (华中民),Zhou Lingxin (周灵心),Xu Junzhe (许俊哲)。").ShouldBe(
        [
            "Lin Wenya|林文雅", "Gi Tae Moon|", "Tan Zhiyuan|谭志远", "Pu Meishan|朴梅善", "Yu Guangnan|于光男",
            "Bao He|包河", "Jin Meihua|金梅花", "Hua Zhongmin|华中民", "Zhou Lingxin|周灵心", "Xu Junzhe|许俊哲",
        ]);

    [Theory]
    [InlineData("包河 (Bao He)", "Bao He|包河")]
    [InlineData("包河（Bao He）", "Bao He|包河")]
    [InlineData("Bao He【包河】", "Bao He|包河")]
    [InlineData("Bao He 包河", "Bao He|包河")]
    [InlineData("(Bao He) 包河", "Bao He|包河")]
    [InlineData("Bao He (包河", "Bao He|包河")]
    [InlineData("  Bao   He  ", "Bao He|")]
    [InlineData("包河。", "|包河")]
    [InlineData("Bao He.", "Bao He|")]
    [InlineData("包河 / Bao He", "Bao He|包河")]
    [InlineData("Bao He – 包河", "Bao He|包河")]
    [InlineData("阿不都·热西提", "|阿不都·热西提")]
    [InlineData("阿不都‧热西提", "|阿不都·热西提")]
    [InlineData("以及 Dolma Tsering (སྒྲོལ་མ་ཚེ་རིང་)。", "Dolma Tsering|སྒྲོལ་མ་ཚེ་རིང་")]
    [InlineData("1. Bao He (包河)", "Bao He|包河")]
    [InlineData("• 包河", "|包河")]
    [InlineData("Jean-Luc O’Hara", "Jean-Luc O’Hara|")]
    [InlineData("José Núñez", "José Núñez|")]
    public void A_name_stands_in_either_order_or_alone(string typed, string name) => Show(typed).ShouldBe([name]);

    [Theory]
    [InlineData("Dr. Bao He (包河)", "Bao He|包河")]
    [InlineData("Ms. Bao He", "Bao He|")]
    [InlineData("Prof. Dr. Bao He", "Bao He|")]
    [InlineData("Ms 包河", "|包河")]
    [InlineData("包河先生", "|包河")]
    [InlineData("包河女士 (Bao He)", "Bao He|包河")]
    [InlineData("Drake Mrsic", "Drake Mrsic|")]
    [InlineData("문기태 씨", "|문기태")]
    public void Titles_are_left_out(string typed, string name) => Show(typed).ShouldBe([name]);

    [Theory]
    [InlineData("Bao He, Yu An")]
    [InlineData("Bao He，Yu An")]
    [InlineData("Bao He、Yu An")]
    [InlineData("Bao He; Yu An")]
    [InlineData("Bao He；Yu An")]
    [InlineData("Bao He\nYu An")]
    [InlineData("Bao He\r\n\r\nYu An\n")]
    [InlineData("Bao He and Yu An")]
    [InlineData("Bao He, and Yu An.")]
    [InlineData("Bao He & Yu An")]
    [InlineData("Bao He,, ,…,Yu An，。")]
    [InlineData("Bao He, Yu An, bao he")]
    public void Any_separator_divides_names_and_each_counts_once(string typed) => Show(typed).ShouldBe(["Bao He|", "Yu An|"]);

    [Theory]
    [InlineData("包河、于安和周灵心", "|包河 |于安 |周灵心")]
    [InlineData("包河（Bao He）和于安（Yu An）", "Bao He|包河 Yu An|于安")]
    [InlineData("李和平", "|李和平")]
    [InlineData("包河 于安", "|包河 |于安")]
    [InlineData("欧阳 和平", "|欧阳 和平")]
    [InlineData("김철수와 박근찬", "|김철수 |박근찬")]
    [InlineData("迪里拜尔·尤努斯、古丽", "|迪里拜尔·尤努斯 |古丽")]
    [InlineData("王和平和李和平", "|王和平 |李和平")]
    [InlineData("欧阳和平（Ouyang Heping）", "Ouyang Heping|欧阳和平")]
    [InlineData("Sandy Anderson", "Sandy Anderson|")]
    public void The_word_and_divides_only_where_it_is_no_part_of_a_name(string typed, string names) =>
        string.Join(' ', Show(typed)).ShouldBe(names);

    [Theory]
    [InlineData("Bao He (包河, 主席), Yu An", "Bao He|包河;Yu An|")]
    [InlineData("Bao He (包河, Yu An (于安)", "Bao He|包河;Yu An|于安")]
    [InlineData("Bao He (host)", "Bao He|")]
    [InlineData("문기태 (文基泰)", "|문기태")]
    public void Brackets_hold_the_other_script_and_nothing_is_swallowed(string typed, string names) =>
        string.Join(';', Show(typed)).ShouldBe(names);

    [Theory]
    [InlineData("包河", "zh-Hans")]
    [InlineData("Moon (문기태)", "ko")]
    [InlineData("Ilham (ئىلھام)", "ug")]
    [InlineData("Bao He", "zh-Hans")]
    public void The_language_follows_from_the_script(string typed, string language) =>
        AttendeeLine.Parse(typed).ShouldHaveSingleItem().NativeLanguage.ShouldBe(language);

    [Theory]
    [InlineData("包河与于安及周灵心", "|包河 |于安 |周灵心")]
    [InlineData("包河以及于安", "|包河 |于安")]
    [InlineData("包河、于安等", "|包河 |于安")]
    [InlineData("包河、于安等五人。", "|包河 |于安")]
    [InlineData("Bao He, Yu An and others", "Bao He| Yu An|")]
    [InlineData("Bao He, Yu An, and 5 others.", "Bao He| Yu An|")]
    [InlineData("Bao He, Yu An et al.", "Bao He| Yu An|")]
    [InlineData("문기태, 박근찬 및 김미선 외 3명", "|문기태 |박근찬 |김미선")]
    [InlineData("包河　于安　周灵心", "|包河 |于安 |周灵心")]
    [InlineData("包 河", "|包 河")]
    [InlineData("Host: Bao He, Guest: Yu An", "Bao He| Yu An|")]
    [InlineData("Bao He، Yu An؛ Zhou Lingxin", "Bao He| Yu An| Zhou Lingxin|")]
    public void Lists_end_and_join_as_people_write_them(string typed, string names) => string.Join(' ', Show(typed)).ShouldBe(names);

    [Theory]
    [InlineData("金海 (Jin Hai)")]
    [InlineData("金海（Jin Hai）")]
    [InlineData("Jin Hai (金海)")]
    [InlineData("Jin Hai（金海）。")]
    public void The_order_of_the_scripts_does_not_matter(string typed) => Show(typed).ShouldBe(["Jin Hai|金海"]);

    [Fact]
    public void Ten_thousand_names_are_read_part_by_part_and_none_is_lost()
    {
        var typed =
            string.Join("，", Enumerable.Range(0, 10_000)
            .Select(i => $"Person Q{(char)('A' + (i / 676))}{(char)('a' + (i / 26 % 26))}{(char)('a' + (i % 26))}"));
        var (read, rest) = (new List<string>(), typed);
        while (rest.Length > 0)
        {
            var part = AttendeeLine.Read(rest, AttendeeLine.MaxNames);
            part.Names.Count.ShouldBeInRange(1, AttendeeLine.MaxNames);
            read.AddRange(part.Names.Select(n => n.Romanised));
            part.Unread.ShouldBe("");
            rest = part.Rest;
        }

        string.Join("，", read).ShouldBe(typed);
    }

    [Fact]
    public void What_is_too_long_for_a_name_is_handed_back()
    {
        var read = AttendeeLine.Read("Bao He, " + new string('x', 300) + ", Yu An", AttendeeLine.MaxNames);
        read.Names.Select(n => n.Romanised).ShouldBe(["Bao He", "Yu An"]);
        read.Unread.Trim().ShouldBe(new string('x', 300));
        read.Kept.ShouldBe(new string('x', 300));
    }

    [Theory]
    [InlineData("Bao He\n???\nYu An", "???")]
    [InlineData("1. Bao He, +1 212 555 0100; Yu An, ☺", "+1 212 555 0100|☺")]
    [InlineData("1.\tBao He\n(2)\t于安\n- 周灵心, 5 others.", "")]
    public void What_has_no_letter_is_handed_back_unless_it_numbers_a_list(string typed, string unread) =>
        string.Join('|', AttendeeLine.Read(typed, AttendeeLine.MaxNames).Unread.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .ShouldBe(unread);

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData(" ,，、;；。… () （） 123 --- \u202e \ud800 ")]
    public void Where_there_is_no_letter_there_is_no_name(string? typed) => AttendeeLine.Parse(typed).ShouldBeEmpty();

    [Fact]
    public void Hostile_text_ends_in_time()
    {
        foreach (var evil in (string[])[new('(', 20_000), string.Concat(Enumerable.Repeat("和", 20_000)),
            string.Concat(Enumerable.Repeat("张和", 10_000)), new('-', 20_000)])
        {
            Should.CompleteIn(() => AttendeeLine.Parse(evil), TimeSpan.FromSeconds(2));
        }
    }

    private static List<string> Show(string typed) => [.. AttendeeLine.Parse(typed).Select(name => $"{name.Romanised}|{name.Native}")];
}
