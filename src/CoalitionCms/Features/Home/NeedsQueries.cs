using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.People;
using CoalitionCms.Features.Settings;
using CoalitionCms.Identity;
using CoalitionCms.Operations.Backup;
using CoalitionCms.Web;

namespace CoalitionCms.Features.Home;

/// <summary>What can wait for somebody, most serious first.</summary>
internal enum NeedKind
{
    NameTakenBack,
    NameQuestion,
    AdminRequest,
    SentBack,
    NotPublished,
    Remarks,
    Review,
    StaleCase,
    OldTranslation,
    BackupFailed,
    BackupOld,
    SecurityTextEnds,
}

/// <summary>A line of the list "Needs you".</summary>
/// <param name="Path">Where it is dealt with.</param>
internal sealed record Need(NeedKind Kind, string Path, int Count = 1)
{
    /// <summary>Titles and languages that the line names.</summary>
    public IReadOnlyList<(string Title, string Language)> Named { get; init; } = [];

    /// <summary>A reviewer's comment, or the resource key of a reason.</summary>
    public string Comment { get; init; } = "";

    public string By { get; init; } = "";
    public DateTime? At { get; init; }

    public string Tone => Kind switch
    {
        NeedKind.NameTakenBack or NeedKind.BackupFailed => "danger",
        NeedKind.Review or NeedKind.OldTranslation => "info",
        _ => "warn",
    };

    public string Glyph => Kind switch
    {
        NeedKind.NameTakenBack or NeedKind.BackupFailed => "✕",
        NeedKind.SentBack or NeedKind.NotPublished => "↩",
        NeedKind.Review => "◐",
        NeedKind.OldTranslation => "文",
        NeedKind.BackupOld or NeedKind.AdminRequest or NeedKind.SecurityTextEnds => "!",
        _ => "?",
    };
}

/// <summary>
/// Collects what waits for the actor, once for each request: the dashboard shows it, the menu its number. Every part of it looks at a
/// bounded number of rows.
/// </summary>
internal sealed class NeedsQueries(ReviewAdminQueries reviews, RemarkAdminQueries remarks, EntryAdminQueries entries, NamesInTexts names,
    StaleCases cases,
    AdminGrants grants, BackupAdminQueries backups, CmsDbContext db, CmsOptions options, Texts texts, TimeProvider clock)
{
    private static readonly TimeSpan BackupAge = TimeSpan.FromDays(7);
    private IReadOnlyList<Need>? found;

    public async Task<IReadOnlyList<Need>> ReadAsync(Actor actor, CancellationToken cancellationToken) =>
        found ??= [.. (await FindAsync(actor, cancellationToken)).OrderBy(n => n.Kind)];

    private async Task<List<Need>> FindAsync(Actor actor, CancellationToken cancellationToken)
    {
        var needs = new List<Need>();
        foreach (var back in await reviews.SentBackAsync(actor, cancellationToken))
        {
            needs.Add(new(back.Kind == ReviewStepKind.SentBack ? NeedKind.SentBack : NeedKind.NotPublished,
                SiteUrls.Edit(back.Entry.Kind, back.Entry.EntryId))
            {
                Named = [(back.Entry.Title, back.Entry.Language)],
                Comment = back.Text,
                By = back.By,
                At = back.At,
            });
        }

        var remarked = await remarks.WaitingForAsync(actor, cancellationToken);
        Add(NeedKind.Remarks, remarked.Count > 0 ? SiteUrls.Remarks(remarked[0].EntryId) : "", remarked.Count,
            n => n with { Named = [.. remarked.Take(3).Select(r => (r.Title, r.Language))] });

        if (actor.May(Permission.TakeAttendance))
        {
            Add(NeedKind.NameTakenBack, SiteUrls.HiddenNames, await names.RecentWithdrawalsAsync(actor, cancellationToken));
            var questions = await names.OpenQuestionsAsync(actor, cancellationToken);
            needs.AddRange(questions.Select(m => new Need(NeedKind.NameQuestion, SiteUrls.MemberNames(m) + "#questions")));
        }

        if (actor.May(Permission.EditEverything))
        {
            var (waiting, since) = await reviews.WaitingForAsync(actor, cancellationToken);
            Add(NeedKind.Review, "/admin/review", waiting, n => n with { At = since });
            var (stale, first) = await cases.DueAsync(texts.Language, cancellationToken);
            Add(NeedKind.StaleCase, SiteUrls.StaleCases, stale, n => n with { Named = [.. first.Select(c => (c.Title, c.Language))] });
            var (old, newest) = await entries.OldTranslationsAsync(actor, cancellationToken);
            Add(NeedKind.OldTranslation, newest.Count > 0 ? SiteUrls.Edit(newest[0].Kind, newest[0].EntryId) : "", old,
                n => n with { Named = [.. newest.Select(e => (e.Title, e.Language))] });
        }

        if (actor.May(Permission.ManageAccounts))
        {
            var requests = await grants.WaitingAsync(actor, cancellationToken);
            Add(NeedKind.AdminRequest, SiteUrls.AdminRequests, requests.Count(r => !r.IsOwn));

            // The first backup is one of the first steps.
            var backup = await backups.ReadAsync(cancellationToken);
            NeedKind? kind = backup.FailedAt is not null ? NeedKind.BackupFailed
                : clock.NowToMillisecond() - backup.MadeAt > BackupAge ? NeedKind.BackupOld
                : null;
            if (kind is { } missing)
            {
                needs.Add(new(missing, SiteUrls.Health + "#backup") { At = backup.MadeAt });
            }

            if (await SecurityText.FindAsync(db, cancellationToken) is { } end
                && end.DayNumber - clock.TodayIn(options.Zone).DayNumber <= SecurityText.Notice.Days)
            {
                needs.Add(new(NeedKind.SecurityTextEnds, SiteUrls.Health + "#securitytext"));
            }
        }

        return needs;

        void Add(NeedKind kind, string path, int count, Func<Need, Need>? with = null)
        {
            if (count > 0)
            {
                var need = new Need(kind, path, count);
                needs.Add(with is null ? need : with(need));
            }
        }
    }
}
