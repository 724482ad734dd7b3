using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Certificates;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Members;
using CoalitionCms.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Operations.PersonalData;

/// <summary>Reads what is stored about a person, for admins and for that person.</summary>
internal sealed class PersonalDataQueries(CmsDbContext db, SecondFactors factors)
{
    private const int MostChoices = 50;
    private const int MostEntries = 50;

    /// <summary>
    /// Returns people whose name or address contains a text, by name. Names are encrypted, so all are decrypted: some milliseconds for
    /// thousands.
    /// </summary>
    public async Task<IReadOnlyList<PersonChoice>> FindAsync(string? part, CancellationToken cancellationToken)
    {
        var filter = new NameFilter(part);
        if (filter.IsEmpty)
        {
            return [];
        }

        var members = await db.Set<Member>().AsNoTracking()
            .Select(m => new { m.Id, m.RomanisedName, m.NativeName, m.NativeLanguage, m.Alias, m.AccountId })
            .ToListAsync(cancellationToken);
        var accounts = await db.Set<Account>().AsNoTracking().Select(a => new { a.Id, a.Name, a.LatinName, a.Email })
            .ToListAsync(cancellationToken);
        var emails = accounts.ToDictionary(a => a.Id, a => a.Email ?? "");
        var linked = members.Select(m => m.AccountId).OfType<Guid>().ToHashSet();
        var choices = members
            .Where(m => filter.Fits(m.RomanisedName, m.NativeName, m.Alias, m.AccountId is { } id ? emails.GetValueOrDefault(id, "") : ""))
            .Select(m => new PersonChoice(
            m.Id, DisplayName.Of(m.RomanisedName, m.NativeName, m.NativeLanguage), true, m.AccountId is not null))
            .Concat(accounts.Where(a => !linked.Contains(a.Id) && filter.Fits(a.Name, a.LatinName, a.Email ?? ""))
                .Select(a => new PersonChoice(a.Id, HeldAccount.NameOf(a.Name, a.LatinName), false, true)));
        return [.. choices.OrderBy(c => c.Name.Plain(Language.English), StringComparer.OrdinalIgnoreCase).ThenBy(c => c.Id)
            .Take(MostChoices)];
    }

    /// <summary>
    /// Returns what is stored about a member or an account holder; null when there is neither, or the actor may not see it.
    /// </summary>
    public async Task<PersonalRecord?> OpenAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        var member = await db.Set<Member>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == id || m.AccountId == id, cancellationToken);
        var accountId = member is null ? id : member.AccountId;
        var account = accountId is null ? null : await db.Set<Account>().AsNoTracking()
            .SingleOrDefaultAsync(a => a.Id == accountId, cancellationToken);

        // Security: an admin may see everyone; anyone else only themselves, by the id of their own account.
        if ((member is null && account is null)
            || !(actor.May(Permission.ManageAccounts) || (actor.AccountId is { } own && own == id && own == account?.Id)))
        {
            return null;
        }

        var (about, by) = (new[] { member?.Id.ToString("D"), account?.Id.ToString("D") }.OfType<string>().ToList(),
            account?.Id.ToString("D"));
        return new(
            id,
            member is null ? null
                : new(member.Id, member.RomanisedName, member.NativeName, member.NativeLanguage, member.Alias, member.Standing,
                member.HiddenEverywhere, member.EarlierNames, member.Note),
            account is null ? null
                : new(account.Id, account.Email ?? "", account.Name, account.LatinName, account.Role, account.Language, account.CreatedAt,
                account.LastSignInOn, account.DisabledAt),
            member is null ? [] : await AttendancesAsync(member.Id, cancellationToken),
            member is null ? [] : await ConsentsAsync(member.Id, cancellationToken),
            member is null ? [] : await db.Set<Certificate>().AsNoTracking().Where(s => s.MemberId == member.Id)
                .OrderByDescending(s => s.IssuedAt)
                .Select(s => new HeldCertificate(s.IssuedOn, s.Events, s.RevokedAt)).ToListAsync(cancellationToken),
            account is null ? [] : await db.Set<Session>().AsNoTracking().Where(s => s.AccountId == account.Id)
                .OrderByDescending(s => s.LastSeenAt).Take(200)
                .Select(s => new HeldSession(s.Browser, s.System, s.CreatedAt, s.LastSeenAt)).ToListAsync(cancellationToken),
            account is null ? null : await FactorsAsync(account, cancellationToken),
            account is null ? new(0, 0, 0, []) : await WritingAsync(account, cancellationToken),
            await db.AuditEntries.CountAsync(e => about.Contains(e.ObjectId), cancellationToken),
            account is null ? 0 : await db.AuditEntries.CountAsync(e => e.Actor == by, cancellationToken));
    }

    private async Task<HeldFactors> FactorsAsync(Account account, CancellationToken cancellationToken)
    {
        var state = await factors.OfAsync(account.Id, cancellationToken);
        return new(account.PasswordHash is not null, state.HasApp, state.Passkeys, state.Codes);
    }

    private async Task<IReadOnlyList<HeldAttendance>> AttendancesAsync(Guid memberId, CancellationToken cancellationToken)
    {
        var lines = await db.Set<Attendance>().AsNoTracking().Where(a => a.MemberId == memberId)
            .Join(db.Set<Event>().AsNoTracking(), a => a.EventId, e => e.Id, (attendance, held) => new { attendance, held.StartsOn })
            .ToListAsync(cancellationToken);
        var titles = await TitlesAsync(lines.Select(l => l.attendance.EventId), cancellationToken);
        return [.. lines.OrderByDescending(l => l.StartsOn).Select(l => new HeldAttendance(
            l.attendance.EventId, titles.GetValueOrDefault(l.attendance.EventId, EventTitle.None), l.StartsOn, l.attendance.Status,
                l.attendance.Roles, l.attendance.HiddenByStaff))];
    }

    private async Task<IReadOnlyList<HeldConsent>> ConsentsAsync(Guid memberId, CancellationToken cancellationToken)
    {
        var rows = await db.Set<GivenConsent>().AsNoTracking().Where(c => c.MemberId == memberId).OrderByDescending(c => c.Number)
            .ToListAsync(cancellationToken);
        var titles = await TitlesAsync(rows.Select(r => r.EventId).OfType<Guid>(), cancellationToken);
        return [.. rows.Select(
            r => new HeldConsent(
            r.EventId, r.EventId is { } id ? titles.GetValueOrDefault(id, EventTitle.None) : EventTitle.None, r.Terms, r.IsWithdrawal,
            r.RecordedAt))];
    }

    private async Task<Dictionary<Guid, EventTitle>> TitlesAsync(IEnumerable<Guid> events, CancellationToken cancellationToken)
    {
        var ids = events.Distinct().ToList();

        // Security: the export goes to the person, who may not read the title of a draft.
        var published = await db.Set<Publication>().AsNoTracking().Where(e => ids.Contains(e.ItemId))
            .Select(e => new { e.ItemId, e.Title, e.Language, e.IsOriginal }).ToListAsync(cancellationToken);
        return published.GroupBy(e => e.ItemId).Where(g => g.Any(e => e.IsOriginal)).ToDictionary(g => g.Key, g => new EventTitle(
            g.First(e => e.IsOriginal).Title, g.First(e => e.IsOriginal).Language,
            LocalText.Of(g.Select(e => KeyValuePair.Create(e.Language, e.Title)))));
    }

    private async Task<HeldWriting> WritingAsync(Account account, CancellationToken cancellationToken)
    {
        var accountId = account.Id;
        var begun = await db.Set<Entry>().AsNoTracking().Where(e => e.CreatedBy == accountId).OrderByDescending(e => e.UpdatedAt)
            .Take(MostEntries).Select(e => new
            {
                e.Id,
                e.Kind,
                e.Language,
                e.Title,
                Public = db.Set<Publication>().Where(p => p.EntryId == e.Id).Select(p => p.Title).FirstOrDefault(),
            }).ToListAsync(cancellationToken);
        var person = Actor.Account(accountId, account.Role);
        return new(
        await db.Set<Entry>().CountAsync(e => e.CreatedBy == accountId, cancellationToken),
        await db.Set<TextRevision>().CountAsync(r => r.SavedBy == accountId, cancellationToken)
            + await db.Set<FactsRevision>().CountAsync(f => f.SavedBy == accountId, cancellationToken),
        await db.Set<MediaFile>().CountAsync(m => m.AddedBy == accountId, cancellationToken),
        [.. begun.Select(e => new HeldEntry(
            e.Id, e.Kind, e.Language, EntryRights.MayEdit(person, e.Kind, accountId) ? e.Title : e.Public ?? ""))]);
    }
}

/// <param name="Id">The member, or the account of a person who is not on the roster.</param>
/// <param name="IsMember">True for a person on the roster.</param>
/// <param name="HasAccount">True for a person with an account.</param>
internal sealed record PersonChoice(Guid Id, DisplayName Name, bool IsMember, bool HasAccount);

/// <summary>Everything that the site stores about one person, except the texts that mention them.</summary>
/// <param name="Member">The roster entry, or null.</param>
/// <param name="Account">The account, or null.</param>
/// <param name="Consents">The consents to being named, newest first.</param>
/// <param name="Certificates">Certificates of participation; they can be read only with their code.</param>
/// <param name="Factors">The kinds of authentication factors.</param>
/// <param name="LogBy">Log entries about actions of the person.</param>
internal sealed record PersonalRecord(
    Guid Id,
    HeldMember? Member,
    HeldAccount? Account,
    IReadOnlyList<HeldAttendance> Attendances,
    IReadOnlyList<HeldConsent> Consents,
    IReadOnlyList<HeldCertificate> Certificates,
    IReadOnlyList<HeldSession> Sessions,
    HeldFactors? Factors,
    HeldWriting Written,
    int LogAbout,
    int LogBy)
{
    public DisplayName Name => Member?.Name ?? HeldAccount.NameOf(Account!.Name, Account.LatinName);

    public PersonNames Names =>
        PersonNames.Of([Member?.RomanisedName, Member?.NativeName, Member?.Alias, .. Member?.EarlierNames.Split('\n') ?? [],
            Account?.Name, Account?.LatinName, Account?.Email]);
}

/// <summary>A roster entry. The note is for staff and may concern others, so it is in no export.</summary>
internal sealed record HeldMember(
    Guid MemberId, string RomanisedName, string NativeName, string NativeLanguage, string Alias, Standing Standing, bool HiddenEverywhere,
    string EarlierNames,
        [property: System.Text.Json.Serialization.JsonIgnore] string Note)
{
    public DisplayName Name => DisplayName.Of(RomanisedName, NativeName, NativeLanguage);
}

internal sealed record HeldAccount(
    Guid AccountId, string Email, string Name, string LatinName, Role Role, string? Language, DateTime CreatedAt, DateOnly? LastSignInOn,
    DateTime? DisabledAt)
{
    public static DisplayName NameOf(string name, string latinName) =>
        latinName.Length == 0 ? DisplayName.Of(name, "", "und") : DisplayName.Of(latinName, name, "und");
}

/// <summary>The public title of an event.</summary>
/// <param name="Text">The title in the original language, which the export has.</param>
internal sealed record EventTitle(string Text, string Language, LocalText Translations)
{
    public static EventTitle None { get; } = new("", "und", LocalText.Empty);

    /// <summary>The title in the reader's language, otherwise the original's.</summary>
    public (string Text, string Language) For(Language reader) =>
        Translations.In(reader.Code) is { Length: > 0 } own ? (own, reader.Code) : (Text, Language);
}

internal sealed record HeldAttendance(
    Guid EventId, [property: System.Text.Json.Serialization.JsonIgnore] EventTitle Title, DateOnly On, AttendanceStatus Status,
    AttendanceRoles Roles, bool HiddenByStaff)
{
    public string Event => Title.Text;
}

internal sealed record HeldConsent(
    Guid? EventId, [property: System.Text.Json.Serialization.JsonIgnore] EventTitle Title, Consent Terms, bool IsWithdrawal,
    DateTime RecordedAt)
{
    public string Event => Title.Text;
}

/// <summary>A certificate of participation: that it exists, and when it was issued and revoked.</summary>
internal sealed record HeldCertificate(DateOnly IssuedOn, int Events, DateTime? RevokedAt);

internal sealed record HeldSession(string Browser, string System, DateTime Since, DateTime LastSeenAt);

internal sealed record HeldFactors(bool HasPassword, bool HasApp, int Passkeys, int RecoveryCodes);

/// <summary>The texts by a person. They remain when the person is erased, without the name.</summary>
/// <param name="Entries">The number of entries created.</param>
/// <param name="Revisions">The number of revisions saved.</param>
/// <param name="Media">The number of files added.</param>
/// <param name="Latest">The latest entries created.</param>
internal sealed record HeldWriting(int Entries, int Revisions, int Media, IReadOnlyList<HeldEntry> Latest);

internal sealed record HeldEntry(Guid EntryId, EntryKind Kind, string Language, string Title);
