namespace CoalitionCms.Domain;

/// <summary>
/// All addresses of the site. Paths are relative to the host and in the letters of their script, see <see cref="Iri"/>;
/// <see cref="Absolute"/> creates absolute URLs from the base URL setting.
/// </summary>
internal sealed class SiteUrls(CmsOptions options)
{
    /// <summary>First segment of the paths of a kind; standing pages have none.</summary>
    public static string Segment(EntryKind kind) => kind switch
    {
        EntryKind.Article => "articles",
        EntryKind.Campaign => "campaigns",
        EntryKind.Person => "people",
        EntryKind.Event => "events",
        _ => "",
    };

    public static string AdminSegment(EntryKind kind) => kind == EntryKind.Page ? "pages" : Segment(kind);

    public static string Home(Language language) => language.UrlPrefix.Length == 0 ? "/" : language.UrlPrefix;

    public static string Entry(EntryKind kind, Language language, string slug) =>
        kind == EntryKind.Page ? $"{language.UrlPrefix}/{Iri.Escape(slug)}" : $"{language.UrlPrefix}/{Segment(kind)}/{Iri.Escape(slug)}";

    public static string List(EntryKind kind, Language language) => $"{language.UrlPrefix}/{Segment(kind)}";

    public static string Year(int year, Language language) => FormattableString.Invariant($"{language.UrlPrefix}/articles/{year:0000}");

    public static string Tag(string tag, Language language) => $"{language.UrlPrefix}/tags/{Iri.Escape(tag)}";

    public static string Official(Language language) => language.UrlPrefix + "/official";

    public static string OfficialText(Language language) => language.UrlPrefix + "/official.txt";

    /// <summary>What a copy of the site is, and how it is checked.</summary>
    public static string Copy(Language language) => language.UrlPrefix + "/copy";

    public static string Search(Language language) => language.UrlPrefix + "/search";

    /// <summary>The results for a question, narrowed and turned to a page.</summary>
    public static string Search(Language language, string query, string? kind, string? inLanguage, int? year, int page = 1)
    {
        var parameters = new List<string> { "q=" + Uri.EscapeDataString(query) };
        AddTo(parameters, "kind", kind);
        AddTo(parameters, "in", inLanguage);
        AddTo(parameters, "year", year?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        AddTo(parameters, "page", page > 1 ? page.ToString(System.Globalization.CultureInfo.InvariantCulture) : null);
        return $"{Search(language)}?{string.Join('&', parameters)}";

        static void AddTo(List<string> parameters, string name, string? value)
        {
            if (value is not null)
            {
                parameters.Add($"{name}={value}");
            }
        }
    }

    /// <summary>All public names of people, to be found without search.</summary>
    public static string NameIndex(Language language, string? order = null) =>
        $"{List(EntryKind.Person, language)}/names{(order is null ? "" : "?sort=" + order)}";

    public static string OpenSearch(Language language) => language.UrlPrefix + "/opensearch.xml";

    /// <summary>The feed of a page, without the ending that says its format; a language's by its prefix.</summary>
    public static string FeedOf(string path) => path + "/feed";

    public static string Feed(Language language) => FeedOf(language.UrlPrefix) + ".atom";

    public static string JsonFeed(Language language) => FeedOf(language.UrlPrefix) + ".json";

    public const string SecurityText = "/.well-known/security.txt";

    public const string Sitemap = "/sitemap.xml";

    public static string SitemapPart(int part) => FormattableString.Invariant($"/sitemap-{part}.xml");

    public static string Calendar(Language language) => language.UrlPrefix + "/events.ics";

    public static string PeopleCsv(Language language) => List(EntryKind.Person, language) + ".csv";

    public static string PeopleJson(Language language) => List(EntryKind.Person, language) + ".json";

    public static string Letter(string personPath) => personPath + "/letter";

    public static string Poster(string personPath) => personPath + "/poster";

    /// <summary>The same path in another language, for the language switch of pages that exist in every language.</summary>
    public static string InLanguage(string path, Language language)
    {
        var rest = path;
        foreach (var other in Language.All.Where(l => l.UrlPrefix.Length > 0))
        {
            if (path == other.UrlPrefix || path.StartsWith(other.UrlPrefix + "/", StringComparison.Ordinal))
            {
                rest = path[other.UrlPrefix.Length..];
                break;
            }
        }

        return rest is "" or "/" ? Home(language) : language.UrlPrefix + rest;
    }

    public static string Edit(EntryKind kind, Guid entryId) => $"/admin/{AdminSegment(kind)}/{entryId:D}";

    public static string New(EntryKind kind) => $"/admin/{AdminSegment(kind)}/new";

    public static string AdminList(EntryKind kind) => "/admin/" + AdminSegment(kind);

    /// <summary>Cases that have not been reviewed for a long time, and facts without a source.</summary>
    public const string StaleCases = "/admin/people/stale";

    /// <summary>The sheet of a case for the United Nations.</summary>
    public static string UnSheet(Guid entryId) => $"{Edit(EntryKind.Person, entryId)}/un";

    /// <summary>Cases from a spreadsheet.</summary>
    public const string CasesTable = "/admin/people/import";

    public static string Revisions(Guid entryId) => $"/admin/revisions/{entryId:D}";

    public static string Difference(Guid entryId, long older, long newer) =>
        FormattableString.Invariant($"/admin/revisions/{entryId:D}/difference?from={older}&to={newer}");

    public static string Review(Guid entryId) => $"/admin/review/{entryId:D}";

    public static string Remarks(Guid entryId) => $"/admin/remarks/{entryId:D}";

    public static string DraftLinks(Guid entryId) => $"/admin/draft-links/{entryId:D}";

    /// <summary>A draft, readable by anybody who has the code.</summary>
    public static string Draft(string code) => "/draft/" + Iri.Escape(code);

    /// <summary>The base address of the files of such a draft.</summary>
    public static string DraftMedia(string code) => Draft(code) + "/media/";

    public static string Schedule(Guid entryId) => $"/admin/schedule/{entryId:D}";

    public const string Media = "/admin/media";

    public static string MediaFile(string sha256) => $"{Media}/{sha256}";

    /// <summary>Where a picture is cropped and covered; with an entry, the way back leads to its editor.</summary>
    public static string EditPicture(string sha256, Guid? entryId = null) =>
        $"{Media}/{sha256}/edit" + (entryId is { } id ? $"?entry={id:D}" : "");

    /// <summary>The attendance of an event. The id is that of the event, not of one of its texts.</summary>
    public static string Attendance(Guid eventId, int part = 1) =>
        FormattableString.Invariant($"/admin/events/{eventId:D}/attendance")
        + (part > 1 ? FormattableString.Invariant($"?part={part}") : "");

    public const string Members = "/admin/members";

    public const string NewMember = Members + "/new";

    public static string Member(Guid memberId) => $"{Members}/{memberId:D}";

    public const string MembersTable = Members + "/csv";

    public const string MembersExport = Members + "/export";

    /// <summary>Entries of the roster that may be the same person.</summary>
    public const string MemberDuplicates = Members + "/doubles";

    /// <summary>Merges two entries of the roster that are the same person.</summary>
    public static string Merge(Guid memberId) => $"{Members}/{memberId:D}/merge";

    /// <summary>Taking attendance at the door, on a phone.</summary>
    public static string Door(Guid eventId) => $"/admin/events/{eventId:D}/door";

    public static string AttendanceTable(Guid eventId) => $"/admin/events/{eventId:D}/csv";

    public static string AttendanceExport(Guid eventId) => $"/admin/events/{eventId:D}/export";

    /// <summary>The sheet to sign, or the list of attendees.</summary>
    public static string SignInSheet(Guid eventId) => $"/admin/events/{eventId:D}/sign-in-sheet";

    public static string Series(Guid eventId) => $"/admin/events/{eventId:D}/series";

    /// <summary>Requests to make somebody an admin, waiting for a second admin.</summary>
    public const string AdminRequests = "/admin/accounts/requests";

    public const string PersonalData = "/admin/ledger";

    /// <summary>The personal data stored about a member, or about the owner of an account.</summary>
    public static string PersonalDataOf(Guid personId) => $"{PersonalData}/{personId:D}";

    public static string Purge(Guid personId) => $"{PersonalData}/{personId:D}/purge";

    public const string OwnData = "/account/data";

    public static string MemberAccount(Guid memberId) => $"{Members}/{memberId:D}/account";

    public static string MemberNames(Guid memberId) => $"{Members}/{memberId:D}/names";

    /// <summary>Certificates that were issued to somebody on the roster.</summary>
    public static string MemberCertificates(Guid memberId) => $"{Members}/{memberId:D}/statements";

    /// <summary>Texts that name a person who must not be named.</summary>
    public const string HiddenNames = "/admin/names";

    public const string OwnNames = "/account/names";

    public const string OwnRecord = "/account/record";

    public static string OwnCertificate(Guid statementId) => $"{OwnRecord}/{statementId:D}";

    public static string Verify(Language language) => language.UrlPrefix + "/verify";

    public static string Contact(Language language) => language.UrlPrefix + "/contact";

    public const string AuditCsv = "/admin/audit/csv";

    /// <summary>How often pages were read: all together, or one of them.</summary>
    public static string Views(string? page = null) => "/admin/views" + (page is null ? "" : "?of=" + Uri.EscapeDataString(page));

    public const string ImportPage = "/admin/import";

    /// <summary>How an import stands, and its report.</summary>
    public static string Import(Guid jobId) => $"{ImportPage}/{jobId:D}";

    public const string Health = "/admin/health";

    /// <summary>The copy of this machine, and the mirrors.</summary>
    public const string Copies = "/admin/copies";

    /// <summary>The read-only switch.</summary>
    public const string ReadingOnly = Health + "/reading-only";

    /// <summary>Absolute URL of a path, from the base URL setting and never from the request.</summary>
    public string Absolute(string path) => Iri.ToUri(AbsoluteIri(path));

    /// <summary>The same for HTML and print, in letters as they are read and typed.</summary>
    public string AbsoluteIri(string path) => options.BaseUrl.TrimEnd('/') + path;

    /// <summary>
    /// True when the sign-in and admin pages have their own host; public pages, which are the same on every host, then do not link to them.
    /// </summary>
    public bool HasStaffHost => options.AdminHost.Length > 0;

    /// <summary>Absolute URL of a sign-in or admin page, on the host that serves it.</summary>
    public string AbsoluteForStaff(string path)
    {
        if (options.AdminHost.Length == 0)
        {
            return Absolute(path);
        }

        // An onion address is encrypted by itself, and has no certificate.
        var scheme = options.AdminHost.Split(':')[0].EndsWith(".onion", StringComparison.OrdinalIgnoreCase)
            ? "http"
            : new Uri(options.BaseUrl).Scheme;
        return $"{scheme}://{options.AdminHost}{path}";
    }
}
