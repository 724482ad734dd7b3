using CoalitionCms.Data.Audit;
using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Settings.Actions;

/// <summary>Saves the settings of all pages: the site's name, the text of the home page, the notice.</summary>
internal sealed class SaveSettings(CmsDbContext db, ISafeguardRequests ask, AuditLog audit)
{
    private const int Longest = 500;

    /// <summary>The submitted form; <see cref="Version"/> is the version that it was opened on.</summary>
    public sealed record Input(
        LocalText Name, LocalText Heading, LocalText Lede, LocalText Notice, NoticeSeverity Severity, string NoticeLink,
            DateOnly? NoticeOn, bool NeedsApproval, int TrashDays, bool KeepsOriginals, long Version);

    /// <returns>True when everything is saved except that turning off the four-eyes rule waits for a second admin.</returns>
    public async Task<Result<bool>> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageSite))
        {
            return new Error("Settings.NotAllowed");
        }

        var errors = Check(input).ToList();
        if (errors.Count > 0)
        {
            return Result.Failed<bool>(errors);
        }

        var settings = await db.Set<SiteSettings>().SingleOrDefaultAsync(cancellationToken);
        if ((settings?.Version ?? 0) != input.Version)
        {
            return SettingsAdminQueries.Stale;
        }

        var asked = settings is { NeedsApproval: true } && !input.NeedsApproval
            ? await ask.RunAsync(actor, RelaxedSafeguard.ApprovalRule, SecondFactorDemand.Nobody, cancellationToken)
            : Result.Of(false);
        if (!asked.IsDone)
        {
            return asked;
        }

        if (settings is null)
        {
            settings = new SiteSettings();
            db.Add(settings);
        }

        settings.Introduce(input.Name, input.Heading, input.Lede);
        settings.Announce(input.Notice, input.Severity, input.NoticeLink, input.NoticeOn);
        settings.Rule(input.NeedsApproval || asked.Value, input.TrashDays, input.KeepsOriginals);
        audit.Record(actor, AuditVerb.SettingsSaved, "settings", "site",
            new
            {
                notice = !input.Notice.IsEmpty,
                severity = input.Severity,
                settings.NeedsApproval,
                input.TrashDays,
                input.KeepsOriginals
            });
        db.Invalidate(CacheTag.Site);
        return (await db.SaveOrStaleAsync(SettingsAdminQueries.Stale, cancellationToken)).With(asked.Value);
    }

    private static IEnumerable<Error> Check(Input input)
    {
        if (input.Name.In(Language.English.Code).Length == 0)
        {
            yield return new("Settings.NameMissing", "Name[en]");
        }

        foreach (var (field, text) in new[] { ("Name", input.Name), ("Heading", input.Heading), ("Lede", input.Lede),
            ("Notice", input.Notice) })
        {
            foreach (var (code, words) in text.All.Where(w => w.Value.Length > Longest))
            {
                yield return new("Publishing.TooLong", $"{field}[{code}]", words.Length, Longest);
            }
        }

        if (input.TrashDays is < 1 or > 3_650)
        {
            yield return new("Settings.TrashDaysWrong", "TrashDays");
        }

        // Security: the notice may link only to a page of this site.
        if (input.NoticeLink.Length > 0 && !OwnAddress.Is(input.NoticeLink))
        {
            yield return new("Settings.LinkWrong", "NoticeLink");
        }
    }
}
