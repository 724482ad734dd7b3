using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Integrity;
using CoalitionCms.Web;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Snapshot;

/// <summary>What is asked of a copy.</summary>
/// <param name="At">The moment that all pages show.</param>
/// <param name="Workers">How many pages are made at a time; 0 for as many as the machine has processors.</param>
/// <param name="Progress">Told how many of how many pages are done.</param>
internal sealed record SnapshotWish(string Folder, DateTime At, int ValidDays, string? Zip = null, Action<int, int>? Progress = null,
    int Workers = 0)
{
    public const int UsualDays = 30;
    public const int MostDays = 400;
}

/// <param name="Rendered">Files that were made, among <paramref name="Files"/>.</param>
/// <param name="Lost">Pictures and files that pages show and the site does not have.</param>
/// <param name="IsSame">True if nothing changed: the old copy, with its signature, is still there.</param>
internal sealed record SnapshotMade(long Version, int Files, int Rendered, long Bytes, bool IsSame, DateTime ExpiresAt,
    IReadOnlyList<string> Lost);

/// <summary>
/// Makes a copy of the public site: files that any web server or disk can serve. Nothing is in it that a reader without an account does not
/// see. What did not change since the last copy is taken over.
/// </summary>
internal sealed class SnapshotWriter(ISitesInProcess sites, CmsOptions options)
{
    /// <summary>Changes during the work are made again, but not for ever on a site where something changes all the time.</summary>
    private const int MostRounds = 5;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <exception cref="SetupException">The folder does not fit, or a page cannot be made. The old copy is as it was.</exception>
    public async Task<SnapshotMade> RunAsync(SnapshotWish wish, CancellationToken cancellationToken)
    {
        using var folder = new CopyFolder(wish.Folder, isForAll: !IsInData(wish.Folder));
        var before = Task.Run(() => CopyState.Read(StateFile(options, wish.Folder)), cancellationToken);
        await using var site = sites.Build(wish.At);
        await using (var scope = site.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().RequireCurrentAsync(cancellationToken);
        }

        var work = new Work(site, folder, wish, options);
        try
        {
            return await work.RunAsync(await before, cancellationToken);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"The copy could not be written: {problem.Message.TrimEnd('.')}. What was there before is as it was.",
                "Make room, or name another place.", problem);
        }
    }

    /// <summary>Where it is kept what the copy in a folder was made from.</summary>
    public static string StateFile(CmsOptions options, string folder) =>
        Path.Combine(DataFolder.CopiesOf(options), Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))))[..16] + ".state");

    private bool IsInData(string folder) =>
        Path.GetFullPath(folder).StartsWith(Path.GetFullPath(options.DataDirectory) + Path.DirectorySeparatorChar,
        StringComparison.Ordinal);

    private sealed class Work(SiteInProcess site, CopyFolder folder, SnapshotWish wish, CmsOptions options)
    {
        private readonly ConcurrentDictionary<string, CopiedFile> made = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<string, CopiedFile> missing = new(StringComparer.Ordinal);

        // Files whose links were not followed yet. A list of hundreds of parts is found part by part.
        private readonly ConcurrentQueue<CopiedFile> unread = new();
        private readonly CopyMark mark = new(DateOnly.FromDateTime(wish.At), DateOnly.FromDateTime(wish.At.AddDays(wish.ValidDays)));
        private CopyState before = CopyState.None;
        private HashSet<string> pages = [];
        private CopyLinks links = null!;
        private IReadOnlySet<string>? changed;

        // What changed since the last copy, also while this one is made; null for anything.
        private HashSet<string>? touched;
        private HashSet<int> come = [];
        private volatile bool isDamaged;
        private HashSet<string> media = [];
        private IReadOnlyList<string> lost = [];
        private int rendered;
        private int total;
        private bool isAgain;

        public async Task<SnapshotMade> RunAsync(CopyState last, CancellationToken cancellationToken)
        {
            var (head, name) = await BeginAsync(last, cancellationToken);
            if (await UnchangedAsync(name, cancellationToken) is { } unchanged)
            {
                return unchanged;
            }

            folder.Begin();
            var begun = head;
            var contents = await InDatabaseAsync<CopyPages, CopyContents>(q => q.ReadAsync(cancellationToken));
            await RenderAllAsync(contents, cancellationToken);
            for (var round = 0; round < MostRounds; round++)
            {
                // Security: what was withdrawn while the copy was made is not in it.
                var (now, since) = (await HeadAsync(cancellationToken), head);
                changed = await InDatabaseAsync<CopyPages, IReadOnlySet<string>?>(q => q.ChangedSinceAsync(since, cancellationToken));
                if (changed is { Count: 0 })
                {
                    break;
                }

                head = now;
                touched = changed is null || touched is null ? null : [.. touched, .. changed];
                site.Services.GetRequiredService<CacheInvalidation>().Raise([CacheTag.Everything]);
                contents = await InDatabaseAsync<CopyPages, CopyContents>(q => q.ReadAsync(cancellationToken));
                before = before with { Files = State() };
                made.Clear();
                isAgain = true;
                await RenderAllAsync(contents, cancellationToken);
            }

            await WriteWholeAsync(contents, cancellationToken);
            folder.DropAllBut(made);
            return await FinishAsync(head, begun, name, cancellationToken);
        }

        private async Task<(ChainHead Head, string Name)> BeginAsync(CopyState last, CancellationToken cancellationToken)
        {
            var head = await HeadAsync(cancellationToken);
            await using var scope = site.Services.CreateAsyncScope();
            var frame = await scope.ServiceProvider.GetRequiredService<ISiteFrames>().ReadAsync(Language.English, cancellationToken);
            media = (await scope.ServiceProvider.GetRequiredService<CmsDbContext>().Set<MediaUse>().Where(u => u.IsPublic)
                .Select(u => u.Sha256).Distinct().ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);

            // What pages depend on and no tag stands for. Security: days are the site's, as in the page cache, so that a name whose consent
            // ends with one is not taken over into the next.
            var basis = string.Join(' ', "2", Assembly.GetExecutingAssembly().ManifestModule.ModuleVersionId.ToString("N"), options.BaseUrl,
                options.TimeZone, Clock.DayIn(wish.At, options.Zone).ToString("o", CultureInfo.InvariantCulture),
                string.Join(',', options.Hosts), options.AdminHost, options.ReadOnly,
                mark.MadeOn.ToString("o", CultureInfo.InvariantCulture), mark.ValidUntil.ToString("o", CultureInfo.InvariantCulture));
            before = last.Basis == basis ? last : CopyState.None with { Version = last.Version };
            before = before with { Basis = basis };
            changed = before.Files.Count == 0 ? null
                : await InDatabaseAsync<CopyPages, IReadOnlySet<string>?>(q => q.ChangedSinceAsync(before.Head, cancellationToken));
            touched = changed is null ? null : [.. changed];
            return (head, frame.Name.Text);
        }

        /// <summary>What is said if the old copy is the new one: nothing changed, and each file is as it was made.</summary>
        private async Task<SnapshotMade?> UnchangedAsync(string name, CancellationToken cancellationToken)
        {
            if (changed is not { Count: 0 } || await ManifestAsync(cancellationToken) is not { } old
                || !IsOfToday(old, name) || old.Version != before.Version)
            {
                return null;
            }

            var known = before.Files.Values.Where(f => !f.IsMissing).ToDictionary(f => f.File, StringComparer.Ordinal);
            await foreach (var (file, bytes) in SigningKeys.FilesAsync(options, cancellationToken))
            {
                if (known.GetValueOrDefault(file)?.Sha256 != Convert.ToHexStringLower(SHA256.HashData(bytes)))
                {
                    return null;
                }
            }

            if (!known.Values.All(folder.Has)
                || old.Files.Any(f => !IsOfSigner(f.Path) && known.GetValueOrDefault(f.Path)?.Sha256 != f.Sha256))
            {
                return null;
            }

            if (wish.Zip is { } zip)
            {
                await CopyZip.WriteAsync(folder.Path, zip, old, cancellationToken);
            }

            return new(old.Version, known.Count, 0, old.Bytes, true, old.ExpiresAt,
                [.. known.Values.SelectMany(f => f.Assets).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                    .Where(a => !known.ContainsKey(CopyAddress.FileOf(a)))]);
        }

        private bool IsOfToday(CopyManifest manifest, string name) =>
            manifest.IssuedAt.Date == wish.At.Date && manifest.Site == options.BaseUrl && manifest.Name == name;

        private Dictionary<string, CopiedFile> State() =>
            made.Concat(missing.Where(m => !made.ContainsKey(m.Key))).ToDictionary(StringComparer.Ordinal);

        private async Task RenderAllAsync(CopyContents contents, CancellationToken cancellationToken)
        {
            pages = [.. contents.Paths];
            var sources = before.Files.Values.Where(f => !f.IsMissing && f.Source.StartsWith('/')
                && !f.Source.Contains('?', StringComparison.Ordinal)).Select(f => f.Source).ToHashSet(StringComparer.Ordinal);
            if (sources.Any(s => !pages.Contains(s) && !IsAsset(s)))
            {
                // A page is gone: others may lead to it.
                changed = null;
            }

            // What would lead to a page that was not there is made again.
            var missed = before.Files.Values.Where(f => f.IsMissing).Select(f => f.Source).ToHashSet(StringComparer.Ordinal);
            come = [.. pages.Where(p => !sources.Contains(p) && !missed.Contains(p)).Select(FoundLinks.NumberOf)];

            links = new(pages, options.BaseUrl);
            total = pages.Count;

            // First those of which some are missing: nothing is to lead to those.
            var unsure = pages.Where(IsUnsure).ToList();
            await WaveAsync(unsure.Select(p => (p, "")), cancellationToken);
            if (unsure.FindAll(p => missed.Contains(p) && made.ContainsKey(CopyAddress.FileOf(p))) is { Count: > 0 } found)
            {
                come.UnionWith(found.Select(FoundLinks.NumberOf));
                await WaveAsync(unsure.Select(p => (p, "")), cancellationToken);
            }

            foreach (var path in unsure.Where(p => !made.ContainsKey(CopyAddress.FileOf(p))))
            {
                pages.Remove(path);
            }

            var wave = pages.Except(unsure, StringComparer.Ordinal).Select(p => (Path: p, Query: "")).ToList();
            var asked = new HashSet<(string, string)>(wave);
            while (wave.Count > 0)
            {
                total = Math.Max(total, made.Count + wave.Count);
                await WaveAsync(wave, cancellationToken);
                wave = [.. Unread().SelectMany(f => f.Pages).Distinct(StringComparer.Ordinal)
                    .Select(s => s.IndexOf('?', StringComparison.Ordinal) is var at ? (Path: s[..at], Query: s[(at + 1)..]) : default)
                    .Where(asked.Add).OrderBy(p => p.Path, StringComparer.Ordinal).ThenBy(p => p.Query, StringComparer.Ordinal)];
            }

            var assets = made.Values.SelectMany(f => f.Assets).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            await WaveAsync(assets.Select(a => (a, "")), cancellationToken);
            lost = [.. assets.Where(a => !made.ContainsKey(CopyAddress.FileOf(a)))];
        }

        private IEnumerable<CopiedFile> Unread()
        {
            while (unread.TryDequeue(out var file))
            {
                yield return file;
            }
        }

        private void Put(string file, CopiedFile copied)
        {
            made[file] = copied;
            unread.Enqueue(copied);
        }

        private Task WaveAsync(IEnumerable<(string Path, string Query)> wave, CancellationToken cancellationToken) =>
            Parallel.ForEachAsync(wave, new ParallelOptions
            {
                MaxDegreeOfParallelism = wish.Workers > 0 ? wish.Workers : Environment.ProcessorCount,
                CancellationToken = cancellationToken,
            }, async (page, token) =>
            {
                await MakeAsync(page.Path, page.Query, token);
                wish.Progress?.Invoke(made.Count, total);
            });

        private async Task MakeAsync(string path, string query, CancellationToken cancellationToken)
        {
            var (file, source) = (CopyAddress.FileOf(path, query), query.Length > 0 ? $"{path}?{query}" : path);
            if (before.Files.GetValueOrDefault(file) is { } known && known.Source == source && IsFresh(known)
                && (known.IsMissing || IsKept(known)))
            {
                if (known.IsMissing)
                {
                    missing[file] = known;
                }
                else
                {
                    Put(file, known);
                }

                return;
            }

            var answer = await site.AskAsync(path, query, mark, cancellationToken);
            if (answer.Status is >= 500 or 429)
            {
                throw Failed(path, string.Create(CultureInfo.InvariantCulture, $"the site answered {answer.Status}"));
            }

            if (answer.Status != StatusCodes.Status200OK)
            {
                // A person without a letter has one when the person or a campaign changes, which is what the answer was made from. An
                // answer that was made from no item may be another when anything in a list of its kind changes.
                if (KindOf(path) is { } kind)
                {
                    missing[file] = CopiedFile.Missing(source, file, answer.Tags is { } read && read.Any(CacheTag.IsItem) ? read
                        : [.. answer.Tags ?? [], CacheTag.Rows(kind), CacheTag.EachRow(kind)]);
                }

                return;
            }

            var found = new FoundLinks();
            var body = answer.ContentType.StartsWith("text/html", StringComparison.Ordinal)
                ? Utf8.GetBytes(links.Rewrite(Utf8.GetString(answer.Body), file, path, found)) : answer.Body;
            await WriteAsync(file, source, body, answer.Tags ?? (IsAsset(path) ? TagsOfAsset(path) : null), found, cancellationToken,
                answer.LastDay);
        }

        private bool IsFresh(CopiedFile file)
        {
            if (IsAsset(file.Source))
            {
                // Security: a photo that nothing public uses any more is not kept, whatever links to it.
                return MediaOf(file.Source) is not { } sha || media.Contains(sha);
            }

            return changed is not null && file.Tags is not null && !file.Tags.Any(changed.Contains)
                && (come.Count == 0 || !file.Lacks.Any(come.Contains));
        }

        // A page that is made a second time has its file in the new copy.
        private bool IsKept(CopiedFile file) => isAgain && folder.HasFresh(file) || folder.Keep(file);

        private static string? MediaOf(string source) => source.Split('/') is ["", "media", var sha, _] ? sha : null;

        private static IReadOnlyCollection<string> TagsOfAsset(string path) => MediaOf(path) is { } sha ? [CacheTag.Media(sha)] : [];

        private static EntryKind? KindOf(string path) =>
            path.Contains("/people/", StringComparison.Ordinal) ? EntryKind.Person
            : path.Contains("/events/", StringComparison.Ordinal) ? EntryKind.Event
            : path.Contains("/articles/", StringComparison.Ordinal) || path.Contains("/tags/", StringComparison.Ordinal)
            || path.Contains("/campaigns/", StringComparison.Ordinal) ? EntryKind.Article : null;

        private async Task WriteAsync(string file, string source, ReadOnlyMemory<byte> body, IReadOnlyCollection<string>? tags,
            FoundLinks found, CancellationToken cancellationToken, DateOnly? lastDay = null)
        {
            Interlocked.Increment(ref rendered);
            var sha = Convert.ToHexStringLower(SHA256.HashData(body.Span));
            IReadOnlyCollection<string> followed = [.. found.Pages.Select(p => $"{p.Path}?{p.Query}")];
            var known = before.Files.GetValueOrDefault(file);

            // Written only if it is another: programs that keep mirrors up to date look at times.
            var isSame = known is { IsMissing: false } && known.Sha256 == sha;
            if (isSame && IsKept(known!))
            {
                Put(file, known! with
                {
                    Source = source,
                    Tags = tags,
                    Pages = followed,
                    Assets = found.Assets,
                    Lacks = found.Lacks,
                    LastDay = lastDay,
                });
                return;
            }

            if (isSame)
            {
                // Somebody else wrote to the old one.
                isDamaged = true;
            }

            var at = await folder.WriteAsync(file, body, cancellationToken);
            Put(file, new(file == source ? "" : source, file, sha, body.Length, at, tags, followed, found.Assets, found.Lacks)
            {
                LastDay = lastDay,
            });
        }

        /// <summary>Files that are made from the whole site.</summary>
        private async Task WriteWholeAsync(CopyContents contents, CancellationToken cancellationToken)
        {
            // The index has what lists show, and names of facts: each change of those is one of a row. Who attends is not in it.
            var index = touched is not null && !touched.Any(CacheTag.IsRows)
                ? before.Files.Values.Where(f => f.Source.Length == 0 && CopySearch.IsPart(f.File)).ToList() : [];
            if (index.Count > 0 && index.TrueForAll(IsKept))
            {
                index.ForEach(f => made[f.File] = f);
            }
            else
            {
                foreach (var (file, text) in await InDatabaseAsync<CopySearch, IEnumerable<(string, string)>>(
                    q => q.WriteAsync(cancellationToken)))
                {
                    await TextAsync(file, text);
                }
            }

            var notFound = await site.AskAsync("/404", "", mark, cancellationToken);
            var found = new FoundLinks();
            await TextAsync("404.html", links.Rewrite(Utf8.GetString(notFound.Body), "404.html", "/404", found));
            foreach (var (from, to) in contents.Moved.Where(m => pages.Contains(m.To)))
            {
                await TextAsync(CopyAddress.FileOf(from), SnapshotTexts.Moved(CopyAddress.FileOf(from), CopyAddress.FileOf(to)));
            }

            foreach (var script in CopyLinks.Scripts)
            {
                using var reader = new StreamReader(
                    Assembly.GetExecutingAssembly().GetManifestResourceStream("Snapshot/" + script)!, Utf8);
                await TextAsync(CopyLinks.ScriptFolder + script, await reader.ReadToEndAsync(cancellationToken), showsContent: false);
            }

            await TextAsync("_redirects", SnapshotTexts.Redirects(contents.Moved));
            await TextAsync("redirects.nginx.conf", SnapshotTexts.NginxRedirects(contents.Moved));
            await TextAsync("README.txt", SnapshotTexts.ReadMe(options.BaseUrl), showsContent: false);
            await foreach (var (file, bytes) in SigningKeys.FilesAsync(options, cancellationToken))
            {
                await WriteAsync(file, file, bytes, [], new(), cancellationToken);
            }

            Task TextAsync(string file, string text, bool showsContent = true) =>
                WriteAsync(file, file, Utf8.GetBytes(text), showsContent ? null : [], new(), cancellationToken);
        }

        private async Task<SnapshotMade> FinishAsync(ChainHead head, ChainHead begun, string name, CancellationToken cancellationToken)
        {
            var old = await ManifestAsync(cancellationToken);
            var files = made.Values.Select(f => new CopyFile(f.File, f.Sha256)).OrderBy(f => f.Path, CopyPath.Order).ToList();
            var isSame = old is not null && IsOfToday(old, name)
                && old.Files.Where(f => !IsOfSigner(f.Path) || made.ContainsKey(f.Path)).SequenceEqual(files);
            var version = Math.Max(old?.Version ?? 0, CopyState.HighestVersion(DataFolder.CopiesOf(options))) + 1;
            var manifest = new CopyManifest(name, options.BaseUrl, version, Seconds(wish.At),
                Seconds(wish.At.AddDays(wish.ValidDays)), head, SigningKeys.Current(options)?.Key.Fingerprint ?? CopyManifest.NoKey,
                made.Values.Sum(f => f.Length), made.Values.Max(f => f.Length), files);
            if (isSame)
            {
                manifest = old!;
                if (isDamaged)
                {
                    folder.TakeOver([.. CopyManifest.Sidecars, .. manifest.Files.Select(f => f.Path).Where(p => !made.ContainsKey(p))]);
                    folder.Exchange(made);
                }
            }
            else
            {
                await folder.WriteAsync(CopyManifest.FileName, manifest.Write(), cancellationToken);
                folder.Exchange(made);
            }

            await (before with { Head = begun, Version = manifest.Version, Files = State() })
                .WriteAsync(StateFile(options, folder.Path), cancellationToken);
            if (wish.Zip is { } zip)
            {
                await CopyZip.WriteAsync(folder.Path, zip, manifest, cancellationToken);
            }

            return new(manifest.Version, files.Count, rendered, manifest.Bytes, isSame, manifest.ExpiresAt, lost);
        }

        private async Task<CopyManifest?> ManifestAsync(CancellationToken cancellationToken)
        {
            var path = Path.Combine(folder.Path, CopyManifest.FileName);
            return File.Exists(path) ? CopyManifest.Read(await File.ReadAllBytesAsync(path, cancellationToken), out _) : null;
        }

        // Put there by "sign".
        private static bool IsOfSigner(string path) => path == SigningKeys.FileName
            || path.EndsWith(SignCommand.OfficialSignature, StringComparison.Ordinal);

        private static DateTime Seconds(DateTime time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);

        private static bool IsAsset(string path) => path.StartsWith("/media/", StringComparison.Ordinal)
            || path.StartsWith("/css/", StringComparison.Ordinal) || path.StartsWith("/js/", StringComparison.Ordinal)
            || path.StartsWith("/favicon", StringComparison.Ordinal);

        private static bool IsUnsure(string path) => path.EndsWith("/letter", StringComparison.Ordinal)
            || path.EndsWith("/poster", StringComparison.Ordinal) || path.EndsWith(".ics", StringComparison.Ordinal)
            || path.EndsWith(".txt", StringComparison.Ordinal) || path.Contains("/feed.", StringComparison.Ordinal)
            || path.Contains("/tags/", StringComparison.Ordinal) || path.Contains("/articles/", StringComparison.Ordinal)
                && path.Length - path.LastIndexOf('/') == 5;

        private static SetupException Failed(string path, string why) => new(
            $"The page {WebUtility.UrlEncode(path).Replace("%2F", "/", StringComparison.Ordinal)} could not be made: {why}. "
            + "The copy that was there before is as it was.", "See the log of the site, and try again.");

        private async Task<ChainHead> HeadAsync(CancellationToken cancellationToken)
        {
            await using var scope = site.Services.CreateAsyncScope();
            var row = await scope.ServiceProvider.GetRequiredService<CmsDbContext>().Set<AuditHead>().AsNoTracking()
                .SingleAsync(cancellationToken);
            return new(row.Number, row.Hash);
        }

        private async Task<TResult> InDatabaseAsync<TQueries, TResult>(Func<TQueries, Task<TResult>> read)
            where TQueries : notnull
        {
            await using var scope = site.Services.CreateAsyncScope();
            return await read(scope.ServiceProvider.GetRequiredService<TQueries>());
        }
    }
}

/// <summary>A copy as one ZIP file: the same bytes for the same copy.</summary>
internal static class CopyZip
{
    public static async Task WriteAsync(string folder, string zip, CopyManifest manifest, CancellationToken cancellationToken)
    {
        var temporary = zip + ".tmp";
        try
        {
            await using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
                {
                    var sidecars = CopyManifest.Sidecars.Where(s => File.Exists(Path.Combine(folder, s))).Order(StringComparer.Ordinal);
                    foreach (var path in sidecars.Concat(manifest.Files.Select(f => f.Path)))
                    {
                        var entry = archive.CreateEntry(path, CompressionLevel.Optimal);

                        // ZIP has no times before 1980, and no zone.
                        entry.LastWriteTime = new DateTimeOffset(manifest.IssuedAt, TimeSpan.Zero);
                        await using var to = await entry.OpenAsync(cancellationToken);
                        await using var from = File.OpenRead(Path.Combine(folder, path));
                        await from.CopyToAsync(to, cancellationToken);
                    }
                }

                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, zip, overwrite: true);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(zip, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            }
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
