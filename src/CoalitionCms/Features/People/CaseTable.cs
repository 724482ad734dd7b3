using System.Globalization;
using System.Text.RegularExpressions;
using CoalitionCms.Content;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>What the person who imports a file says about all of its rows.</summary>
/// <param name="Language">The language in which the file is written, and of the drafts.</param>
/// <param name="Status">The status of cases for which the file has none.</param>
internal sealed record CaseTableOptions(Language Language, CaseStatus Status);

/// <summary>A row of a file that was read as a case.</summary>
internal sealed record CaseFileRow(int Number, EntryText Text, PersonFacts Facts)
{
    public DisplayName Name => DisplayName.Of(Facts.Names);
}

internal sealed record CaseFile(IReadOnlyList<CaseFileRow> Rows, IReadOnlyList<FileProblem> Problems);

/// <summary>Reads cases from a table. Dates stay as exact as they are given; what cannot be read is reported with its cell.</summary>
internal static partial class CaseTable
{
    /// <summary>The maximum number of rows read at once.</summary>
    public const int MaxRows = 20_000;

    public static IReadOnlyList<ImportColumn> Columns { get; } =
    [
        new("name", "People.Column.Name", "full name|person|prisoner|姓名|名字|성명"),
        new("romanised", "People.Column.Romanised",
            "latin name|romanized name|romanised name|pinyin|english name|name in english|拼音|姓名拼音|英文名|英文姓名|영문명|로마자"),
        new("native", "People.Column.Native", "chinese name|name in chinese|original name|中文名|中文姓名|本名|原名|한자명|본명"),
        new("other", "People.Fact.OtherNames", "other name|alias|aliases|also known as|aka|pen name|别名|別名|又名|化名|笔名|筆名|별명|필명"),
        new("status", "People.Form.Status", "current status|case status|situation|现状|現狀|状态|狀態|상태"),
        new("certainty", "People.Form.Certainty", "certainty|confidence|可信度"),
        new("asof", "People.Form.StatusAsOf", "as of|status as of|last updated|updated|截至|更新日期|기준일"),
        new("born", "People.Fact.Born", "birth|birth date|date of birth|birthdate|dob|birthday|year of birth|birth year"
            + "|出生|出生日期|出生年月|出生年份|生日|생년월일|출생일"),
        new("died", "People.Fact.Died", "death|date of death|death date|死亡日期|去世|去世日期|사망|사망일"),
        new("occupation", "People.Fact.Occupation", "occupation|profession|job|职业|職業|身份|직업"),
        new("region", "People.Fact.Region", "province|home|home town|地区|地區|省|省份|籍贯|籍貫|지역"),
        new("heldat", "People.Fact.HeldAt", "prison|prison name|place of detention|detained at|facility|detention facility"
            + "|监狱|監獄|关押地点|關押地點|羁押地点|羈押地點|수감 장소|교도소"),
        new("heldin", "People.Fact.HeldIn", "prison address|city of prison|监狱地址|監獄地址|교도소 주소"),
        new("taken", "People.Column.Taken", "detained|detained on|date of detention|detention date|arrested|arrest date|date of arrest"
            + "|拘留日期|被捕|被捕日期|抓捕日期|被抓日期|羁押日期|羈押日期|구금|구금일|체포일"),
        new("released", "People.Fact.ActualRelease", "release|released on|release date|date of release|释放日期|釋放日期|获释日期|獲釋日期|출소일|석방일"),
        new("sentence", "People.Fact.Sentence", "term|prison term|prison sentence|sentence length|length of sentence|刑期|判刑|형량|형기"),
        new("years", "People.Form.Years", "sentence years|years of sentence"),
        new("months", "People.Form.Months", "sentence months|months of sentence"),
        new("officialend", "People.Fact.OfficialEnd", "sentence ends|end of sentence|scheduled release|刑满|刑满日期|刑滿日期|만기일"),
        new("charge", "People.Fact.Charge", "charges|crime|offence|offense|罪名|혐의|죄명"),
        new("law", "People.Form.Law", "law|article|法条|法條|적용 법조"),
        new("source", "People.Fact.Sources", "source|reference|references|来源|來源|출처"),
        new("url", "People.Form.Url", "link|url|source link|source url|链接|連結|링크"),
        new("summary", "People.Column.Summary", "description|简介|簡介|概要|요약"),
    ];

    private static readonly Dictionary<string, CaseStatus> Statuses = Words<CaseStatus>(
        s => [s.ToString(), .. Language.All.Select(l => l.Texts[StatusView.Key(s)])],
        ("imprisoned|in prison|prison|jailed|in jail|serving|serving sentence|sentenced|在押|坐牢|服刑|수감", CaseStatus.Imprisoned),
        ("detained|in detention|awaiting trial|pre-trial detention|羁押|羈押|拘留|拘押|구금|구금 중", CaseStatus.Detained),
        ("missing|disappeared|whereabouts unknown|失踪|失蹤|실종", CaseStatus.WhereaboutsUnknown),
        ("house arrest|under house arrest|exit ban|软禁|軟禁|监视居住|監視居住|가택연금", CaseStatus.HouseArrest),
        ("released|free|freed|获释|獲釋|释放|釋放|出狱|出獄|석방|출소", CaseStatus.Released),
        ("exile|in exile|abroad|流亡|망명", CaseStatus.InExile),
        ("died|dead|deceased|died in custody|died in prison|死亡|去世|狱中去世|옥사|사망", CaseStatus.DiedInCustody));

    private static readonly Dictionary<string, Certainty> Certainties = Words<Certainty>(
        c => [c.ToString(), .. Language.All.Select(l => l.Texts[$"Certainty.{c}"])],
        ("known|certain|confirmed|sure|yes|确认|確認|已知|확인", Certainty.Known),
        ("believed|unconfirmed|likely|probable|no|据信|據信|未确认|未確認|추정", Certainty.Believed));

    private static readonly Dictionary<string, SentenceKind> Sentences = Words<SentenceKind>(
        s => s == SentenceKind.Term ? [] : [s.ToString(), .. Language.All.Select(l => l.Texts[$"SentenceKind.{s}"])],
        ("life|life sentence|life in prison|life imprisonment|无期|無期|终身监禁|終身監禁|종신형|무기|무기징역", SentenceKind.Life),
        ("death|death penalty|death sentence|死刑|사형", SentenceKind.Death),
        ("suspended death|suspended death sentence|death suspended|death sentence with reprieve|死缓|死緩|사형 집행유예",
            SentenceKind.SuspendedDeath),
        ("none|not sentenced|no sentence|未判|未判刑|无|無|미선고", SentenceKind.None));

    private static readonly string[] Units = ["y", "m", "d"];

    private static readonly HashSet<string> NotKnown = Set(
        "unknown|not known|unclear|n/a|na|?|-|–|—|不详|不詳|未知|不明|미상|불명|모름|نامەلۇم");

    public static Result<CaseFile> Read(ColumnMap map, CaseTableOptions options, DateOnly today)
    {
        if (map.Rows.Count > MaxRows)
        {
            return new Error("Files.TooManyLines", "", MaxRows);
        }

        if (!map.Has("name") && !map.Has("romanised") && !map.Has("native"))
        {
            return new Error("Files.NoNames");
        }

        var (rows, problems) = (new List<CaseFileRow>(), new List<FileProblem>());
        foreach (var row in map.Rows)
        {
            var reader = new RowReader(row, map, options);
            var read = reader.Read(today);
            if (reader.Problems.Count == 0)
            {
                rows.Add(read);
            }

            // All that is wrong with a row at once: nobody wants to send the file once for each cell.
            problems.AddRange(reader.Problems);
        }

        return Result.Of(new CaseFile(rows, problems));
    }

    private static string Fold(string text) => CleanText.Line(text).ToLowerInvariant();

    private static HashSet<string> Set(string words) => words.Split('|').Select(Fold).ToHashSet(StringComparer.Ordinal);

    private static Dictionary<string, T> Words<T>(Func<T, string[]> own, params (string Words, T Value)[] others)
        where T : struct, Enum
    {
        var words = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (word, value) in Enum.GetValues<T>().SelectMany(v => own(v).Select(w => (w, v)))
            .Concat(others.SelectMany(o => o.Words.Split('|').Select(w => (w, o.Value)))))
        {
            words.TryAdd(Fold(word), value);
        }

        return words;
    }

    [GeneratedRegex(
        @"(?<n>[0-9]{1,3})\s*(?:(?<y>years?|yrs?\.?|y(?![a-z])|年|년|يىل)|(?<m>months?|mos?\.?(?![a-z])|个月|個月|月|개월|ئاي)"
        + @"|(?<d>days?|d(?![a-z])|天|日|일|كۈن))",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex TermPart();

    [GeneratedRegex(@"^(?:[\s,，、;]|and\b|in prison|imprisonment|fixed[- ]term|有期徒刑|徒刑|유기징역|징역|零|又)*$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Beside();

    [GeneratedRegex("[一二三四五六七八九十]+", RegexOptions.CultureInvariant)]
    private static partial Regex HanNumber();

    [GeneratedRegex(@"https?://\S+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex(@"^(?<a>[^()（）/]+?)\s*(?:[(（](?<b>[^()（）]+)[)）]|\s/\s(?<b>[^/]+))$", RegexOptions.CultureInvariant)]
    private static partial Regex TwoForms();

    /// <summary>"11 years", "3 years 6 months", 十一年六个月, 징역 5년; null when it is none of these.</summary>
    internal static Sentence? ReadSentence(string text)
    {
        var folded = Fold(text).Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal);
        if (folded.Length == 0)
        {
            return new(SentenceKind.None, 0, 0, 0);
        }

        if (NotKnown.Contains(folded))
        {
            return new(SentenceKind.Unknown, 0, 0, 0);
        }

        if (Sentences.TryGetValue(folded, out var kind))
        {
            return new(kind, 0, 0, 0);
        }

        var counted = HanNumber().Replace(folded, m => Number(m.Value).ToString(CultureInfo.InvariantCulture));
        var parts = TermPart().Matches(counted);
        int Part(string name) => parts.Where(p => p.Groups[name].Success)
            .Sum(p => int.Parse(p.Groups["n"].ValueSpan, CultureInfo.InvariantCulture));
        return parts.Count > 0 && Beside().IsMatch(TermPart().Replace(counted, " "))
            && Units.All(n => parts.Count(p => p.Groups[n].Success) <= 1)
            ? new(SentenceKind.Term, Part("y"), Part("m"), Part("d")) : null;
    }

    // Terms have at most two digits: 十一, 二十, 二十五.
    private static int Number(string han)
    {
        var ten = han.IndexOf('十', StringComparison.Ordinal);
        int Digit(string one) => one.Length == 0 ? 0 : "一二三四五六七八九".IndexOf(one[^1], StringComparison.Ordinal) + 1;
        return ten < 0 ? Digit(han) : ((ten == 0 ? 1 : Digit(han[..ten])) * 10) + Digit(han[(ten + 1)..]);
    }

    private sealed class RowReader(CsvRow row, ColumnMap map, CaseTableOptions options)
    {
        public List<FileProblem> Problems { get; } = [];

        public CaseFileRow Read(DateOnly today)
        {
            foreach (var column in map.Columns.Where(c => c.Key.Length > 0))
            {
                if (Cell(column.Key) is ['=', ..])
                {
                    Add(column.Key, "People.Import.Formula");
                }
                else if (Cell(column.Key) is "#REF!" or "#N/A" or "#VALUE!" or "#NAME?" or "#DIV/0!" or "#NULL!" or "#NUM!")
                {
                    Add(column.Key, "People.Import.ErrorValue");
                }
            }

            if (map.IsTooLong(row))
            {
                Problems.Add(new(row.Number, new("Files.TooManyCells", "", map.Columns.Count)));
            }

            if (Problems.Count > 0)
            {
                return new(row.Number, new("", "", "", "", []), PersonFacts.None);
            }

            var facts = Facts();
            var name = DisplayName.Of(facts.Names);
            var text = new EntryText(name.FirstFor(options.Language).Text, "", Cell("summary"), "", []).Clean();
            if (Problems.Count == 0)
            {
                Problems.AddRange(PersonRules.Check(facts, today)
                    .Select(e => new FileProblem(row.Number, e, ColumnOf(e.Field), CellOf(e.Field))));
            }

            if (Problems.Count == 0)
            {
                Problems.AddRange(ContentErrors.Check(text, EntryKind.Person, isAutosave: false).Select(e =>
                    new FileProblem(row.Number, e, e.Field == nameof(EntryText.Summary) ? "summary" : NameColumn)));
            }

            return new(row.Number, text, facts);
        }

        private string NameColumn => map.Has("name") ? "name" : map.Has("native") ? "native" : "romanised";

        private PersonFacts Facts()
        {
            var status = options.Status;
            if (Cell("status") is { Length: > 0 } word && !Statuses.TryGetValue(Fold(word), out status))
            {
                Add("status", "People.Import.Status");
            }

            var certainty = Certainty.Believed;
            if (Cell("certainty") is { Length: > 0 } sure && !Certainties.TryGetValue(Fold(sure), out certainty))
            {
                Add("certainty", "People.Import.Certainty");
            }

            var (taken, released) = (Date("taken"), Date("released"));
            var isOver = !released.IsUnknown || !DaysDetained.IsHeld(status);
            var source = Source();
            return new()
            {
                Names = Names(),
                Status = status,
                Certainty = certainty,
                StatusAsOf = Date("asof"),
                Born = Date("born"),
                Died = Date("died"),
                Occupation = Line("occupation"),
                Region = Line("region"),
                HeldAt = Line("heldat"),
                HeldIn = Line("heldin"),
                Sentence = Sentence(),
                Charges = Cell("charge") is { Length: > 0 } charge
                    ? [new(LocalText.Of(options.Language.Code, charge), "", "", Line("law"))] : [],
                Episodes = taken.IsUnknown ? [] : [new(status == CaseStatus.HouseArrest ? Custody.HouseArrest : Custody.Prison, taken,
                    released, isOver)],
                ActualRelease = released,
                OfficialEnd = Date("officialend"),
                Sources = source is null ? null : new() { Status = [source] },
            };
        }

        private List<PersonName> Names()
        {
            var (latin, native) = (Cell("romanised"), Cell("native"));
            if (Cell("name") is { Length: > 0 } name)
            {
                var forms = TwoForms().Match(name) is { Success: true } two
                    ? [two.Groups["a"].Value, two.Groups["b"].Value]
                    : new[] { name };
                latin = latin.Length > 0 ? latin : forms.FirstOrDefault(IsLatin)?.Trim() ?? "";
                native = native.Length > 0 ? native : forms.FirstOrDefault(f => !IsLatin(f))?.Trim() ?? "";
            }

            var tag = TagOf(native);
            List<PersonName> names = [];
            if (latin.Length > 0)
            {
                names.Add(new(latin, tag.Split('-')[0] + "-Latn" is var known && NameLanguages.IsKnown(known) ? known : "zh-Latn",
                    NameKind.Romanised, IsPrimary: true));
            }

            if (native.Length > 0)
            {
                names.Add(new(native, tag, NameKind.Native, IsPrimary: true));
            }

            if (names.Count == 0)
            {
                Add(NameColumn, "People.NameMissing");
            }

            names.AddRange(Cell("other").Split([';', '；', '、', '\n'],
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(other => new PersonName(CleanText.Line(other), IsLatin(other) ? "zh-Latn" : TagOf(other), NameKind.Other, false)));
            return names;
        }

        private static bool IsLatin(string name) => name.Any(char.IsLetter)
            && name.Where(char.IsLetter).All(c =>
            WritingSystems.Of(c) == WritingSystem.Other && c < '\u0250' || c is >= '\u1E00' and <= '\u1EFF');

        /// <summary>The language of a name by its script; what the file is written in where several fit.</summary>
        private string TagOf(string name)
        {
            var systems = name.Select(WritingSystems.Of).ToHashSet();
            return systems.Contains(WritingSystem.Hangul) ? "ko"
                : systems.Contains(WritingSystem.Arabic) ? "ug"
                : systems.Contains(WritingSystem.Kana) ? "ja"
                : name.Any(c => c is >= '\u0F00' and <= '\u0FFF') ? "bo"
                : HanTables.Simplify(name) != name || options.Language.Code == "zh-Hant" ? "zh-Hant" : "zh-Hans";
        }

        private Sentence Sentence()
        {
            if (ReadSentence(Cell("sentence")) is not { } sentence)
            {
                Add("sentence", "People.Import.Sentence");
                return new(SentenceKind.None, 0, 0, 0);
            }

            var (years, months) = (Number("years"), Number("months"));
            return years + months == 0 ? sentence
                : sentence.Kind is SentenceKind.None or SentenceKind.Unknown ? new(SentenceKind.Term, years, months, 0) : sentence;
        }

        private int Number(string column)
        {
            if (Cell(column) is not { Length: > 0 } text || NotKnown.Contains(Fold(text)))
            {
                return 0;
            }

            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return number;
            }

            Add(column, "People.Import.NotANumber");
            return 0;
        }

        private Source? Source()
        {
            var (text, url) = (Cell("source"), Cell("url"));
            if (url.Length == 0 && Address().Match(text) is { Success: true } found)
            {
                (url, text) =
                    (found.Value, text.Replace(found.Value, "", StringComparison.Ordinal).Trim(' ', ',', ';', '，', '；', '(', ')'));
            }

            if (text.Length == 0 && Uri.TryCreate(url, UriKind.Absolute, out var address))
            {
                text = address.Host;
            }

            return text.Length + url.Length == 0 ? null : new(CleanText.Line(text), "", url, FuzzyDate.Unknown, null);
        }

        private LocalText Line(string column) =>
            Cell(column) is { Length: > 0 } text ? LocalText.Of(options.Language.Code, CleanText.Line(text)) : LocalText.Empty;

        private FuzzyDate Date(string column)
        {
            var text = Cell(column);
            if (NotKnown.Contains(Fold(text)))
            {
                return FuzzyDate.Unknown;
            }

            if (FuzzyDate.TryParse(text, out var date, out var error))
            {
                return date;
            }

            // A life sentence in the column of the release is common: its end is not known, and nothing may be lost of it.
            Add(column, ReadSentence(text) is { Kind: not SentenceKind.None } ? "People.Import.SentenceNotDate" : $"Date.Wrong.{error}");
            return FuzzyDate.Unknown;
        }

        private string ColumnOf(string field) => field.Split('.', '[')[0] switch
        {
            nameof(PersonFacts.Names) => NameColumn,
            nameof(PersonFacts.StatusAsOf) => "asof",
            nameof(PersonFacts.Episodes) => field.EndsWith(".Until", StringComparison.Ordinal) ? "released" : "taken",
            nameof(PersonFacts.ActualRelease) => "released",
            nameof(PersonFacts.Charges) => field.EndsWith(".Law", StringComparison.Ordinal) ? "law" : "charge",
            "FactSources" => field.EndsWith(".Url", StringComparison.Ordinal) ? "url" : "source",
            var other => other.ToLowerInvariant(),
        };

        private string CellOf(string field) => Cell(ColumnOf(field));

        private void Add(string column, string key) => Problems.Add(new(row.Number, new(key), column, Cell(column)));

        private string Cell(string column) => map.Cell(row, column).Trim();
    }
}
