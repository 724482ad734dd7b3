using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Addresses;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Members;
using CoalitionCms.Features.People;
using CoalitionCms.Features.Settings;
using CoalitionCms.Operations.Backup;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Transfer.Actions;

/// <summary>
/// Writes all that readers may see into a folder: texts as Markdown, facts as JSON, photos, former addresses, settings. Written again into
/// the same folder, only what changed is touched.
/// </summary>
internal sealed class ExportSite(CmsDbContext db, PublicAttendance attendance, MediaStore store, CmsOptions options, AuditLog audit)
{
    private readonly HashSet<string> written = new(StringComparer.Ordinal);
    private string folder = "";

    public int Texts { get; private set; }

    public int Files { get; private set; }

    public int Changed { get; private set; }

    /// <param name="passphrase">Seals what only staff may see; without one none of that is written.</param>
    /// <exception cref="SetupException">The folder holds something else, or cannot be written.</exception>
    public async Task RunAsync(string path, string program, string? passphrase, CancellationToken cancellationToken)
    {
        folder = Path.GetFullPath(path);
        RequireOwn();
        Directory.CreateDirectory(folder);
        if (passphrase is not null)
        {
            audit.Record(Actor.CommandLine, AuditVerb.MembersExported, nameof(Member), "export",
                new { count = await db.Set<Member>().CountAsync(cancellationToken) });
            await db.SaveChangesAsync(cancellationToken);
        }

        // One state of the database, whatever is published meanwhile.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await WriteAsync(ExportFormat.Head, ExportFormat.Write(new ExportHead(ExportFormat.Version, program, options.BaseUrl)),
            cancellationToken);
        await WriteSettingsAsync(cancellationToken);
        await WriteItemsAsync(cancellationToken);
        await WriteMediaAsync(cancellationToken);
        var redirects = await db.Set<OldPath>().AsNoTracking()
            .Where(o => o.Target != "" || db.Set<Publication>().Any(p => p.EntryId == o.EntryId))
            .Select(o => new ExportedRedirect(o.Path, o.EntryId, o.Target)).ToListAsync(cancellationToken);
        await WriteAsync(ExportFormat.Redirects, ExportFormat.Write(redirects.OrderBy(r => r.Path, StringComparer.Ordinal)),
            cancellationToken);
        if (passphrase is not null)
        {
            await WritePrivateAsync(passphrase, cancellationToken);
        }

        var head = await db.AuditHeads.AsNoTracking().SingleAsync(cancellationToken);
        await WriteAsync(ExportFormat.Audit, ExportFormat.Write(new ExportedAudit(head.Number, head.Hash)), cancellationToken);
        RemoveRest();
    }

    /// <summary>Writes it sealed; in the clear it is in no file.</summary>
    private async Task WritePrivateAsync(string passphrase, CancellationToken cancellationToken)
    {
        var members = await db.Set<Member>().AsNoTracking().OrderBy(m => m.Id).ToListAsync(cancellationToken);
        var present = await db.Set<Attendance>().AsNoTracking().OrderBy(a => a.EventId).ThenBy(a => a.Position).ThenBy(a => a.Id)
            .ToListAsync(cancellationToken);
        var consents = await db.Set<GivenConsent>().AsNoTracking().OrderBy(c => c.MemberId).ThenBy(c => c.Number)
            .ToListAsync(cancellationToken);
        var people = await db.Set<Item>().AsNoTracking().Where(i => i.Kind == EntryKind.Person)
            .Join(db.Set<FactsRevision>(), i => new { i.Id, Number = i.PublicFactsNumber },
                f => new { Id = f.ItemId, Number = (long?)f.Number }, (i, f) => new { i.Id, f.Number, f.Json })
            .OrderBy(f => f.Id).ToListAsync(cancellationToken);
        var content = ExportFormat.Write(new ExportedPrivate
        {
            Members = [.. members.Select(m => new ExportedMember(m.Id, m.RomanisedName, m.NativeName, m.NativeLanguage, m.Alias,
                m.IsAliasOwn, m.Standing, m.Note, m.Since, m.Until, m.HiddenEverywhere) { EarlierNames = m.EarlierNames })],
            Attendance = [.. present.Select(a => new ExportedPresence(a.EventId, a.MemberId, a.Status, a.Roles, a.Position,
                a.HiddenByStaff))],
            Consents = [.. consents.Select(c => new ExportedConsent(c.MemberId, c.Number, c.EventId, c.Terms, c.IsWithdrawal,
                c.RecordedAt))],
            People = [.. people.Select(p => new ExportedItem(p.Id, EntryKind.Person, p.Number, JsonNode.Parse(p.Json)!))],
        });
        await WriteAsync(ExportFormat.Private, BackupSeal.SealAll(content, passphrase), cancellationToken);
    }

    private void RequireOwn()
    {
        if (!Directory.Exists(folder) || File.Exists(Path.Combine(folder, ExportFormat.Head))
            || !Directory.EnumerateFileSystemEntries(folder).Any(e => Path.GetFileName(e) != ".git"))
        {
            return;
        }

        throw new SetupException($"{folder} holds something that is no export. Nothing was written.", "Name an empty folder.");
    }

    private async Task WriteSettingsAsync(CancellationToken cancellationToken)
    {
        var settings = await db.Set<SiteSettings>().AsNoTracking().SingleOrDefaultAsync(cancellationToken) ?? new SiteSettings();
        await WriteAsync(ExportFormat.Settings, ExportFormat.Write(new ExportedSettings
        {
            Name = settings.Name,
            Heading = settings.Heading,
            Lede = settings.Lede,
            Notice = settings.Notice,
            NoticeSeverity = settings.NoticeSeverity,
            NoticeLink = settings.NoticeLink,
            NoticeOn = settings.NoticeOn,
            SecurityContact = settings.SecurityContact,
            SecurityUntil = settings.SecurityUntil,
            CountsViews = settings.CountsViews,
            TrashDays = settings.TrashDays,
            Look = settings.Look,
        }), cancellationToken);
        var addresses = await db.Set<SiteAddress>().AsNoTracking().ToListAsync(cancellationToken);
        await WriteAsync(ExportFormat.Addresses, ExportFormat.Write(addresses
            .OrderBy(a => a.Position).ThenBy(a => a.Location, StringComparer.Ordinal)
            .Select(a => new ExportedAddress(a.Id, a.Location, a.Kind.ToString(), a.IsCompromised, a.Since, a.Until, a.Why, a.Position))),
            cancellationToken);
    }

    private async Task WriteItemsAsync(CancellationToken cancellationToken)
    {
        var aliases = (await db.Set<OldPath>().AsNoTracking().Where(o => o.EntryId != null)
            .Select(o => new { o.EntryId, o.Path }).ToListAsync(cancellationToken)).ToLookup(o => o.EntryId!.Value, o => o.Path);
        foreach (var kind in Enum.GetValues<EntryKind>())
        {
            var items = await db.Set<Publication>().AsNoTracking().Where(p => p.Kind == kind)
                .Select(p => new { p.ItemId, p.Slug, p.IsOriginal, p.Language }).ToListAsync(cancellationToken);
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var item in items.GroupBy(p => p.ItemId).OrderBy(g => g.Key))
            {
                cancellationToken.ThrowIfCancellationRequested();

                // Two items may have one slug in different languages.
                var slug = (item.FirstOrDefault(p => p.IsOriginal) ?? item.First()).Slug;
                var name = names.Add(slug) ? slug : $"{slug}-{item.Key.ToString("N")[..8]}";
                names.Add(name);
                await WriteItemAsync(kind, item.Key, $"{ExportFormat.Content}{ExportFormat.FolderOf(kind)}/{name}/", aliases,
                    cancellationToken);
            }
        }
    }

    private async Task WriteItemAsync(EntryKind kind, Guid itemId, string place, ILookup<Guid, string> aliases,
        CancellationToken cancellationToken)
    {
        var facts = await db.Set<Item>().AsNoTracking().Where(i => i.Id == itemId)
            .Join(db.Set<FactsRevision>(), i => new { i.Id, Number = i.PublicFactsNumber }, f =>
            new { Id = f.ItemId, Number = (long?)f.Number },
                (_, f) => new { f.Number, f.Json }).SingleAsync(cancellationToken);

        // Security: facts of a person hold notes that are not for readers.
        var json = kind == EntryKind.Person
            ? FactsJson.Write(FactsJson.Read<PersonFacts>(facts.Json).ForReaders())
            : facts.Json;
        await WriteAsync(place + ExportFormat.Item,
            ExportFormat.Write(new ExportedItem(itemId, kind, facts.Number, JsonNode.Parse(json)!)), cancellationToken);
        if (kind == EntryKind.Event)
        {
            await WriteAttendanceAsync(itemId, place, cancellationToken);
        }

        foreach (var text in await db.Set<Publication>().AsNoTracking().Include(p => p.Tags).Where(p => p.ItemId == itemId)
            .ToListAsync(cancellationToken))
        {
            var exported = new ExportedText
            {
                Id = text.EntryId,
                Language = text.Language,
                Title = text.Title,
                Slug = text.Slug,
                Summary = text.Summary,
                Tags = [.. text.Tags.Select(t => t.Word).Order(StringComparer.Ordinal)],
                PublishedAt = text.FirstPublishedAt,
                UpdatedAt = text.UpdatedAt,
                IsOriginal = text.IsOriginal,
                Aliases = [.. aliases[text.EntryId].Where(p => !p.Contains('?', StringComparison.Ordinal)).Order(StringComparer.Ordinal)],
                Url = SiteUrls.Entry(kind, Language.Find(text.Language)!, text.Slug),
                Body = text.Body,
            };
            await WriteAsync($"{place}index.{text.Language}.md", exported.Write(), cancellationToken);
            Texts++;
        }
    }

    /// <summary>Writes who is named in public today; of the others only how many there are, where readers are told that.</summary>
    private async Task WriteAttendanceAsync(Guid eventId, string place, CancellationToken cancellationToken)
    {
        var shown = await attendance.OfEventAsync(eventId, Language.English, cancellationToken);
        if (!shown.IsEmpty)
        {
            var named = shown.Named.Select(a =>
                new ExportedAttendee(a.Name.Romanised, a.Name.Native, a.Name.NativeLanguage, a.Roles));
            await WriteAsync(place + ExportFormat.Attendance, ExportFormat.Write(new ExportedAttendance([.. named], shown.Unnamed)),
                cancellationToken);
        }
    }

    private async Task WriteMediaAsync(CancellationToken cancellationToken)
    {
        var wordmarks = await db.Set<SiteSettings>().AsNoTracking().Select(s => s.Look).ToListAsync(cancellationToken);
        var marks = wordmarks.Select(l => l.Wordmark).ToList();
        var files = await db.Set<MediaFile>().AsNoTracking()
            .Where(m => db.Set<MediaUse>().Any(u => u.Sha256 == m.Sha256 && u.IsPublic) || marks.Contains(m.Sha256))
            .OrderBy(m => m.Sha256).ToListAsync(cancellationToken);
        foreach (var file in files)
        {
            var type = Enum.GetValues<MediaType>().First(t => t.ContentType() == file.ContentType);
            var name = file.IsImage ? $"{file.Widths.Split(',')[^1]}.{type.Extension()}" : "file." + type.Extension();
            if (store.Find(file.Sha256, name) is not { } source)
            {
                continue;
            }

            await WriteAsync($"{ExportFormat.Media}{file.Sha256}.{type.Extension()}",
                await File.ReadAllBytesAsync(source, cancellationToken), cancellationToken);
            await WriteAsync($"{ExportFormat.Media}{file.Sha256}.json", ExportFormat.Write(new ExportedMedia
            {
                ContentType = file.ContentType,
                Placeholder = file.Placeholder,
                AltText = file.AltText,
                Caption = file.Caption,
                Credit = file.Credit,
                Licence = file.Licence,
                FocusX = file.FocusX,
                FocusY = file.FocusY,
                Source = file.Provenance.Source,
                Shows = file.Provenance.Shows,
                CheckedOn = file.Provenance.CheckedOn,
                Corrections = file.Provenance.Corrections,
            }), cancellationToken);
        }
    }

    private async Task WriteAsync(string name, byte[] content, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, name.Replace('/', Path.DirectorySeparatorChar));
        written.Add(name);
        Files++;
        if (File.Exists(path) && new FileInfo(path).Length == content.Length
            && SHA256.HashData(await File.ReadAllBytesAsync(path, cancellationToken)).AsSpan().SequenceEqual(SHA256.HashData(content)))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await AtomicFile.WriteAsync(path, content, cancellationToken);
        Changed++;
    }

    /// <summary>Removes what an earlier export wrote and this one did not; other files of the folder are nobody's business here.</summary>
    private void RemoveRest()
    {
        if (!written.Contains(ExportFormat.Private) && File.Exists(Path.Combine(folder, ExportFormat.Private)))
        {
            File.Delete(Path.Combine(folder, ExportFormat.Private));
            Changed++;
        }

        foreach (var part in new[] { ExportFormat.Content, ExportFormat.Media }.Select(p => Path.Combine(folder, p))
            .Where(Directory.Exists))
        {
            foreach (var path in Directory.EnumerateFiles(part, "*", SearchOption.AllDirectories)
                .Where(p => !written.Contains(Path.GetRelativePath(folder, p).Replace('\\', '/'))).ToList())
            {
                File.Delete(path);
                Changed++;
                for (var place = Path.GetDirectoryName(path)!; place != part && !Directory.EnumerateFileSystemEntries(place).Any();
                    place = Path.GetDirectoryName(place)!)
                {
                    Directory.Delete(place);
                }
            }
        }
    }
}
