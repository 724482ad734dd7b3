using System.Text.Json;
using System.Text.RegularExpressions;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.House;

/// <summary>Every sentence exists in every language, is used, and can be filled in.</summary>
public sealed partial class TextsTests
{
    private static readonly JsonSerializerOptions Lenient =
        new() { ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static readonly Dictionary<string, string> English = Read("en");
    private static readonly string Source = string.Concat(Repository.Files("src/CoalitionCms", ".cs", ".cshtml").Select(f => f.Code));

    public static TheoryData<string> OtherLanguages => [.. Language.All.Select(l => l.Code).Where(c => c != "en")];

    [Theory]
    [MemberData(nameof(OtherLanguages))]
    public void Every_sentence_exists_in(string language)
    {
        var other = Read(language);
        English.Keys.Except(other.Keys, StringComparer.Ordinal).ShouldBeEmpty("missing");
        other.Keys.Except(English.Keys, StringComparer.Ordinal).ShouldBeEmpty("unknown");
        other.Where(t => string.IsNullOrWhiteSpace(t.Value)).Select(t => t.Key).ShouldBeEmpty("blank");
    }

    [Theory]
    [MemberData(nameof(OtherLanguages))]
    public void A_translation_fills_in_what_the_original_does(string language) =>
        Read(language).Where(t => English.TryGetValue(t.Key, out var original) && !Places(original).SetEquals(Places(t.Value)))
            .Select(t => $"{t.Key}: {t.Value}")
            // "One" may leave its number out.
            .Where(line => !line.Split(':')[0].EndsWith(".One", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void Every_key_in_the_source_exists()
    {
        var wanted = KeyUse().Matches(Source).Select(m => m.Groups["key"].Value).Where(k => !k.EndsWith('.'))
            .Concat(CountUse().Matches(Source).SelectMany(m => new[] { m.Groups["key"].Value + ".One", m.Groups["key"].Value + ".Other" }));
        wanted.Distinct(StringComparer.Ordinal).Where(k => !English.ContainsKey(k)).ShouldBeEmpty();
    }

    [Fact]
    public void What_reads_from_left_to_right_is_isolated_in_Uyghur() =>
        // Among letters that run from right to left, 2010-05 would read 05-2010, and .docx would end with its dot.
        Read("ug").Where(t => LeftToRight().IsMatch(Isolate().Replace(t.Value, ""))).Select(t => t.Key).ShouldBeEmpty();

    [Fact]
    public void No_space_follows_full_width_punctuation()
    {
        // A view writes @T.Gap where a text that ends a sentence or a label goes on; code says Texts.Join.
        var chinese = Read("zh-Hans");
        chinese.Where(t => WideSpace().IsMatch(t.Value)).Select(t => t.Key).ShouldBeEmpty();
        (from view in Repository.Files("src/CoalitionCms", ".cshtml")
         from Match use in GoesOn().Matches(view.Text)
         let text = chinese.GetValueOrDefault(use.Groups["key"].Value) ?? chinese.GetValueOrDefault(use.Groups["key"].Value + ".Other", "")
         where WideEnd().IsMatch(text)
         select $"{view.Path}: {use.Value}").ShouldBeEmpty();
        Source.ShouldNotMatch(@"string\.Join\((' '|"" ""), [^;]*\b[tT]exts\.Of\b");
    }

    [Fact]
    public void What_belongs_together_is_not_torn_over_two_lines()
    {
        // Written as 25\u00a0MB and, before a word of Uyghur, {0}\u2011. The dot between facts is @T.Dot, which never begins a line.
        (from language in Language.All
         from text in Read(language.Code)
         where Torn().IsMatch(text.Value)
         select $"{language.Code}: {text.Key}").ShouldBeEmpty();
        Repository.Files("src/CoalitionCms", ".cshtml").Where(v => LooseDot().IsMatch(v.Text)).Select(v => v.Path).ShouldBeEmpty();
    }

    [Fact]
    public void No_expression_of_a_view_is_taken_for_an_address_of_mail() =>
        // Razor writes out "KB@T.Dot" as it is: a letter before the sign makes it one.
        Repository.Files("src/CoalitionCms", ".cshtml").Where(v => LikeMail().IsMatch(v.Text)).Select(v => v.Path).ShouldBeEmpty();

    [Fact]
    public void Every_value_of_an_enum_that_is_shown_has_a_word()
    {
        var enums = typeof(Language).Assembly.GetTypes().Where(t => t.IsEnum).ToLookup(t => t.Name, StringComparer.Ordinal);
        (from name in English.Keys.Select(k => k.Split('.')[0]).Distinct(StringComparer.Ordinal)
         from type in enums[name]
         from value in Enum.GetNames(type)
         where !(type.IsDefined(typeof(FlagsAttribute), inherit: false) && value == "None") // Nothing set is nothing said.
         where !English.ContainsKey($"{name}.{value}")
         select $"{name}.{value}").ShouldBeEmpty();
    }

    [Fact]
    public void Every_verb_of_the_audit_log_has_words_and_no_other()
    {
        var verbs = typeof(AuditVerb).GetFields().Select(f => (string)f.GetRawConstantValue()!).ToHashSet(StringComparer.Ordinal);
        English.Keys.Where(k => k.StartsWith("Audit.Verb.", StringComparison.Ordinal)).Select(k => k["Audit.Verb.".Length..])
            .ShouldBe(verbs, ignoreOrder: true);
    }

    [Fact]
    public void No_sentence_is_left_unused()
    {
        // A key stands in the source whole, or its beginning does where the rest is put on at run time: "Entry.New." + kind,
        // $"People.Card.{custody}".
        var literals = AnyLiteral().Matches(Source).Select(m => m.Groups["key"].Value).ToHashSet(StringComparer.Ordinal);
        var beginnings = KeyBeginning().Matches(Source).Select(m => m.Groups["key"].Value).ToHashSet(StringComparer.Ordinal);
        var enumKeys = typeof(Language).Assembly.GetTypes().Where(t => t.IsEnum)
            .SelectMany(t => Enum.GetNames(t).Select(n => $"{t.Name}.{n}")).ToHashSet(StringComparer.Ordinal);
        English.Keys
            .Where(k => !literals.Contains(k) && !literals.Contains(KnownEnding().Replace(k, "")) && !enumKeys.Contains(k))
            .Where(k => !beginnings.Any(b => k.StartsWith(b, StringComparison.Ordinal)))
            .ShouldBeEmpty();
    }

    private static Dictionary<string, string> Read(string language) =>
        JsonSerializer.Deserialize<Dictionary<string,
        string>>(File.ReadAllText(Path.Combine(Repository.Root, $"src/CoalitionCms/Resources/{language}.json")), Lenient)!;

    private static HashSet<string> Places(string sentence) => [.. Place().Matches(sentence).Select(m => m.Groups[1].Value)];

    [GeneratedRegex(@"(?:\bT|\b_?texts|\bTexts)\[\s*""(?<key>[^""]+)""\s*[\],]|\b(?:label|hint|Hint"
        + @"|Label)=""(?<key>[A-Z]\w*\.[^""@]+)""|new(?: Error)?\(\s*""(?<key>[A-Z]\w*\.[\w.]+)""")]
    private static partial Regex KeyUse();

    [GeneratedRegex(@"(?:\bT|\btexts|\bTexts)\.Count\(\s*""(?<key>[^""]+)""")]
    private static partial Regex CountUse();

    [GeneratedRegex(@"""(?<key>[A-Z]\w*(?:\.[\w-]+)+)""")]
    private static partial Regex AnyLiteral();

    [GeneratedRegex(@"\$""(?<key>[A-Z]\w*\.[\w.]*)\{|""(?<key>[A-Z]\w*\.(?:\w+\.)*)""\s*\+")]
    private static partial Regex KeyBeginning();

    // Of a number, and of the two parts of an error page.
    [GeneratedRegex(@"\.(One|Other|Title|Text)$")]
    private static partial Regex KnownEnding();

    [GeneratedRegex(@"(?<![\w/.])(?:https?://|\.[a-z]{2,5}\b|\d{4}[-/]\d{2})")]
    private static partial Regex LeftToRight();

    [GeneratedRegex("[，。：；！？] ")]
    private static partial Regex WideSpace();

    [GeneratedRegex("[，。：；！？）”]$")]
    private static partial Regex WideEnd();

    // @T["…"] or T.Count("…"), and on the same line more of it.
    [GeneratedRegex(@"\bT(?:\.Html|\.Count)?[\[(]""(?<key>[^""]+)""(?:[^\[\]()\n]|\[[^\[\]]*\]|\((?:[^()]|\([^()]*\))*\))*[\])]"
        + @"(?:</\w+>)* (?:@|<(?:a|b|span|mixed|day|bdi|code|strong|time|person-name|del|ins|partial)\b)")]
    private static partial Regex GoesOn();

    [GeneratedRegex("[\u2066\u2068][^\u2069]*\u2069")]
    private static partial Regex Isolate();

    [GeneratedRegex(@"[0-9}] [KMG]B\b|[0-9}\u2069]-[\u0600-\u06ff]")]
    private static partial Regex Torn();

    [GeneratedRegex(@"[^""] · ")]
    private static partial Regex LooseDot();

    [GeneratedRegex(@"(?<=[\s>)}])[A-Za-z0-9]+@[A-Za-z]")]
    private static partial Regex LikeMail();

    [GeneratedRegex(@"\{(\d+)[^}]*\}")]
    private static partial Regex Place();
}
