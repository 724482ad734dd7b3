using System.Globalization;
using CoalitionCms.Data.Audit;
using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Settings.Actions;

/// <summary>Saves the settings of all pages: the site's name, the text of the home page, the notice.</summary>
internal sealed class SaveSettings(CmsDbContext db, ISafeguardRequests ask, IWordmarks wordmarks, AuditLog audit)
{
    private const int Longest = 500;

    /// <summary>The submitted form; <see cref="Version"/> is the version that it was opened on.</summary>
    public sealed record Input(
        LocalText Name, LocalText Heading, LocalText Lede, LocalText Notice, NoticeSeverity Severity, string NoticeLink,
            DateOnly? NoticeOn, bool NeedsApproval, int TrashDays, bool KeepsOriginals, long Version)
    {
        public SiteLook Look { get; init; } = SiteLook.None;
    }

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

        var before = Values(settings);
        settings.Introduce(input.Name, input.Heading, input.Lede);
        settings.Announce(input.Notice, input.Severity, input.NoticeLink, input.NoticeOn);
        settings.Rule(input.NeedsApproval || asked.Value, input.TrashDays, input.KeepsOriginals);
        settings.Dress(input.Look);
        await wordmarks.UseAsync(input.Look.Wordmark, cancellationToken);
        audit.Record(actor, AuditVerb.SettingsSaved, "settings", "site",
            Values(settings).Where(v => before.GetValueOrDefault(v.Key, "") != v.Value)
                .ToDictionary(v => v.Key, v => new { from = before.GetValueOrDefault(v.Key, ""), to = v.Value }));
        db.Invalidate(CacheTag.Site);
        return (await db.SaveOrStaleAsync(SettingsAdminQueries.Stale, cancellationToken)).With(asked.Value);
    }

    /// <summary>All values as text, for the differences in the log; texts by their language.</summary>
    private static Dictionary<string, string> Values(SiteSettings settings)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Severity"] = settings.NoticeSeverity.ToString(),
            ["NoticeLink"] = settings.NoticeLink,
            ["NoticeOn"] = settings.NoticeOn?.ToString("O", CultureInfo.InvariantCulture) ?? "",
            ["NeedsApproval"] = settings.NeedsApproval ? "✓" : "–",
            ["TrashDays"] = settings.TrashDays.ToString(CultureInfo.InvariantCulture),
            ["KeepsOriginals"] = settings.KeepsOriginals ? "✓" : "–",
            ["Sign"] = settings.Look.Sign,
            ["Accent"] = settings.Look.Accent,
            ["Wordmark"] = settings.Look.Wordmark,
            ["Links"] = string.Join("; ", settings.Look.Links.Select(l => $"{l.Label} {l.Text}")),
            ["Keys"] = string.Join("; ", settings.Look.Keys.Select(l => $"{l.Label} {l.Text}")),
        };
        foreach (var (name, text) in new[] { ("Name", settings.Name), ("Heading", settings.Heading), ("Lede", settings.Lede),
            ("Notice", settings.Notice), ("Footer", settings.Look.Footer) })
        {
            foreach (var language in Language.All)
            {
                values[$"{name}.{language.Code}"] = text.In(language.Code);
            }
        }

        return values;
    }

    private static IEnumerable<Error> Check(Input input)
    {
        if (input.Name.In(Language.English.Code).Length == 0)
        {
            yield return new("Settings.NameMissing", "Name[en]");
        }

        foreach (var (field, text) in new[] { ("Name", input.Name), ("Heading", input.Heading), ("Lede", input.Lede),
            ("Notice", input.Notice), ("Footer", input.Look.Footer) })
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

        foreach (var error in input.Look.Check())
        {
            yield return error;
        }

        // Security: the notice may link only to a page of this site.
        if (input.NoticeLink.Length > 0 && !OwnAddress.Is(input.NoticeLink))
        {
            yield return new("Settings.LinkWrong", "NoticeLink");
        }
    }
}
