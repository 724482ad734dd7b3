using CoalitionCms.Data;
using CoalitionCms.Features.Media;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>Somebody of the roster whom words name.</summary>
/// <param name="IsHidden">True when no event may name the person in full today.</param>
public sealed record MentionedMember(Guid MemberId, DisplayName Name, bool IsHidden);

/// <summary>A member who is not to be named, and what still names them.</summary>
/// <param name="Texts">Public entries.</param>
/// <param name="Files">Files of the library with description, caption or credit that names them.</param>
public sealed record HiddenMemberMentions(Guid MemberId, DisplayName Name, IReadOnlyList<MentioningText> Texts,
    IReadOnlyList<MentioningFile> Files);

public sealed record MentioningText(EntryKind Kind, Guid EntryId, string Title, string Language);

public sealed record MentioningFile(string Sha256, string Name);

/// <summary>A page of members who are not to be named.</summary>
/// <param name="Looked">How many members were looked at.</param>
/// <param name="Found">Those whom something still names.</param>
/// <param name="Next">The member after whom the next page begins, or null.</param>
public sealed record HiddenNamesPage(int Looked, IReadOnlyList<HiddenMemberMentions> Found, Guid? Next);

/// <summary>Names of members in texts and captions, beside what those members agreed to;
/// for those who take attendance, and when they ask for it.</summary>
public sealed class NamesInTexts(CmsDbContext db, PublicAttendance attendance, TimeProvider clock)
{
    private const int PageSize = 20;
    private const int MostMatches = 50;
    private static readonly TimeSpan Recent = TimeSpan.FromDays(30);

    /// <summary>Whom the words of a file name; nobody for who may not see the roster.</summary>
    public async Task<IReadOnlyList<MentionedMember>> InFileAsync(Actor actor, string sha256, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance)
            || await db.Media.AsNoTracking().SingleOrDefaultAsync(m => m.Sha256 == sha256, cancellationToken) is not { } file)
        {
            return [];
        }

        var words = WordsOf(file);
        var roster = await db.Members.AsNoTracking().Select(m => new { m.Id, m.RomanisedName, m.NativeName, m.NativeLanguage })
            .ToListAsync(cancellationToken);
        var mentioned = roster.Where(m => NameMentions.Has(words, m.RomanisedName, m.NativeName)).ToList();
        var named = await attendance.NamedSomewhereAsync([.. mentioned.Select(m => m.Id)], cancellationToken);
        return [.. mentioned.Select(m =>
            new MentionedMember(m.Id, DisplayName.Of(m.RomanisedName, m.NativeName, m.NativeLanguage), !named.Contains(m.Id)))];
    }

    /// <summary>Members who once said how they are to be named, or are hidden by staff, and whom
    /// something names although nothing may; null for who may not see them.</summary>
    public async Task<HiddenNamesPage?> HiddenAsync(Actor actor, Guid? after, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance))
        {
            return null;
        }

        var members = db.Members.AsNoTracking().Where(m => m.HiddenEverywhere || db.Consents.Any(c => c.MemberId == m.Id));
        if (after is { } last)
        {
            members = members.Where(m => m.Id.CompareTo(last) > 0);
        }

        var page = await members.OrderBy(m => m.Id).Take(PageSize + 1)
            .Select(m => new Nameable(m.Id, m.RomanisedName, m.NativeName, m.NativeLanguage, m.Alias, m.HiddenEverywhere))
            .ToListAsync(cancellationToken);
        var looked = page.Take(PageSize).ToList();
        var named = await attendance.NamedSomewhereAsync([.. looked.Select(m => m.MemberId)], cancellationToken);
        var found = new List<HiddenMemberMentions>();
        foreach (var member in looked.Where(m => !named.Contains(m.MemberId)))
        {
            var mentions =
                new HiddenMemberMentions(member.MemberId, member.Name, await TextsAsync(member, cancellationToken),
                await FilesAsync(member, cancellationToken));
            if (mentions.Texts.Count + mentions.Files.Count > 0)
            {
                found.Add(mentions);
            }
        }

        return new(looked.Count, found, page.Count > PageSize ? looked[^1].MemberId : null);
    }

    /// <summary>How many withdrawals there were of late; 0 for who may not know.</summary>
    public async Task<int> RecentWithdrawalsAsync(Actor actor, CancellationToken cancellationToken)
    {
        var since = clock.NowToMillisecond() - Recent;
        return actor.May(Permission.TakeAttendance)
            ? await db.Consents.CountAsync(c => c.IsWithdrawal && c.RecordedAt >= since, cancellationToken)
            : 0;
    }

    /// <summary>Members without an account about whom a looser word waits for a second person; empty for who may not know.</summary>
    public async Task<IReadOnlyList<Guid>> OpenQuestionsAsync(Actor actor, CancellationToken cancellationToken) =>
        actor.May(Permission.TakeAttendance)
            ? await db.Members.Where(m => m.AccountId == null && db.ConsentQuestions.Any(q => q.MemberId == m.Id)).Select(m => m.Id)
                .Take(MostMatches).ToListAsync(cancellationToken)
            : [];

    private async Task<IReadOnlyList<MentioningText>> TextsAsync(Nameable member, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Guid, MentioningText>();
        foreach (var pattern in PatternsOf(member))
        {
#pragma warning disable CA1304, CA1311 // The database lowers the words, not this machine's culture.
            var texts = await db.Publications.AsNoTracking()
                .Where(p =>
                EF.Functions.Like(p.Title.ToLower(), pattern, LikePattern.Escape)
                || EF.Functions.Like(p.Summary.ToLower(), pattern, LikePattern.Escape)
                || EF.Functions.Like(p.Body.ToLower(), pattern, LikePattern.Escape))
                .OrderByDescending(p => p.SortAt).Take(MostMatches)
                .Select(p => new { p.Kind, p.EntryId, p.Title, p.Language, p.Summary, p.Body }).ToListAsync(cancellationToken);
#pragma warning restore CA1304, CA1311
            foreach (var text in texts.Where(t => NameMentions.Has(
                CleanText.Line(string.Join('\n', t.Title, t.Summary, t.Body, MarkdownText.ToPlainText(t.Body, int.MaxValue))),
                member.RomanisedName, member.NativeName)))
            {
                found[text.EntryId] = new(text.Kind, text.EntryId, text.Title, text.Language);
            }
        }

        return [.. found.Values];
    }

    private async Task<IReadOnlyList<MentioningFile>> FilesAsync(Nameable member, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, MentioningFile>(StringComparer.Ordinal);
        foreach (var pattern in PatternsOf(member))
        {
            var files = await db.Media.AsNoTracking().Where(m => EF.Functions.Like(m.Words, pattern, LikePattern.Escape))
                .OrderByDescending(m => m.AddedAt).Take(MostMatches).ToListAsync(cancellationToken);
            foreach (var file in files.Where(f => NameMentions.Has(WordsOf(f), member.RomanisedName, member.NativeName)))
            {
                found[file.Sha256] = new(file.Sha256, file.Name);
            }
        }

        return [.. found.Values];
    }

    // A line end or a mark of emphasis may stand between the words of a name; what matches too much is looked at again.
    private static IEnumerable<string> PatternsOf(Nameable member) =>
        new[] { LikePattern.Containing(member.NativeName),
        LikePattern.Containing(member.RomanisedName)?.Replace(' ', '%') }.OfType<string>();

    private static string WordsOf(MediaFile file) =>
        CleanText.Line(string.Join('\n',
        [.. file.AltText.All.Select(t => t.Value), .. file.Caption.All.Select(t => t.Value), file.Credit]));
}
