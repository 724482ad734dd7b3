namespace CoalitionCms.Domain;

/// <summary>The database system of the site.</summary>
public enum DatabaseKind
{
    Sqlite,

    /// <summary>A server, for several app processes.</summary>
    PostgreSql,
}

/// <summary>Settings under <c>Cms</c>. Read once at startup and validated by <see cref="Problems"/>.</summary>
public sealed class CmsOptions
{
    /// <summary>Folder of all data that must be kept: database, keys, logs.</summary>
    public string DataDirectory { get; set; } = "./data";

    /// <summary>
    /// The public address of the site, from which links in feeds and absolute URLs are built. By default it uses the port on which the site
    /// listens.
    /// </summary>
    public string BaseUrl { get; set => field = value.Trim(); } = "http://localhost:5000";

    public string Database { get; set; } = nameof(DatabaseKind.Sqlite);

    /// <summary>Host names accepted in addition to that of <see cref="BaseUrl"/>, on any port; others get 400.</summary>
    public string[] Hosts { get; set; } = [];

    /// <summary>Addresses or networks (CIDR) of the reverse proxies whose forwarded headers are trusted.</summary>
    public string[] KnownProxies { get; set; } = [];

    /// <summary>IANA time zone of the site's days; a Windows name is converted to the IANA one.</summary>
    public string TimeZone { get; set => field = Iana(value.Trim()); } = "America/New_York";

    /// <summary>
    /// Host name, optionally with a port, that alone serves the sign-in and admin pages; empty where every host serves them.
    /// </summary>
    public string AdminHost { get; set; } = "";

    /// <summary>True for a read-only site: no sign-in, no POST requests, regardless of the switch.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>Minutes without a request after which a signed-in user must sign in again.</summary>
    public int SessionIdleMinutes { get; set; } = 120;

    /// <summary>Hours after which a signed-in user must sign in again.</summary>
    public int SessionHours { get; set; } = 12;

    /// <summary>Memory for cached pages, in megabytes.</summary>
    public int PageCacheMegabytes { get; set; } = 256;

    /// <summary>Folder of the log files; empty for the data folder's <c>logs</c>.</summary>
    public string LogDirectory { get; set; } = "";

    /// <summary>
    /// File with the keys that decrypt names, notes and e-mail addresses; empty for <c>keys/fields.key</c> in the data folder.
    /// </summary>
    public string FieldKeyFile { get; set; } = "";

    /// <summary>
    /// Folder of the copy of the site that is served while the database is gone; empty for <c>copies/site</c> in the data folder.
    /// </summary>
    public string CopyDirectory { get; set; } = "";

    /// <summary>True if the site keeps that copy up to date by itself.</summary>
    public bool KeepsCopy { get; set; } = true;

    /// <summary>Folder of the backups that the site makes by itself each day; empty for none.</summary>
    public string BackupDirectory { get; set; } = "";

    /// <summary>File with the passphrase of those backups.</summary>
    public string BackupPassphraseFile { get; set; } = "";

    /// <summary>True if the site asks the mirrors of its register each day whether they are what was signed.</summary>
    public bool ChecksMirrors { get; set; }

    /// <summary>SOCKS proxy for onion mirrors, as <c>127.0.0.1:9050</c>; empty for none, and they are not checked.</summary>
    public string MirrorProxy { get; set; } = "";

    public SmtpOptions Smtp { get; set; } = new();

    /// <summary>The database system; valid only after <see cref="Problems"/> found nothing.</summary>
    public DatabaseKind Kind => Enum.Parse<DatabaseKind>(Database, ignoreCase: true);

    /// <summary>The site's time zone; valid only after <see cref="Problems"/> found nothing.</summary>
    public TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    /// <summary>True when readers use the site over HTTPS.</summary>
    public bool IsHttps => BaseUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// True when readers use HTTPS and no proxy is named: unless the program itself serves HTTPS, it cannot tell who asks, nor how.
    /// </summary>
    public bool NamesNoProxy => IsHttps && KnownProxies.Length == 0;

    public TimeSpan SessionIdle => TimeSpan.FromMinutes(SessionIdleMinutes);

    public TimeSpan SessionLength => TimeSpan.FromHours(SessionHours);

    private static string Iana(string zone) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) && !found.HasIanaId
        && TimeZoneInfo.TryConvertWindowsIdToIanaId(zone, out var iana) ? iana : zone;

    /// <summary>Validates the settings: one sentence per error, with the name of the setting and the expected value.</summary>
    public IEnumerable<string> Problems(string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(DataDirectory))
        {
            yield return "Cms__DataDirectory is empty. Give a folder that the program may write to, such as ./data.";
        }

        if (!Uri.TryCreate(BaseUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.PathAndQuery != "/"
            || url.Fragment.Length > 0)
        {
            yield return $"Cms__BaseUrl is '{BaseUrl}', which is no web address. Write the address that readers type, without a path, "
                + "such as https://www.example.org.";
        }

        if (!Enum.TryParse<DatabaseKind>(Database, ignoreCase: true, out var kind) || !Enum.IsDefined(kind)
            || int.TryParse(Database, out _))
        {
            yield return $"Cms__Database is '{Database}'. Write Sqlite or PostgreSql.";
        }
        else if (kind == DatabaseKind.PostgreSql && string.IsNullOrWhiteSpace(connectionString))
        {
            yield return "Cms__Database is PostgreSql, but ConnectionStrings__Cms is not set. Write where the server is, such as "
                + "Host=db;Database=cms;Username=cms.";
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            yield return $"Cms__TimeZone is '{TimeZone}', which this machine does not know. Write an IANA name such as "
                + "America/New_York, or install tzdata.";
        }

        foreach (var name in Hosts.Where(h => h.Length == 0 || h.Any(c => c is '/' or '\\' or '@' or '?' or '#' || char.IsWhiteSpace(c))))
        {
            yield return $"Cms__Hosts has '{name}'. Write host names without a scheme or path, such as www.example.org.";
        }

        foreach (var proxy in KnownProxies.Where(p => !System.Net.IPNetwork.TryParse(p, out _) && !System.Net.IPAddress.TryParse(p, out _)))
        {
            yield return $"Cms__KnownProxies has '{proxy}', which is neither an address nor a network. Write 10.0.0.5 or 10.0.0.0/24.";
        }

        if (AdminHost.Length > 0 && (!Uri.TryCreate("http://" + AdminHost, UriKind.Absolute, out var host) || host.PathAndQuery != "/"
            || host.UserInfo.Length > 0 || AdminHost.EndsWith('/')))
        {
            yield return $"Cms__AdminHost is '{AdminHost}'. Write a host name, with a port if need be, such as staff.example.org or "
                + "staff.example.org:8443.";
        }

        if (BackupDirectory.Length > 0 && (BackupPassphraseFile.Length == 0 || !File.Exists(BackupPassphraseFile)))
        {
            yield return $"Cms__BackupDirectory is set, but there is no file with the passphrase: Cms__BackupPassphraseFile is "
                + $"'{BackupPassphraseFile}'. Name a file with one line, which only the program may read.";
        }

        if (MirrorProxy.Length > 0 && !Uri.TryCreate("socks5://" + MirrorProxy, UriKind.Absolute, out _))
        {
            yield return $"Cms__MirrorProxy is '{MirrorProxy}'. Write where the SOCKS proxy listens, such as 127.0.0.1:9050.";
        }

        foreach (var problem in Smtp.Problems())
        {
            yield return problem;
        }

        // Security: only shorter than the default: a stolen session ends within half a day.
        if (SessionIdleMinutes is < 5 or > 120)
        {
            yield return $"Cms__SessionIdleMinutes is {SessionIdleMinutes}. Write a number of minutes from 5 to 120.";
        }

        if (SessionHours is < 1 or > 12)
        {
            yield return $"Cms__SessionHours is {SessionHours}. Write a number of hours from 1 to 12.";
        }

        if (PageCacheMegabytes is < 8 or > 16_384)
        {
            yield return $"Cms__PageCacheMegabytes is {PageCacheMegabytes}. Write a number from 8 to 16384.";
        }
    }
}
