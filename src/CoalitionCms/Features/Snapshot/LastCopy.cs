using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using CoalitionCms.Integrity;
using CoalitionCms.Web;
using CoalitionCms.Web.Errors;
using Microsoft.AspNetCore.StaticFiles;

namespace CoalitionCms.Features.Snapshot;

/// <summary>
/// The last copy of the site on the disk of this machine, from which readers are served while the database is gone.
/// </summary>
internal sealed partial class LastCopy : IDisposable
{
    private static readonly FileExtensionContentTypeProvider Types = new();
    private readonly CmsOptions options;
    private readonly CacheInvalidation invalidation;
    private readonly TimeProvider clock;
    private readonly string pendingFile;
    private readonly string stateFile;
    private readonly ConcurrentDictionary<string, byte> pending = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private (DateTime WrittenAt, Dictionary<string, CopiedFile> Files) known;

    public LastCopy(CmsOptions options, CacheInvalidation invalidation, TimeProvider clock)
    {
        (this.options, this.invalidation, this.clock) = (options, invalidation, clock);
        Folder = Path.GetFullPath(options.CopyDirectory.Length > 0 ? options.CopyDirectory
            : Path.Combine(DataFolder.CopiesOf(options), "site"));
        stateFile = SnapshotWriter.StateFile(options, Folder);
        pendingFile = Path.Combine(DataFolder.CopiesOf(options), "pending");
        foreach (var tag in File.Exists(pendingFile) ? File.ReadAllLines(pendingFile) : [])
        {
            pending[tag] = 0;
        }

        invalidation.PagesInvalidated += Note;
    }

    public string Folder { get; }

    public bool IsMade => File.Exists(Path.Combine(Folder, CopyManifest.FileName));

    /// <summary>True while the site runs though its database was never there since it was started.</summary>
    public bool WaitsForDatabase { get; set; }

    /// <summary>What changed since the copy was made.</summary>
    public IReadOnlyCollection<string> Pending => [.. pending.Keys];

    /// <summary>When something changed last; null if nothing did since the copy was made.</summary>
    public long? ChangedAt { get; private set; }

    /// <summary>Sets what has changed, as the database knows it.</summary>
    public void Settle(IEnumerable<string> tags)
    {
        lock (gate)
        {
            pending.Clear();
            foreach (var tag in tags)
            {
                pending[tag] = 0;
            }

            WritePending();
        }
    }

    /// <summary>Answers from the copy if it has the page and may show it; false if not.</summary>
    public async Task<bool> TryAnswerAsync(HttpContext context, string notice)
    {
        var (path, query) = (context.Request.Path.Value ?? "/", context.Request.QueryString.Value?.TrimStart('?') ?? "");
        var file = FindFile(path, query);
        if (file is null || !MayBeShown(file))
        {
            return false;
        }

        await WriteAsync(context, file, notice, StatusCodes.Status200OK);
        return true;
    }

    /// <summary>Answers that the copy has no such page.</summary>
    public async Task AnswerMissingAsync(HttpContext context, string notice)
    {
        if (File.Exists(Path.Combine(Folder, "404.html")))
        {
            await WriteAsync(context, "404.html", notice, StatusCodes.Status404NotFound);
        }
        else
        {
            Unavailable.Answer(context, UnavailableReason.DatabaseAway);
        }
    }

    public void Dispose() => invalidation.PagesInvalidated -= Note;

    private async Task WriteAsync(HttpContext context, string file, string notice, int status)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = Types.TryGetContentType(file, out var type) ? type : "application/octet-stream";
        response.Headers.CacheControl = "no-store";
        var bytes = await File.ReadAllBytesAsync(Path.Combine(Folder, file), context.RequestAborted);
        if (response.ContentType == "text/html")
        {
            response.ContentType = "text/html; charset=utf-8";
            bytes = Encoding.UTF8.GetBytes(ForTheSite(Encoding.UTF8.GetString(bytes), file, notice));
        }
        else if (response.ContentType.StartsWith("text/", StringComparison.Ordinal))
        {
            response.ContentType += "; charset=utf-8";
        }

        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }

    /// <summary>Links as the site has them, so that they still lead somewhere when it
    /// is back; no script, which it does not allow.</summary>
    private static string ForTheSite(string html, string file, string notice)
    {
        html = Script().Replace(html, "");
        html = Link().Replace(html, link =>
            Uri.TryCreate(new Uri("http://x/" + CopyAddress.Relative("", file)), link.Groups[2].Value, out var to)
            ? $" {link.Groups[1].Value}=\"{Clean(to.AbsolutePath)}{to.Fragment}\"" : link.Value);
        var end = html.IndexOf("</p>", StringComparison.Ordinal);
        return end < 0 || !html.Contains("copy-note", StringComparison.Ordinal) ? html
            : html.Insert(end, $" <strong>{System.Net.WebUtility.HtmlEncode(notice)}</strong>");
    }

    private static string Clean(string path) => path.EndsWith("/index.html", StringComparison.Ordinal)
        ? path.Length == "/index.html".Length ? "/" : path[..^"/index.html".Length]
        : path.EndsWith(".html", StringComparison.Ordinal) ? path[..^".html".Length] : path;

    private string? FindFile(string path, string query)
    {
        var file = CopyAddress.FileOf(path);
        if (query.Length > 0 && CopyAddress.FileOf(path, query) is var part && IsThere(part))
        {
            return part;
        }

        // A page of a list under the name that only copies have.
        return IsThere(file) ? file : path.Contains('~', StringComparison.Ordinal) && IsThere(path.TrimStart('/') + ".html")
            ? path.TrimStart('/') + ".html" : null;
    }

    private bool IsThere(string file) => CopyPath.Problem(file) is null && !CopyManifest.Sidecars.Contains(file)
        && File.Exists(Path.Combine(Folder, file)) && new FileInfo(Path.Combine(Folder, file)).LinkTarget is null;

    /// <summary>
    /// Security: nothing that changed since: a text may have been withdrawn, a name taken out. Names of attendees also need the certainty
    /// that no change of another process was missed. Lists are shown unless they name something that changed.
    /// </summary>
    private bool MayBeShown(string file)
    {
        if (Files().GetValueOrDefault(file) is not { } page)
        {
            return false;
        }

        // Security: what is made from the whole site, as the index of the search, shows whatever changed; and a consent may have ended.
        if ((page.Tags is null && !pending.IsEmpty) || page.LastDay < clock.TodayIn(options.Zone))
        {
            return false;
        }

        var tags = page.Tags ?? [];
        if (pending.ContainsKey(CacheTag.Everything)
            || (tags.Contains(CacheTag.Attendance) && (!invalidation.IsCurrent || pending.ContainsKey(CacheTag.Unknown)))
            || tags.Any(t => pending.ContainsKey(t) && t != CacheTag.Site && !CacheTag.IsList(t)))
        {
            return false;
        }

        return !tags.Any(t => pending.ContainsKey(t) && CacheTag.IsList(t))
            || (file.EndsWith(".html", StringComparison.Ordinal) && !NamesChanged(file));
    }

    /// <summary>True if a page leads to something that changed since the copy was made.</summary>
    private bool NamesChanged(string file)
    {
        var html = File.ReadAllText(Path.Combine(Folder, file));
        return Files().Values.Where(f =>
            f.File.EndsWith(".html", StringComparison.Ordinal) && f.Tags?.Any(t => CacheTag.IsItem(t) && pending.ContainsKey(t)) == true)
            .Any(f => html.Contains(Uri.EscapeDataString(Path.GetFileNameWithoutExtension(f.File)), StringComparison.Ordinal));
    }

    private Dictionary<string, CopiedFile> Files()
    {
        var written = File.GetLastWriteTimeUtc(stateFile);
        lock (gate)
        {
            if (known.Files is null || known.WrittenAt != written)
            {
                known = (written, new(CopyState.Read(stateFile).Files, StringComparer.Ordinal));
            }

            return known.Files;
        }
    }

    private void Note(IReadOnlyCollection<string> tags)
    {
        ChangedAt = Environment.TickCount64;
        lock (gate)
        {
            var isNew = false;
            foreach (var tag in tags)
            {
                isNew |= pending.TryAdd(tag, 0);
            }

            if (isNew)
            {
                WritePending();
            }
        }
    }

    // A restart during an outage must not forget it. Without a copy nothing needs to be remembered.
    private void WritePending()
    {
        if (!Directory.Exists(Folder))
        {
            return;
        }

        try
        {
            var temporary = pendingFile + ".tmp";
            File.WriteAllLines(temporary, pending.Keys);
            File.Move(temporary, pendingFile, overwrite: true);
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            // The disk is full: the list is in memory, and read from the database when it is back.
            return;
        }
    }

    [GeneratedRegex("<script src=[^>]*></script>\n?")]
    private static partial Regex Script();

    [GeneratedRegex(" (href|src)=\"(?![a-z]+:|#|/)([^\"]*)\"")]
    private static partial Regex Link();
}

/// <summary>Serves the last copy: alone where an admin wants it, or in the place of a page that cannot be made.</summary>
internal static class LastCopyMiddleware
{
    /// <summary>Before the page cache: while only the copy is to be read, nothing else answers readers.</summary>
    public static void UseCopyAlone(this IApplicationBuilder app)
    {
        // Not from the services of each request: a cached page is answered without making those.
        var only = app.ApplicationServices.GetRequiredService<SnapshotOnly>();
        app.Use((context, next) => only.IsOn && IsForReaders(context) ? AnswerAsync(context) : next(context));
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        SecurityHeaders.SetPublic(context.Response.Headers);
        var (copy, notice) = (context.RequestServices.GetRequiredService<LastCopy>(), Notice(context, "Copy.Alone"));
        if (!await copy.TryAnswerAsync(context, notice))
        {
            await copy.AnswerMissingAsync(context, notice);
        }
    }

    /// <summary>
    /// Inside the error pages and the page cache, which has an older copy of many pages in memory; around everything that needs the
    /// database.
    /// </summary>
    public static async Task InsteadOfErrorAsync(HttpContext context, RequestDelegate next)
    {
        var copy = context.RequestServices.GetRequiredService<LastCopy>();
        if (copy.WaitsForDatabase && !NeedsNoDatabase(context) && !ErrorPages.IsShowingError(context))
        {
            // Nothing is asked meanwhile: the database may come back as one of an older version, or without its tables.
            context.RequestServices.GetRequiredService<PageCacheTags>().DoNotCache();
            if (!IsForReaders(context) || !await copy.TryAnswerAsync(context, Notice(context, "Copy.Outage")))
            {
                Unavailable.Answer(context, UnavailableReason.DatabaseAway);
            }

            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception outage) when (DatabaseTrouble.Of(outage) is not null && !context.Response.HasStarted && IsForReaders(context)
            && context.Features.Get<PageCacheMiddleware.Rendering>() is not { HasOlder: true })
        {
            if (context.Response.Body is MemoryStream body)
            {
                body.SetLength(0);
            }

            // Security: not to be taken for the page itself, which is kept and shown to others.
            context.RequestServices.GetRequiredService<PageCacheTags>().DoNotCache();
            if (!await copy.TryAnswerAsync(context, Notice(context, "Copy.Outage")))
            {
                throw;
            }
        }
    }

    private static string Notice(HttpContext context, string key) => MissingPage.LanguageOf(context.Request.Path).Texts[key];

    private static bool IsForReaders(HttpContext context)
    {
        var path = context.Request.Path;
        return (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            && !SecurityHeaders.IsStaff(path)
            && !path.StartsWithSegments(StaffHost.Nowhere, StringComparison.Ordinal) && context.Features.Get<CopyMark>() is null
            && !NeedsNoDatabase(context);
    }

    private static bool NeedsNoDatabase(HttpContext context)
    {
        var path = context.Request.Path;
        return path.StartsWithSegments("/healthz", StringComparison.Ordinal) || path.StartsWithSegments("/readyz", StringComparison.Ordinal)
            || path.StartsWithSegments("/css", StringComparison.Ordinal) || path.StartsWithSegments("/js", StringComparison.Ordinal);
    }
}
