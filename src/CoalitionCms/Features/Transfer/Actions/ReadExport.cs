using CoalitionCms.Content;
using CoalitionCms.Content.Actions;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Addresses;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Members;
using CoalitionCms.Features.Settings;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Transfer.Actions;

/// <summary>
/// Reads an export of this program into an empty site, whose public pages are then the same. Texts that are there already are left alone,
/// so that it goes on where it ended.
/// </summary>
internal sealed class ReadExport(IServiceScopeFactory scopes, CmsOptions options, TimeProvider clock)
{
    private const int LongestFile = 16 * 1024 * 1024;

    private static readonly EntryKind[] InOrder =
        [EntryKind.Person, EntryKind.Campaign, EntryKind.Event, EntryKind.Article, EntryKind.Page];

    public async Task<ImportReport> RunAsync(Actor actor, ImportRequest request, Action<ImportProgress> progress,
        CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var report = new ImportReport
        {
            Format = "Export",
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
            await RunAsync(actor, request, report, progress, cancellationToken);
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
            name => name.Split('/')[^1] == ExportFormat.Head, cancellationToken);
        report.Sha256 = files.Sha256;
        if (files.Feeds[0].Name.Split('/')[^1] != ExportFormat.Head)
        {
            throw Stranger(files.Feeds[0]);
        }

        var root = files.Feeds[0].Name[..^ExportFormat.Head.Length];
        var byName = files.Named(n => n.StartsWith(root, StringComparison.Ordinal))
            .DistinctBy(f => f.Name).ToDictionary(f => f.Name[root.Length..], StringComparer.Ordinal);
        var head = ExportFormat.Read<ExportHead>(Bytes(byName, ExportFormat.Head), ExportFormat.Head);
        if (head.Format != ExportFormat.Version)
        {
            throw new SourceException("Import.Export.Newer", 0, head.Format, head.Program ?? "");
        }

        report.Site = head.Site ?? "";
        var items = byName.Keys.Where(n => n.StartsWith(ExportFormat.Content, StringComparison.Ordinal)
                && n.EndsWith("/" + ExportFormat.Item, StringComparison.Ordinal))
            .Select(n => (Place: n[..^ExportFormat.Item.Length], Item: ExportFormat.Read<ExportedItem>(Bytes(byName, n), n)))
            .OrderBy(i => Array.IndexOf(InOrder, i.Item.Kind)).ThenBy(i => i.Place, StringComparer.Ordinal).ToList();
        var texts = items.ToDictionary(i => i.Place, i => byName.Keys
            .Where(n => n.StartsWith(i.Place + "index.", StringComparison.Ordinal) && n.EndsWith(".md", StringComparison.Ordinal))
            .Select(n => ExportedText.Read(Bytes(byName, n), n)).OrderBy(t => !t.IsOriginal).ThenBy(t => t.Language, StringComparer.Ordinal)
            .ToList(), StringComparer.Ordinal);
        foreach (var stranger in texts.Values.SelectMany(t => t).Where(t => Language.Find(t.Language) is null))
        {
            throw new SourceException("Import.Export.Language", 0, stranger.Language);
        }

        var sealedPart = OpenPrivate(byName, request.Passphrase);
        report.HasUnreadPrivate = sealedPart is null && byName.ContainsKey(ExportFormat.Private);
        if (request.IsDryRun)
        {
            report.Entries.AddRange(items.SelectMany(i => texts[i.Place].Select(t => RowOf(i.Item, t, ImportOutcome.Imported, []))));
            return;
        }

        await using (var scope = scopes.CreateAsyncScope())
        {
            var isEmpty = !await scope.ServiceProvider.GetRequiredService<CmsDbContext>().Set<Entry>().AnyAsync(cancellationToken);
            await AddMediaAsync(scope.ServiceProvider, actor, byName, report, cancellationToken);
            await AddSiteAsync(scope.ServiceProvider, actor, byName, report, isEmpty, cancellationToken);
            await (sealedPart?.AddRosterAsync(scope.ServiceProvider, actor, report, cancellationToken) ?? Task.CompletedTask);
        }

        var people = sealedPart?.People.ToDictionary(p => p.Id) ?? [];

        var total = texts.Values.Sum(t => t.Count);
        var later = items;
        for (var round = 0; later.Count > 0 && round < 3; round++)
        {
            // A person may be related to one that comes later.
            var again = new List<(string Place, ExportedItem Item)>();
            foreach (var item in later)
            {
                var whole = people.TryGetValue(item.Item.Id, out var own) && own.FactsNumber == item.Item.FactsNumber ? own : item.Item;
                if (!await AddItemAsync(actor, whole, item.Place, texts[item.Place], byName, sealedPart, report,
                    isLast: round == 2, cancellationToken))
                {
                    again.Add(item);
                }

                progress(new(IsReading: false, report.Entries.Count, total));
            }

            later = again;
        }

        await FinishAsync(actor, byName, report, cancellationToken);
    }

    private static byte[] Bytes(Dictionary<string, SourceFile> files, string name)
    {
        if (!files.TryGetValue(name, out var file))
        {
            throw new SourceException("Import.Export.Missing", 0, name);
        }

        if (file.Length > LongestFile * 4)
        {
            throw new SourceException("Import.Export.TooLong", 0, name);
        }

        using var stream = file.Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private static ImportedRow RowOf(ExportedItem item, ExportedText text, ImportOutcome outcome, IReadOnlyList<ImportRemark> remarks) =>
        new(0, text.Id.ToString("D"), text.Title, text.Language, outcome, outcome != ImportOutcome.Failed,
            SiteUrls.Entry(item.Kind, Language.Find(text.Language)!, text.Slug), remarks);

    private static async Task AddMediaAsync(IServiceProvider services, Actor actor, Dictionary<string, SourceFile> files,
        ImportReport report, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<CmsDbContext>();
        var audit = services.GetRequiredService<AuditLog>();
        var clock = services.GetRequiredService<TimeProvider>();
        foreach (var name in files.Keys.Where(n => n.StartsWith(ExportFormat.Media, StringComparison.Ordinal)
            && n.EndsWith(".json", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            var sha256 = name[ExportFormat.Media.Length..^".json".Length];
            if (await db.Set<MediaFile>().AnyAsync(m => m.Sha256 == sha256, cancellationToken))
            {
                continue;
            }

            var facts = ExportFormat.Read<ExportedMedia>(Bytes(files, name), name);
            var file = files.Keys.FirstOrDefault(n => n.StartsWith(ExportFormat.Media + sha256 + ".", StringComparison.Ordinal)
                && n != name);
            var (problem, media) = file is null
                ? (MediaProblem.EmptyFile, null)
                : await services.GetRequiredService<MediaPreparation>().TakeOverAsync(sha256, Bytes(files, file), cancellationToken);
            if (media is null)
            {
                report.Missing.Add(new(name, new ImportRemark(MediaErrors.Of(problem ?? MediaProblem.Truncated).Key), []));
                continue;
            }

            report.PhotosUsed++;
            db.Add(new MediaFile
            {
                Sha256 = sha256,
                ContentType = media.ContentType,
                Length = media.Length,
                Width = media.Width,
                Height = media.Height,
                Widths = string.Join(',', media.Widths),
                Placeholder = facts.Placeholder.Length == 72 && facts.Placeholder.All(char.IsAsciiHexDigitLower)
                    ? facts.Placeholder
                    : media.Placeholder.Length == 72 && facts.Placeholder.Length > 0 ? media.Placeholder : "",
                AddedBy = actor.AccountId,
                AddedAt = clock.NowToMillisecond(),
                FocusX = Math.Clamp(facts.FocusX, 0, 100),
                FocusY = Math.Clamp(facts.FocusY, 0, 100),
            }.Describe(Short(facts.AltText), Short(facts.Caption), Line(facts.Credit), Line(facts.Licence),
                new(Line(facts.Source), facts.Shows, "", facts.CheckedOn, facts.Corrections)));
            audit.Record(actor, AuditVerb.MediaAdded, "Media", sha256, new { type = media.ContentType, length = media.Length });
            await db.SaveChangesAsync(cancellationToken);
            db.DiscardChanges();
        }

        static string Line(string text) => CleanText.Line(text) is { Length: > MediaFile.MaxText } all
            ? all[..MediaFile.MaxText]
            : CleanText.Line(text);

        static LocalText Short(LocalText text) => LocalText.Of(text.All.Select(t => KeyValuePair.Create(t.Key, Line(t.Value))));
    }

    /// <summary>Settings and register of addresses, only into a site without texts: elsewhere somebody has decided about them.</summary>
    private static async Task AddSiteAsync(IServiceProvider services, Actor actor, Dictionary<string, SourceFile> files,
        ImportReport report, bool isEmpty, CancellationToken cancellationToken)
    {
        if (!isEmpty)
        {
            return;
        }

        var db = services.GetRequiredService<CmsDbContext>();
        var there = ExportFormat.Read<ExportedSettings>(Bytes(files, ExportFormat.Settings), ExportFormat.Settings);
        if (there.Look.Check().FirstOrDefault() is { } wrong)
        {
            throw new SourceException(wrong.Key, 0, wrong.Arguments);
        }

        if (there.NoticeLink.Length > 0 && !OwnAddress.Is(there.NoticeLink))
        {
            throw new SourceException("Import.Export.Unreadable", 0, ExportFormat.Settings);
        }

        var settings = await db.Set<SiteSettings>().SingleOrDefaultAsync(cancellationToken) ?? db.Add(new SiteSettings()).Entity;
        settings.Introduce(there.Name, there.Heading, there.Lede);
        settings.Announce(there.Notice, there.NoticeSeverity, there.NoticeLink, there.NoticeOn);
        settings.Rule(there.SecurityUntil, there.CountsViews);
        settings.Contact(SecurityContactOf(there.SecurityContact));
        settings.Dress(there.Look with { Lead = there.Look.Lead });
        var known = await db.Set<SiteAddress>().Select(a => a.Location).ToListAsync(cancellationToken);
        foreach (var address in ExportFormat.Read<IReadOnlyList<ExportedAddress>>(
            Bytes(files, ExportFormat.Addresses), ExportFormat.Addresses).Where(a => !known.Contains(a.Location)))
        {
            if (!Enum.TryParse<AddressKind>(address.Kind, out var kind))
            {
                throw new SourceException("Import.Export.Unreadable", 0, ExportFormat.Addresses);
            }

            var added = new SiteAddress(address.Id);
            added.Describe(CleanText.Line(address.Location), kind, address.IsCompromised, address.Since, address.Until, address.Why,
                Math.Clamp(address.Position, 0, SiteAddress.MaxPosition));
            db.Add(added);
        }

        services.GetRequiredService<AuditLog>()
            .Record(actor, AuditVerb.SiteImported, "site", "settings", new { format = report.Format, file = report.Sha256 });
        db.Invalidate(Caching.CacheTag.Everything);
        await db.SaveChangesAsync(cancellationToken);
    }

    private static string SecurityContactOf(string contact) =>
        contact.StartsWith("mailto:", StringComparison.Ordinal) || contact.StartsWith("https:", StringComparison.Ordinal)
        || contact.StartsWith("tel:", StringComparison.Ordinal) ? contact : "";

    private async Task<bool> AddItemAsync(Actor actor, ExportedItem item, string place, List<ExportedText> texts,
        Dictionary<string, SourceFile> files, PrivatePart? sealedPart, ImportReport report, bool isLast,
        CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var db = services.GetRequiredService<CmsDbContext>();
        var isNew = !await db.Set<Item>().AnyAsync(i => i.Id == item.Id, cancellationToken);
        foreach (var text in texts)
        {
            if (report.Entries.Exists(e => e.Id == text.Id.ToString("D")))
            {
                continue;
            }

            if (await db.Set<Entry>().AnyAsync(e => e.Id == text.Id, cancellationToken))
            {
                report.Entries.Add(RowOf(item, text, ImportOutcome.Unchanged, []));
                continue;
            }

            var loaded = await services.GetRequiredService<EntryLoader>()
                .LoadAsync(text.Id, isNew ? null : item.Id, 0, cancellationToken);
            var input = new SaveEntry.Input(item.Kind, null, isNew ? null : item.Id, Language.Find(text.Language)!,
                new EntryText(text.Title, text.Slug, text.Summary, text.Body, text.Tags), 0, isNew ? item.Facts.ToJsonString() : null,
                loaded.Facts?.Number ?? 0)
            {
                NewId = text.Id,
                NewItemId = item.Id,
                Origin = new(report.Sha256, text.PublishedAt, text.UpdatedAt) { FactsNumber = item.FactsNumber, IsOwn = true },
            };
            var saved = await SaveAsync(services, actor, input, loaded, cancellationToken);
            db.DiscardChanges();
            if (!saved.IsDone || saved.Value.NotDone.Count > 0)
            {
                var errors = saved.IsDone ? saved.Value.NotDone : saved.Errors;
                if (!saved.IsDone && !isLast)
                {
                    return false;
                }

                report.Entries.Add(RowOf(item, text, ImportOutcome.Failed,
                    [.. errors.Select(e => new ImportRemark(e.Key, e.Arguments))]));
                if (!saved.IsDone)
                {
                    return true;
                }
            }
            else
            {
                report.Entries.Add(RowOf(item, text, ImportOutcome.Imported, []));
            }

            isNew = false;
        }

        if (item.Kind == EntryKind.Event && sealedPart is not null)
        {
            await sealedPart.AddEverybodyAsync(services, actor, item.Id, cancellationToken);
        }
        else if (item.Kind == EntryKind.Event && files.ContainsKey(place + ExportFormat.Attendance)
            && !await db.Set<Attendance>().AnyAsync(a => a.EventId == item.Id, cancellationToken))
        {
            await AddAttendanceAsync(services, actor, item.Id,
                ExportFormat.Read<ExportedAttendance>(Bytes(files, place + ExportFormat.Attendance), place + ExportFormat.Attendance),
                cancellationToken);
        }

        return true;
    }

    private static async Task<Result<SaveEntry.Saved>> SaveAsync(IServiceProvider services, Actor actor, SaveEntry.Input input,
        LoadedEntry loaded, CancellationToken cancellationToken)
    {
        try
        {
            return await services.GetRequiredService<SaveEntry>().RunAsync(actor, input, SaveThen.Publish, cancellationToken, loaded);
        }
        catch (System.Text.Json.JsonException)
        {
            return new Error("Import.Export.Facts");
        }
    }

    /// <summary>
    /// Puts the people who are named at an event on the roster, with the consent that their names were public already; for those who are
    /// not named, as many rows without a name, hidden for good.
    /// </summary>
    private async Task AddAttendanceAsync(IServiceProvider services, Actor actor, Guid eventId, ExportedAttendance list,
        CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<CmsDbContext>();

        // Security: nobody hides while it is decided who is named.
        await db.AloneAsync(() => AddAttendanceAsync(db, services, actor, eventId, list, cancellationToken), cancellationToken);
    }

    /// <returns>The number of people.</returns>
    private async Task<int> AddAttendanceAsync(CmsDbContext db, IServiceProvider services, Actor actor, Guid eventId,
        ExportedAttendance list, CancellationToken cancellationToken)
    {
        var now = clock.NowToMillisecond();
        var roster = await db.Set<Member>().ToListAsync(cancellationToken);
        var ledger = await ConsentLedger.OpenAsync(db, roster.ConvertAll(m => m.Id), cancellationToken);
        var terms = new Consent(NameChoice.PublicName, ConsentMeans.PublishedEarlier, null, "", null);
        var on = new HashSet<Guid>();
        var position = 0;
        foreach (var attendee in list.Named.Take(AttendeeLine.MaxNames))
        {
            var (romanised, native) = (CleanText.Line(attendee.Romanised), CleanText.Line(attendee.Native));
            if (romanised.Length + native.Length == 0)
            {
                continue;
            }

            // Whether that is an alias, an export does not say.
            var member = roster.Find(m =>
                !on.Contains(m.Id) && !m.HiddenEverywhere && m.RomanisedName == romanised && m.NativeName == native);
            if (member is null)
            {
                member = new Member(Guid.CreateVersion7());
                member.Describe(romanised, native, NativeLanguages.Has(attendee.NativeLanguage)
                    ? attendee.NativeLanguage
                    : "zh-Hans", alias: "",
                    Standing.Member, note: "", hiddenEverywhere: false);
                db.Add(member);
                roster.Add(member);
            }

            on.Add(member.Id);
            Attend(member, attendee.Roles);

            // Security: who asked not to be named here is not named again by an older copy of the site.
            if (!await ledger.IsQuestionAsync(member, eventId, terms, clock.TodayIn(options.Zone), cancellationToken))
            {
                ledger.Add(actor, member.Id, eventId, terms, isWithdrawal: false, now);
            }
        }

        const string Nobody = "—";
        for (var i = 0; i < Math.Min(list.Unnamed, AttendeeLine.MaxNames); i++)
        {
            var member = new Member(Guid.CreateVersion7());
            member.Describe(Nobody, "", "zh-Hans", "", Standing.Guest, note: "", hiddenEverywhere: true);
            db.Add(member);
            Attend(member, AttendanceRoles.None);
        }

        services.GetRequiredService<AuditLog>()
            .Record(actor, AuditVerb.AttendanceRecorded, nameof(EntryKind.Event), eventId, new { imported = position });
        db.Invalidate(Caching.CacheTag.Attendance, Caching.CacheTag.Item(eventId));
        await db.SaveChangesAsync(cancellationToken);
        return position;

        void Attend(Member member, AttendanceRoles roles)
        {
            var attendance = new Attendance(Guid.CreateVersion7(), eventId, member.Id);
            attendance.Record(AttendanceStatus.Attended, roles, position++, hiddenByStaff: false);
            db.Add(attendance);
        }
    }

    private static SourceException Stranger(SourceFile file)
    {
        Span<byte> start = stackalloc byte[16];
        using var stream = file.Open();
        var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return FileSignatures.Name(start[..read]) is { } other ? new("Import.Binary", 0, other) : new("Import.Export.NotOne");
    }

    private PrivatePart? OpenPrivate(Dictionary<string, SourceFile> files, string? passphrase) =>
        passphrase is null ? null
        : files.ContainsKey(ExportFormat.Private) ? PrivatePart.Open(Bytes(files, ExportFormat.Private), passphrase, options, clock)
        : throw new SourceException("Import.Export.NoPrivate");

    private async Task FinishAsync(Actor actor, Dictionary<string, SourceFile> files, ImportReport report,
        CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CmsDbContext>();
        var known = (await db.Set<OldPath>().Select(o => o.Path).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        var entries = (await db.Set<Entry>().Select(e => e.Id).ToListAsync(cancellationToken)).ToHashSet();
        foreach (var redirect in ExportFormat.Read<IReadOnlyList<ExportedRedirect>>(
            Bytes(files, ExportFormat.Redirects), ExportFormat.Redirects))
        {
            // Security: only within this site.
            var isSafe = redirect.Path.Length is > 0 and <= OldPath.MaxPath && OwnAddress.Is(redirect.Path)
                && (redirect.Entry is { } entry ? entries.Contains(entry) : OwnAddress.Is(redirect.Target));
            if (isSafe && known.Add(redirect.Path))
            {
                var target = redirect.Entry is null ? redirect.Target : "";
                db.Add(new OldPath { Path = redirect.Path, EntryId = redirect.Entry, Target = target });
                report.Redirects++;
            }
        }

        scope.ServiceProvider.GetRequiredService<AuditLog>().Record(actor, AuditVerb.SiteImported, "site", "import", new
        {
            format = report.Format,
            file = report.Sha256,
            imported = report.Count(ImportOutcome.Imported),
            failed = report.Count(ImportOutcome.Failed),
        });
        await db.SaveChangesAsync(cancellationToken);
    }
}
