namespace CoalitionCms.Domain;

/// <summary>Every address of the site, in one place. Paths are relative to the host; <see cref="Absolute"/> makes full ones from the base URL setting.</summary>
public sealed class SiteUrls(CmsOptions options)
{
    /// <summary>First segment of the pages of a kind; standing pages have none.</summary>
    public static string Segment(EntryKind kind) => kind switch
    {
        EntryKind.Article => "articles",
        EntryKind.Campaign => "campaigns",
        EntryKind.Person => "people",
        EntryKind.Event => "events",
        _ => "",
    };

    /// <summary>Segment of the admin pages of a kind.</summary>
    public static string AdminSegment(EntryKind kind) => kind == EntryKind.Page ? "pages" : Segment(kind);

    /// <summary>The home page.</summary>
    public static string Home(Language language) => language.UrlPrefix.Length == 0 ? "/" : language.UrlPrefix;

    /// <summary>A published entry.</summary>
    public static string Entry(EntryKind kind, Language language, string slug) =>
        kind == EntryKind.Page ? $"{language.UrlPrefix}/{Escape(slug)}" : $"{language.UrlPrefix}/{Segment(kind)}/{Escape(slug)}";

    /// <summary>The list of a kind.</summary>
    public static string List(EntryKind kind, Language language) => $"{language.UrlPrefix}/{Segment(kind)}";

    /// <summary>Articles of one year.</summary>
    public static string Year(int year, Language language) => FormattableString.Invariant($"{language.UrlPrefix}/articles/{year:0000}");

    /// <summary>Articles with a tag.</summary>
    public static string Tag(string tag, Language language) => $"{language.UrlPrefix}/tags/{Escape(tag)}";

    /// <summary>The register of official and retired addresses.</summary>
    public static string Official(Language language) => language.UrlPrefix + "/official";

    /// <summary>The same register as plain text.</summary>
    public static string OfficialText(Language language) => language.UrlPrefix + "/official.txt";

    /// <summary>The Atom feed of a language.</summary>
    public static string Feed(Language language) => language.UrlPrefix + "/feed.atom";

    /// <summary>All events as a calendar.</summary>
    public static string Calendar(Language language) => language.UrlPrefix + "/events.ics";

    /// <summary>Public facts of all cases as a table.</summary>
    public static string PeopleCsv(Language language) => List(EntryKind.Person, language) + ".csv";

    /// <summary>The same for programs.</summary>
    public static string PeopleJson(Language language) => List(EntryKind.Person, language) + ".json";

    /// <summary>The letter for a person, of the person's page.</summary>
    public static string Letter(string personPath) => personPath + "/letter";

    /// <summary>The poster for a person, of the person's page.</summary>
    public static string Poster(string personPath) => personPath + "/poster";

    /// <summary>The same path in another language, for the switch on pages that exist in every language.</summary>
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

    /// <summary>The editor of an entry.</summary>
    public static string Edit(EntryKind kind, Guid entryId) => $"/admin/{AdminSegment(kind)}/{entryId:D}";

    /// <summary>The form for a new entry.</summary>
    public static string New(EntryKind kind) => $"/admin/{AdminSegment(kind)}/new";

    /// <summary>The admin list of a kind.</summary>
    public static string AdminList(EntryKind kind) => "/admin/" + AdminSegment(kind);

    /// <summary>Cases that nobody looked through for long, and facts without a source.</summary>
    public const string StaleCases = "/admin/people/stale";

    /// <summary>The history of an entry.</summary>
    public static string Revisions(Guid entryId) => $"/admin/revisions/{entryId:D}";

    /// <summary>Two revisions of an entry side by side.</summary>
    public static string Difference(Guid entryId, long older, long newer) => FormattableString.Invariant($"/admin/revisions/{entryId:D}/difference?from={older}&to={newer}");

    /// <summary>The review of an entry.</summary>
    public static string Review(Guid entryId) => $"/admin/review/{entryId:D}";

    /// <summary>The schedule of an entry.</summary>
    public static string Schedule(Guid entryId) => $"/admin/schedule/{entryId:D}";

    /// <summary>The media library.</summary>
    public const string Media = "/admin/media";

    /// <summary>A file of the library.</summary>
    public static string MediaFile(string sha256) => $"{Media}/{sha256}";

    /// <summary>Who came to an event. The id is that of the event, not of one of its texts.</summary>
    public static string Attendance(Guid eventId, int part = 1) => FormattableString.Invariant($"/admin/events/{eventId:D}/attendance") + (part > 1 ? FormattableString.Invariant($"?part={part}") : "");

    /// <summary>The roster.</summary>
    public const string Members = "/admin/members";

    /// <summary>The form for somebody new on the roster.</summary>
    public const string NewMember = Members + "/new";

    /// <summary>Somebody on the roster.</summary>
    public static string Member(Guid memberId) => $"{Members}/{memberId:D}";

    /// <summary>The roster as a table, in and out.</summary>
    public const string MembersTable = Members + "/csv";

    /// <summary>The roster as a file.</summary>
    public const string MembersExport = Members + "/export";

    /// <summary>Lines of the roster that may be one person.</summary>
    public const string MemberDuplicates = Members + "/doubles";

    /// <summary>Two lines of the roster that are one person.</summary>
    public static string Merge(Guid memberId) => $"{Members}/{memberId:D}/merge";

    /// <summary>Taking attendance at the door, on a phone.</summary>
    public static string Door(Guid eventId) => $"/admin/events/{eventId:D}/door";

    /// <summary>The list of an event as a table, in and out.</summary>
    public static string AttendanceTable(Guid eventId) => $"/admin/events/{eventId:D}/csv";

    /// <summary>The list of an event as a file.</summary>
    public static string AttendanceExport(Guid eventId) => $"/admin/events/{eventId:D}/export";

    /// <summary>The paper to sign, or the list of who came.</summary>
    public static string SignInSheet(Guid eventId) => $"/admin/events/{eventId:D}/sign-in-sheet";

    /// <summary>The dates of an event that comes again.</summary>
    public static string Series(Guid eventId) => $"/admin/events/{eventId:D}/series";

    /// <summary>Who is to become an admin, waiting for a second admin.</summary>
    public const string AdminRequests = "/admin/accounts/requests";

    /// <summary>What is held about people.</summary>
    public const string PersonalData = "/admin/ledger";

    /// <summary>What is held about a member, or about who has an account.</summary>
    public static string PersonalDataOf(Guid personId) => $"{PersonalData}/{personId:D}";

    /// <summary>Forgetting them.</summary>
    public static string Purge(Guid personId) => $"{PersonalData}/{personId:D}/purge";

    /// <summary>What is held about oneself.</summary>
    public const string OwnData = "/account/data";

    /// <summary>Which account is somebody's on the roster.</summary>
    public static string MemberAccount(Guid memberId) => $"{Members}/{memberId:D}/account";

    /// <summary>How somebody on the roster is named.</summary>
    public static string MemberNames(Guid memberId) => $"{Members}/{memberId:D}/names";

    /// <summary>Certificates that were made out to somebody on the roster.</summary>
    public static string MemberCertificates(Guid memberId) => $"{Members}/{memberId:D}/statements";

    /// <summary>Texts that name somebody who is not to be named.</summary>
    public const string HiddenNames = "/admin/names";

    /// <summary>How one is named oneself.</summary>
    public const string OwnNames = "/account/names";

    /// <summary>What one attended oneself.</summary>
    public const string OwnRecord = "/account/record";

    /// <summary>A statement of participation of one's own.</summary>
    public static string OwnCertificate(Guid statementId) => $"{OwnRecord}/{statementId:D}";

    /// <summary>Where a statement's code is checked.</summary>
    public static string Verify(Language language) => language.UrlPrefix + "/verify";

    /// <summary>The audit log as a table for download.</summary>
    public const string AuditCsv = "/admin/audit/csv";

    /// <summary>Whether the site is sound.</summary>
    public const string Health = "/admin/health";

    /// <summary>The switch "reading only".</summary>
    public const string ReadingOnly = Health + "/reading-only";

    /// <summary>Full address of a path, from the base URL setting and never from the request.</summary>
    public string Absolute(string path) => options.BaseUrl.TrimEnd('/') + path;

    /// <summary>The same on paper: letters as they are read and typed, not as a browser sends them. Slugs hold nothing that a browser would take for something else.</summary>
    public string OnPaper(string path) => Absolute(Uri.UnescapeDataString(path));

    /// <summary>True when the sign-in and admin pages have a host of their own; public pages, alike on every host, then do not lead there.</summary>
    public bool HasStaffHost => options.AdminHost.Length > 0;

    /// <summary>Full address of a sign-in or admin page, on the host that has them.</summary>
    public string AbsoluteForStaff(string path)
    {
        if (options.AdminHost.Length == 0)
        {
            return Absolute(path);
        }

        // An onion address is encrypted by itself, and has no certificate.
        var scheme = options.AdminHost.Split(':')[0].EndsWith(".onion", StringComparison.OrdinalIgnoreCase) ? "http" : new Uri(options.BaseUrl).Scheme;
        return $"{scheme}://{options.AdminHost}{path}";
    }

    private static string Escape(string segment) => Uri.EscapeDataString(segment);
}
