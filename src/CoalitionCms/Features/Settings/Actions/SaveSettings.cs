using System.Globalization;
using System.Text.Json;
using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Settings.Actions;

/// <summary>
/// Saves the settings of all pages. While the four-eyes rule holds, what readers trust waits for a second admin: the site's name, the text
/// of the home page, the notice, and the footer with its links and key fingerprints.
/// </summary>
internal sealed class SaveSettings(CmsDbContext db, ISafeguardRequests ask, IWordmarks wordmarks, ILeadCampaigns leads, AuditLog audit,
    CmsOptions options, TimeProvider clock) : IChangeByTwo
{
    private const int Longest = 500;

    /// <summary>The submitted form; <see cref="Version"/> is the version that it was opened on.</summary>
    public sealed record Input(
        LocalText Name, LocalText Heading, LocalText Lede, LocalText Notice, NoticeSeverity Severity, string NoticeLink,
            DateOnly? NoticeOn, bool NeedsApproval, int TrashDays, bool KeepsOriginals, long Version)
    {
        public SiteLook Look { get; init; } = SiteLook.None;
        public string SecurityContact { get; init; } = "";
        public DateOnly? SecurityUntil { get; init; }
        public bool CountsViews { get; init; } = true;
    }

    /// <summary>The texts of a proposal, and those that they are to replace.</summary>
    private sealed record Proposal(SiteTexts From, SiteTexts To);

    RelaxedSafeguard IChangeByTwo.Rule => RelaxedSafeguard.SiteTexts;

    /// <returns>What waits for a second admin; everything else is saved.</returns>
    public async Task<Result<Waiting>> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageSite))
        {
            return new Error("Settings.NotAllowed");
        }

        var errors = Check(input).ToList();
        if (errors.Count > 0)
        {
            return Result.Failed<Waiting>(errors);
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
            return Result.Failed<Waiting>(asked.Errors);
        }

        var (before, after) = (SiteTexts.Of(settings ?? new()), SiteTexts.Of(input));
        var proposed = JsonSerializer.Serialize(new Proposal(before, after), DomainJson.Options);
        var waits = before.IsSameAs(after) ? Result.Of(false)
            : await ask.ForChangeAsync(actor, RelaxedSafeguard.SiteTexts, Guid.Empty, proposed, cancellationToken);
        if (!waits.IsDone)
        {
            db.DiscardChanges();
            return Result.Failed<Waiting>(waits.Errors);
        }

        if (settings is null)
        {
            settings = new SiteSettings();
            db.Add(settings);
        }

        var old = Values(settings);
        var lead = (Id: settings.Look.Lead, Title: await TitleAsync(settings.Look.Lead, cancellationToken));
        settings.Rule(input.NeedsApproval || asked.Value, input.TrashDays, input.KeepsOriginals);
        settings.Rule(input.SecurityUntil, input.CountsViews);
        settings.Dress(SiteTexts.Of(settings).WriteTo(input.Look));
        if (!waits.Value)
        {
            after.WriteTo(settings);
        }

        var now = Values(settings);
        if (lead.Id != settings.Look.Lead)
        {
            (old["Lead"], now["Lead"]) = (lead.Title, await TitleAsync(settings.Look.Lead, cancellationToken));
        }

        await wordmarks.UseAsync(input.Look.Wordmark, cancellationToken);
        audit.Record(actor, AuditVerb.SettingsSaved, "settings", "site", Differences(old, now));
        db.Invalidate(CacheTag.Site);
        return (await db.SaveOrStaleAsync(SettingsAdminQueries.Stale, cancellationToken)).With(new Waiting(asked.Value, waits.Value));
    }

    IReadOnlyList<ProposedValue> IChangeByTwo.Read(string proposal)
    {
        var (from, to) = JsonSerializer.Deserialize<Proposal>(proposal, DomainJson.Options)!;
        return
        [
            .. Changed("Settings.Name", from.Name, to.Name), .. Changed("Settings.Heading", from.Heading, to.Heading),
            .. Changed("Settings.Lede", from.Lede, to.Lede), .. Changed("Settings.Notice", from.Notice, to.Notice),
            .. from.NoticeSeverity == to.NoticeSeverity ? []
                : new[] { new ProposedValue("Settings.Severity", "", Key: $"{nameof(NoticeSeverity)}.{to.NoticeSeverity}") },
            .. Changed("Settings.NoticeLink", from.NoticeLink, to.NoticeLink),
            .. Changed("Settings.NoticeOn", Text(from.NoticeOn), Text(to.NoticeOn)),
            .. Changed("Settings.Footer", from.Footer, to.Footer), .. Changed("Settings.Links", Text(from.Links), Text(to.Links)),
            .. Changed("Settings.Keys", Text(from.Keys), Text(to.Keys)),
            .. Changed("Settings.SecurityContact", from.SecurityContact, to.SecurityContact),
        ];
    }

    async Task<Result> IChangeByTwo.MakeAsync(Actor actor, string proposal, CancellationToken cancellationToken)
    {
        var (from, to) = JsonSerializer.Deserialize<Proposal>(proposal, DomainJson.Options)!;
        var settings = await db.Set<SiteSettings>().SingleOrDefaultAsync(cancellationToken) ?? db.Add(new SiteSettings()).Entity;
        if (!SiteTexts.Of(settings).IsSameAs(from))
        {
            return Result.Failed(SettingsAdminQueries.Stale);
        }

        var old = Values(settings);
        to.WriteTo(settings);
        audit.Record(actor, AuditVerb.SettingsSaved, "settings", "site", Differences(old, Values(settings)));
        db.Invalidate(CacheTag.Site);
        return await db.SaveOrStaleAsync(SettingsAdminQueries.Stale, cancellationToken);
    }

    private async Task<string> TitleAsync(Guid? lead, CancellationToken cancellationToken) => lead is { } id
        ? (await leads.ChoicesAsync(id, Language.English, cancellationToken)).FirstOrDefault(c => c.Id == id)?.Title ?? "–"
        : "–";

    private static Dictionary<string, Difference> Differences(
        Dictionary<string, string> before, Dictionary<string, string> after) =>
        after.Where(v => before.GetValueOrDefault(v.Key, "") != v.Value)
            .ToDictionary(v => v.Key, v => new Difference(before.GetValueOrDefault(v.Key, ""), v.Value));

    private static IEnumerable<ProposedValue> Changed(string label, LocalText from, LocalText to) =>
        to.All.Where(t => t.Value != from.In(t.Key)).Select(t => new ProposedValue(label, t.Value, t.Key))
            .Concat(from.All.Where(t => to.In(t.Key).Length == 0).Select(t => new ProposedValue(label, "–", t.Key)));

    private static IEnumerable<ProposedValue> Changed(string label, string from, string to) =>
        from == to ? [] : [new(label, to.Length > 0 ? to : "–")];

    private static string Text(IReadOnlyList<LabelledText> lines) => string.Join("; ", lines.Select(l => $"{l.Label}: {l.Text}"));

    private static string Text(DateOnly? day) => day?.ToString("O", CultureInfo.InvariantCulture) ?? "";

    private sealed record Difference(string From, string To);

    /// <param name="Rule">True when turning off the four-eyes rule waits.</param>
    /// <param name="Texts">True when new texts wait.</param>
    public sealed record Waiting(bool Rule, bool Texts);

    private sealed record SiteTexts(
        LocalText Name, LocalText Heading, LocalText Lede, LocalText Notice, NoticeSeverity NoticeSeverity, string NoticeLink,
        DateOnly? NoticeOn, LocalText Footer, IReadOnlyList<LabelledText> Links, IReadOnlyList<LabelledText> Keys,
        string SecurityContact)
    {
        public static SiteTexts Of(SiteSettings s) =>
            new(s.Name, s.Heading, s.Lede, s.Notice, s.NoticeSeverity, s.NoticeLink, s.NoticeOn, s.Look.Footer, s.Look.Links, s.Look.Keys,
                s.SecurityContact);

        public static SiteTexts Of(Input input) => new(
            input.Name, input.Heading, input.Lede, input.Notice, input.Severity, input.NoticeLink, input.NoticeOn,
            input.Look.Footer, input.Look.Links, input.Look.Keys, input.SecurityContact);

        public bool IsSameAs(SiteTexts other) =>
            JsonSerializer.Serialize(this, DomainJson.Options) == JsonSerializer.Serialize(other, DomainJson.Options);

        public void WriteTo(SiteSettings settings)
        {
            settings.Introduce(Name, Heading, Lede);
            settings.Announce(Notice, NoticeSeverity, NoticeLink, NoticeOn);
            settings.Contact(SecurityContact);
            settings.Dress(WriteTo(settings.Look));
        }

        public SiteLook WriteTo(SiteLook look) => look with { Footer = Footer, Links = Links, Keys = Keys };
    }

    /// <summary>All values as text, for the differences in the log; texts by their language.</summary>
    private static Dictionary<string, string> Values(SiteSettings settings)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Severity"] = settings.NoticeSeverity.ToString(),
            ["NoticeLink"] = settings.NoticeLink,
            ["NoticeOn"] = Text(settings.NoticeOn),
            ["NeedsApproval"] = settings.NeedsApproval ? "✓" : "–",
            ["TrashDays"] = settings.TrashDays.ToString(CultureInfo.InvariantCulture),
            ["KeepsOriginals"] = settings.KeepsOriginals ? "✓" : "–",
            ["SecurityContact"] = settings.SecurityContact,
            ["SecurityUntil"] = Text(settings.SecurityUntil),
            ["CountsViews"] = settings.CountsViews ? "✓" : "–",
            ["Sign"] = settings.Look.Sign,
            ["Accent"] = settings.Look.Accent,
            ["Wordmark"] = settings.Look.Wordmark,
            ["Links"] = Text(settings.Look.Links),
            ["Keys"] = Text(settings.Look.Keys),
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

    private IEnumerable<Error> Check(Input input)
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

        foreach (var error in SecurityText.Check(input.SecurityContact, input.SecurityUntil, clock.TodayIn(options.Zone)))
        {
            yield return error;
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
