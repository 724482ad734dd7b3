using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using CoalitionCms.Content;
using CoalitionCms.Content.Actions;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Media.Actions;
using CoalitionCms.Features.Pages;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Transfer.Actions;

/// <summary>What to import, and how.</summary>
/// <param name="Paths">A file, a folder, or the parts of one archive.</param>
internal sealed record ImportRequest(ImportFormat Format, IReadOnlyList<string> Paths)
{
    /// <summary>A folder with photos that the export does not contain.</summary>
    public string? MediaFolder { get; init; }

    public ImportMap Map { get; init; } = ImportMap.None;

    /// <summary>Opens the part of an export of this program that only staff may see; null to leave that out.</summary>
    public string? Passphrase { get; init; }

    public bool IsDryRun { get; init; }

    /// <summary>True to publish nothing.</summary>
    public bool AsDrafts { get; init; }
}

internal enum ImportFormat
{
    Blogger,

    WordPress,

    /// <summary>An export of this program.</summary>
    Export,
}

/// <summary>How far an import is.</summary>
internal sealed record ImportProgress(bool IsReading, long Done, long Total);

/// <summary>
/// Moves the texts of another system in. The file is read twice: once whole, so that a damaged one changes nothing; then each text is
/// converted and saved in a transaction of its own, together with the note that it was imported. Whenever it ends, it goes on from there
/// when it is run again, and what is imported already is left as it is.
/// </summary>
internal sealed class ImportSite(IServiceScopeFactory scopes, CmsOptions options, TimeProvider clock)
{
    private const int Ahead = 8;
    private const int PerScope = 100;

    /// <summary>The converter makes nothing that is too complex of less than this.</summary>
    private const int LongBody = 100_000;

    /// <summary>Counts in the hash of a source; raised when the conversion of texts changes what it yields.</summary>
    private const string Conversion = "2";

    public async Task<ImportReport> RunAsync(Actor actor, ImportRequest request, Action<ImportProgress> progress,
        CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var report = new ImportReport
        {
            Format = request.Format.ToString(),
            IsDryRun = request.IsDryRun,
            File = Path.GetFileName(request.Paths[0].TrimEnd('/')),
        };
        if (!actor.May(Permission.ManageSite))
        {
            report.Refused = new("Publishing.NotAllowed");
            return report;
        }

        try
        {
            await Task.Run(() => RunAsync(actor, request, report, progress, cancellationToken), cancellationToken);
        }
        catch (SourceException refused)
        {
            (report.Refused, report.RefusedAtLine) = (new(refused.Key, [.. refused.Arguments]), refused.Line);
        }

        report.Seconds = clock.GetElapsedTime(started).TotalSeconds;
        return report;
    }

    private async Task RunAsync(Actor actor, ImportRequest request, ImportReport report, Action<ImportProgress> progress,
        CancellationToken cancellationToken)
    {
        using var files = SourceFiles.Open(request.Paths, Path.Combine(options.DataDirectory, "imports-in-work"),
            name => IsFeed(request.Format, name), cancellationToken);
        if (request.MediaFolder is { } folder)
        {
            files.AddFolder(folder, cancellationToken);
        }

        report.Sha256 = files.Sha256;
        SourceReader reader = request.Format == ImportFormat.Blogger ? new BloggerReader(files) : new WordPressReader(files);
        var total = files.Length;
        XmlSource.Guard(() =>
        {
            reader.Scan(done =>
            {
                progress(new(IsReading: true, done, total));
                return !cancellationToken.IsCancellationRequested;
            });
            return true;
        });
        Tell(report, reader.Facts);
        var plan = await ImportPlan.MakeAsync(scopes, reader.Facts, request.Map, options, clock, cancellationToken);
        var photos = new PhotoIndex(files);
        var converter = new TextConverter(reader.Facts, photos, plan.Book);
        await using var run = new Run(actor, request, report, plan, converter, scopes, options, clock, files.Sha256);
        var channel = Channel.CreateBounded<(SourceEntry Entry, Task<ConvertedText> Text)>(Ahead);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = Task.Run(() => ConvertAsync(reader, converter, channel.Writer, stop.Token), CancellationToken.None);
        try
        {
            var done = 0;
            await foreach (var (entry, text) in channel.Reader.ReadAllAsync(cancellationToken))
            {
                await run.TakeAsync(entry, await text, cancellationToken);
                progress(new(IsReading: false, ++done, reader.Facts.Entries.Count));
            }
        }
        finally
        {
            await stop.CancelAsync();
            await reading.WaitAsync(CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await reading;
        await run.FinishAsync(reader.Facts, cancellationToken);
    }

    /// <summary>Reads and converts ahead of the saves, on other processors.</summary>
    private static async Task ConvertAsync(SourceReader reader, TextConverter converter,
        ChannelWriter<(SourceEntry, Task<ConvertedText>)> writer, CancellationToken cancellationToken)
    {
        var none = new HashSet<string>();
        Exception? problem = null;
        try
        {
            using var entries = reader.Read(_ => !cancellationToken.IsCancellationRequested).GetEnumerator();
            while (XmlSource.Guard(entries.MoveNext))
            {
                var entry = entries.Current;
                await writer.WriteAsync((entry, Task.Run(() => converter.Convert(entry, none), CancellationToken.None)), cancellationToken);
            }
        }
        catch (Exception any)
        {
            problem = any;
            throw;
        }
        finally
        {
            writer.Complete(problem);
        }
    }

    private static bool IsFeed(ImportFormat format, string name)
    {
        var file = name.Split('/')[^1];
        return format == ImportFormat.Blogger
            ? file.Equals("feed.atom", StringComparison.OrdinalIgnoreCase)
                || (file.StartsWith("blog-", StringComparison.OrdinalIgnoreCase)
                && file.EndsWith(".xml", StringComparison.OrdinalIgnoreCase))
            : file.EndsWith(".xml", StringComparison.OrdinalIgnoreCase);
    }

    private static void Tell(ImportReport report, SourceFacts facts)
    {
        (report.Site, report.Repaired) = (facts.Title, facts.Repaired);
        (report.Comments, report.Notes, report.EmailAddresses) = (facts.Comments, facts.Notes, facts.EmailAddresses);
        (report.NetworkAddresses, report.Coordinates) = (facts.NetworkAddresses, facts.Coordinates);
        foreach (var (kind, count) in facts.LeftOut)
        {
            report.LeftOut[kind] = count;
        }
    }

    /// <summary>One import while it runs.</summary>
    private sealed class Run(Actor actor, ImportRequest request, ImportReport report, ImportPlan plan, TextConverter converter,
        IServiceScopeFactory scopes, CmsOptions options, TimeProvider clock, string fileSha256) : IAsyncDisposable
    {
        private readonly Dictionary<string, ImportRemark> refusedFiles = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string> mediaByFile = new(StringComparer.Ordinal);
        private readonly Dictionary<string, List<string>> missing = new(StringComparer.Ordinal);
        private readonly HashSet<string> tags = new(StringComparer.Ordinal);
        private AsyncServiceScope? scope;
        private int inScope;

        public async Task TakeAsync(SourceEntry entry, ConvertedText text, CancellationToken cancellationToken)
        {
            if (entry.State == SourceState.Trashed)
            {
                Add(entry, ImportOutcome.Skipped, false, "", [new("Import.Remark.Trashed")]);
                return;
            }

            if (inScope++ % PerScope == 0)
            {
                await DisposeAsync();
                scope = scopes.CreateAsyncScope();
                await scope.Value.ServiceProvider.GetRequiredService<CmsDbContext>().FlushLaterAsync(cancellationToken);
            }

            var services = scope!.Value.ServiceProvider;
            var planned = plan.Entries[entry.Id];
            var remarks = entry.Remarks.Distinct(StringComparer.Ordinal).Select(r => new ImportRemark(r)).ToList();
            text = await StoreAsync(services, entry, text, planned.Language, cancellationToken);
            Count(entry, text);
            var words = TextOf(entry, text, planned, remarks);
            var problems = entry.IsCut
                ? [ContentErrors.TooLong("Body", entry.Html.Length, EntryText.MaxBody)]
                : request.IsDryRun && words.Body.Length > LongBody
                ? ContentErrors.Check(words.Clean(), entry.Kind, isAutosave: false).ToList()
                : [];
            if (problems.Count > 0)
            {
                Add(entry, ImportOutcome.Failed, false, "", [.. remarks, .. problems.Select(p => new ImportRemark(p.Key, p.Arguments))]);
                return;
            }

            Note(words, planned);
            var facts = FactsOf(entry, text, planned, words);
            var hash = HashOf(entry, text, facts);
            if (planned.Known is { } known)
            {
                await UpdateAsync(services, entry, text, words, facts, hash, planned, known, remarks, cancellationToken);
            }
            else if (request.IsDryRun)
            {
                var isPublic = !request.AsDrafts && entry.State == SourceState.Live;
                tags.UnionWith(isPublic ? words.Tags : []);
                Add(entry, ImportOutcome.Imported, isPublic, planned.Path, remarks);
            }
            else
            {
                await CreateAsync(services, entry, text, words, facts, hash, planned, remarks, cancellationToken);
            }
        }

        /// <summary>Adds the redirects that belong to no entry, and the line in the log about the whole import.</summary>
        public async Task FinishAsync(SourceFacts facts, CancellationToken cancellationToken)
        {
            foreach (var (address, titles) in missing)
            {
                report.Missing.Add(new(address, null, titles));
            }

            foreach (var (name, why) in refusedFiles)
            {
                report.Missing.Add(new(name, why, []));
            }

            if (request.IsDryRun)
            {
                return;
            }

            await DisposeAsync();
            scope = scopes.CreateAsyncScope();
            var db = scope.Value.ServiceProvider.GetRequiredService<CmsDbContext>();
            var audit = scope.Value.ServiceProvider.GetRequiredService<AuditLog>();
            foreach (var (path, target) in await plan.PagesAsync(db, facts, cancellationToken))
            {
                db.Add(new OldPath { Path = path, Target = target });
                report.Redirects++;
            }

            audit.Record(actor, AuditVerb.SiteImported, "site", "import", new
            {
                format = request.Format.ToString(),
                file = fileSha256,
                imported = report.Count(ImportOutcome.Imported),
                updated = report.Count(ImportOutcome.Updated),
                failed = report.Count(ImportOutcome.Failed),
            });
            await db.SaveChangesAsync(cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            if (scope is { } open)
            {
                await open.DisposeAsync();
                scope = null;
            }
        }

        /// <summary>Puts the photos of a text into the library, and their addresses into the text.</summary>
        private async Task<ConvertedText> StoreAsync(IServiceProvider services, SourceEntry entry, ConvertedText text, Language language,
            CancellationToken cancellationToken)
        {
            if (text.Files.Count == 0 || request.IsDryRun)
            {
                return text;
            }

            // A refused photo leaves its caption, which only the conversion knows.
            for (var round = 0; round < 2; round++)
            {
                var isWhole = true;
                foreach (var file in text.Files)
                {
                    isWhole &= mediaByFile.ContainsKey(file.File.Name) || await AddAsync(services, file, language, cancellationToken);
                }

                if (isWhole)
                {
                    break;
                }

                text = converter.Convert(entry, refusedFiles.Keys.ToHashSet(StringComparer.Ordinal));
            }

            var body = new StringBuilder(text.Body);
            var cover = text.Cover;
            foreach (var file in text.Files)
            {
                var sha256 = mediaByFile[file.File.Name];
                body.Replace(file.Token, MediaView.PublicRoot + sha256);
                cover = cover == file.Token ? sha256 : cover;
            }

            return text with { Body = body.ToString(), Cover = cover };
        }

        private async Task<bool> AddAsync(IServiceProvider services, FoundFile found, Language language,
            CancellationToken cancellationToken)
        {
            if (refusedFiles.ContainsKey(found.File.Name))
            {
                return false;
            }

            using var bytes = new MemoryStream((int)found.File.Length);
            await using (var stream = found.File.Open())
            {
                await stream.CopyToAsync(bytes, cancellationToken);
            }

            var content = bytes.ToArray();
            var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
            var db = services.GetRequiredService<CmsDbContext>();
            if (await db.Set<ImportedFile>().AsNoTracking().FirstOrDefaultAsync(f => f.FileSha256 == sha256, cancellationToken)
                is { } known && await db.Set<MediaFile>().AnyAsync(m => m.Sha256 == known.MediaSha256, cancellationToken))
            {
                mediaByFile[found.File.Name] = known.MediaSha256;
                return true;
            }

            var added = await services.GetRequiredService<AddMedia>()
                .RunAsync(actor, new(content, found.File.Name, language, found.AltText), cancellationToken);
            if (!added.IsDone)
            {
                refusedFiles[found.File.Name] = new(added.Errors[0].Key, added.Errors[0].Arguments);
                return false;
            }

            mediaByFile[found.File.Name] = added.Value;
            db.DiscardChanges();
            if (!await db.Set<ImportedFile>().AnyAsync(f => f.FileSha256 == sha256, cancellationToken))
            {
                db.Add(new ImportedFile { FileSha256 = sha256, MediaSha256 = added.Value });
                await db.SaveChangesAsync(cancellationToken);
            }

            db.DiscardChanges();
            return true;
        }

        private void Count(SourceEntry entry, ConvertedText text)
        {
            report.PhotosUsed += text.Files.Count;
            report.LinksRewritten += text.LinksRewritten;
            report.RetiredLinks += text.RetiredLinks;
            foreach (var dead in text.DeadLinks)
            {
                report.AddDeadLink(dead);
            }

            foreach (var address in text.Missing)
            {
                if (!missing.TryGetValue(address, out var titles))
                {
                    missing[address] = titles = [];
                }

                titles.Add(entry.Title);
            }
        }

        private EntryText TextOf(SourceEntry entry, ConvertedText text, PlannedEntry planned, List<ImportRemark> remarks)
        {
            var title = entry.Title.Length > 0 ? entry.Title : MarkdownText.ToPlainText(text.Body, 60);
            if (entry.Title.Length == 0)
            {
                remarks.Add(new("Import.Remark.NoTitle"));
            }

            title = title.Length > 0 ? title : planned.Slug;
            if (title.Length > EntryText.MaxTitle)
            {
                remarks.Add(new("Import.Remark.LongTitle"));
                title = MarkdownText.ToPlainText(title, EntryText.MaxTitle);
            }

            var labels = entry.Labels.Select(l => request.Map.Labels.TryGetValue(l, out var mapped) ? mapped ?? "" : l)
                .Select(CleanText.Line)
                .Where(l => l.Length is > 0 and <= Slug.MaxLength && Slug.From(l).Length > 0)
                .DistinctBy(Slug.From, StringComparer.Ordinal).ToList();
            if (labels.Count > EntryText.MaxTags)
            {
                remarks.Add(new("Import.Remark.ManyLabels", string.Join(", ", labels.Skip(EntryText.MaxTags))));
            }

            var summary = entry.Summary.Length > EntryText.MaxSummary
                ? MarkdownText.ToPlainText(Plain(entry.Summary), EntryText.MaxSummary)
                : entry.Summary;
            return new(title, planned.Slug, summary, text.Body, entry.Kind == EntryKind.Article ? [.. labels.Take(EntryText.MaxTags)] : []);
        }

        private static string Plain(string summary) => summary.Replace("\n", " ", StringComparison.Ordinal);

        /// <summary>Lists the people named at the end of a report: in a text they are public, so an editor is to look.</summary>
        private void Note(EntryText words, PlannedEntry planned)
        {
            if (AttendanceLists.In(words.Body) is { Count: > 0 } names)
            {
                report.Attendance.Add(new(words.Title, planned.Path, names.Count));
            }
        }

        private string FactsOf(SourceEntry entry, ConvertedText text, PlannedEntry planned, EntryText words)
        {
            if (entry.Kind == EntryKind.Page)
            {
                return FactsJson.Write(PageFacts.None);
            }

            var shown = plan.Authors.GetValueOrDefault(entry.Author, entry.Author);
            var facts = request.Map.Sign(ArticleFacts.None, entry.Author, shown, report.Site) with { Cover = text.Cover };
            var byline = facts.BylineName.Length > 0 ? facts.BylineName : facts.BylineNativeName;
            report.Bylines[byline] = report.Bylines.GetValueOrDefault(byline) + 1;

            // The day is that of the writer's clock: only where this site's differs does the article need one of its own.
            if (entry.Published is { } published && DateOnly.FromDateTime(published.DateTime) is var day
                && day != Clock.DayIn(published.UtcDateTime, options.Zone))
            {
                facts = facts with { DatedOn = day };
            }

            return FactsJson.Write(facts);
        }

        private static string HashOf(SourceEntry entry, ConvertedText text, string facts) => Integrity.ContentHash.Of(
            Conversion, entry.Kind.ToString(), entry.State.ToString(), entry.Title, entry.Html, entry.Summary,
            string.Join('\n', entry.Labels), entry.Published?.ToString("O", CultureInfo.InvariantCulture) ?? "", facts,
            string.Join('\n', text.Files.Select(f => f.File.Name.Split('/')[^1] + f.File.Length.ToString(CultureInfo.InvariantCulture))));

        private EntryOrigin OriginOf(SourceEntry entry)
        {
            var now = clock.NowToMillisecond();
            var published = Whole(entry.Published?.UtcDateTime) is { } at && at <= now ? at : (DateTime?)null;
            var updated = Whole(entry.Updated?.UtcDateTime) is { } changed && changed <= now ? changed : published ?? now;
            return new(fileSha256, published, updated < published ? published.Value : updated);

            static DateTime? Whole(DateTime? time) =>
                time is { } exact ? new DateTime(exact.Ticks - (exact.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc) : null;
        }

        private async Task CreateAsync(IServiceProvider services, SourceEntry entry, ConvertedText text, EntryText words, string facts,
            string hash, PlannedEntry planned, List<ImportRemark> remarks, CancellationToken cancellationToken)
        {
            var db = services.GetRequiredService<CmsDbContext>();
            var id = Guid.CreateVersion7();
            var group = plan.GroupOf(entry, planned.Language);
            var loaded = group?.ItemId is { } item
                ? await services.GetRequiredService<EntryLoader>().LoadAsync(id, item, 0, cancellationToken)
                : new LoadedEntry();
            var (then, schedule) = ThenOf(entry);
            var input = new SaveEntry.Input(entry.Kind, null, group?.ItemId, planned.Language, words, 0,
                group?.ItemId is null ? facts : null, loaded.Facts?.Number ?? 0)
            {
                NewId = id,
                Origin = OriginOf(entry),
                Schedule = schedule,
            };
            var note = new ImportedEntry
            {
                Source = plan.Source,
                SourceId = entry.Id,
                EntryId = id,
                TextHash = "",
                SourceHash = hash,
                MissingPhotos = text.Missing.Count,
            };
            db.Add(note);
            var paths = AddPaths(db, entry, id, planned);
            var saved = await SaveAsync(services, input, then, note, loaded, cancellationToken);
            if (!saved.IsDone)
            {
                plan.Release(paths);
                Add(entry, ImportOutcome.Failed, false, "",
                    [.. remarks, .. saved.Errors.Select(e => new ImportRemark(e.Key, e.Arguments))]);
                return;
            }

            report.Redirects += paths.Count;
            plan.Joined(group, saved.Value.ItemId);
            var isPublic = then == SaveThen.Publish && saved.Value.NotDone.Count == 0;
            tags.UnionWith(isPublic ? words.Tags : []);
            Add(entry, ImportOutcome.Imported, isPublic, isPublic ? planned.Path : SiteUrls.Edit(entry.Kind, id),
                [.. remarks, .. saved.Value.NotDone.Select(e => new ImportRemark("Import.Remark.NotPublished", Inner(e)))]);
        }

        private static ImportRemark Inner(Error error) => new(error.Key, error.Arguments);

        private async Task<Result<SaveEntry.Saved>> SaveAsync(IServiceProvider services, SaveEntry.Input input, SaveThen then,
            ImportedEntry note, LoadedEntry loaded, CancellationToken cancellationToken)
        {
            var db = services.GetRequiredService<CmsDbContext>();
            note.TextHash = TextRevision.HashOf(input.Kind, input.Language.Code, input.Text.Clean());
            var saved = await services.GetRequiredService<SaveEntry>().RunAsync(actor, input, then, cancellationToken, loaded);
            db.DiscardChanges();
            return saved;
        }

        private (SaveThen Then, ScheduleEntry.Time? Schedule) ThenOf(SourceEntry entry)
        {
            if (request.AsDrafts || entry.State is SourceState.Draft)
            {
                return (SaveThen.Nothing, null);
            }

            if (entry.Published is { } at && at > clock.GetUtcNow())
            {
                var local = TimeZoneInfo.ConvertTimeFromUtc(at.UtcDateTime, options.Zone);
                return (SaveThen.Schedule,
                    new(DateOnly.FromDateTime(local), new TimeOnly(local.Hour, local.Minute), options.Zone.Id));
            }

            return (SaveThen.Publish, null);
        }

        private List<string> AddPaths(CmsDbContext db, SourceEntry entry, Guid entryId, PlannedEntry planned)
        {
            var paths = new List<string>();
            foreach (var address in entry.OtherAddresses.Prepend(entry.Address))
            {
                if (AddressBook.KeyOf(address) is { } path && path != "/" && path != planned.Path && plan.Claim(path))
                {
                    db.Add(new OldPath { Path = path, EntryId = entryId });
                    paths.Add(path);
                }
            }

            return paths;
        }

        private async Task UpdateAsync(IServiceProvider services, SourceEntry entry, ConvertedText text, EntryText words, string facts,
            string hash, PlannedEntry planned, ImportedEntry known, List<ImportRemark> remarks, CancellationToken cancellationToken)
        {
            var db = services.GetRequiredService<CmsDbContext>();
            if (known.SourceHash == hash)
            {
                var wasPublic = planned.IsPublic;
                Add(entry, ImportOutcome.Unchanged, wasPublic, wasPublic ? planned.Path : SiteUrls.Edit(entry.Kind, known.EntryId),
                    remarks);
                return;
            }

            var loaded = await services.GetRequiredService<EntryLoader>().LoadAsync(known.EntryId, null, 0, cancellationToken);
            if (loaded.Entry is null || loaded.Entry.TrashedAt is not null || loaded.Text!.Hash != known.TextHash)
            {
                db.DiscardChanges();
                Add(entry, ImportOutcome.LeftAlone, false, SiteUrls.Edit(entry.Kind, known.EntryId),
                    [.. remarks, new("Import.Remark.ChangedHere")]);
                return;
            }

            var (isPublic, edit) = (loaded.Publication is not null, SiteUrls.Edit(entry.Kind, known.EntryId));
            // Run again without the folder of an earlier run: photos that are in the text already are not taken out.
            if (text.Missing.Count > known.MissingPhotos)
            {
                db.DiscardChanges();
                Add(entry, ImportOutcome.LeftAlone, isPublic, isPublic ? planned.Path : edit,
                    [.. remarks, new("Import.Remark.FewerPhotos")]);
                return;
            }

            if (request.IsDryRun)
            {
                db.DiscardChanges();
                Add(entry, ImportOutcome.Updated, isPublic, isPublic ? planned.Path : edit, remarks);
                return;
            }

            // The address stays: readers may have it.
            var note = await db.Set<ImportedEntry>().SingleAsync(i => i.Source == plan.Source && i.SourceId == entry.Id, cancellationToken);
            (note.SourceHash, note.MissingPhotos) = (hash, text.Missing.Count);
            var input = new SaveEntry.Input(entry.Kind, known.EntryId, null, planned.Language, words with { Slug = loaded.Entry.Slug },
                loaded.Entry.Version, loaded.Siblings.Count == 1 ? facts : null, loaded.Facts!.Number)
            {
                Origin = OriginOf(entry),
            };
            var saved = await SaveAsync(services, input, isPublic ? SaveThen.Publish : SaveThen.Nothing, note, loaded, cancellationToken);
            if (!saved.IsDone)
            {
                Add(entry, ImportOutcome.Failed, false, edit, [.. remarks, .. saved.Errors.Select(Inner)]);
                return;
            }

            Add(entry, saved.Value.IsChanged ? ImportOutcome.Updated : ImportOutcome.Unchanged, isPublic, isPublic ? planned.Path : edit,
                [.. remarks, .. saved.Value.NotDone.Select(e => new ImportRemark("Import.Remark.NotPublished", Inner(e)))]);
        }

        private void Add(SourceEntry entry, ImportOutcome outcome, bool isPublic, string address, IReadOnlyList<ImportRemark> remarks) =>
            report.Entries.Add(new(entry.Line, entry.Id, entry.Title, plan.Entries.GetValueOrDefault(entry.Id)?.Language.Code ?? "",
            outcome,
                isPublic, address, remarks));
    }
}
