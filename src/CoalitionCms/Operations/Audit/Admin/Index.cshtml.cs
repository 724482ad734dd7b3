using System.Globalization;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Web;
using CoalitionCms.Web.TagHelpers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CoalitionCms.Operations.Audit.Admin;

/// <summary>The audit log, newest first. It can be read and exported, but not changed.</summary>
[Authorize(Policy = nameof(Permission.ManageAccounts))]
internal sealed class IndexModel(AuditAdminQueries queries, CmsOptions options) : StaffPage
{
    public static IReadOnlyList<string> FixedActors { get; } = [
        Domain.Actor.CommandLine.Id, Domain.Actor.System.Id, Domain.Actor.Visitor.Id];

    public AuditFilter Filter { get; private set; } = new();
    public AuditPage Log { get; private set; } = null!;
    public IReadOnlyList<AuditActor> Actors { get; private set; } = [];
    public PagerLinks Pager { get; private set; } = null!;

    /// <summary>The entries by days, both in the zone of the site.</summary>
    public IEnumerable<IGrouping<DateOnly, AuditRow>> Days => Log.Rows.GroupBy(r => DateOnly.FromDateTime(Local(r.AtUtc)));

    public string Zone => options.TimeZone;

    public DateTime Local(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(utc, options.Zone);

    /// <summary>A sentence that says who did what, with links.</summary>
    public IHtmlContent Say(AuditRow row)
    {
        var loud = row.Verb is AuditVerb.EntryEmergency or AuditVerb.EntryPublishedUnapproved or AuditVerb.AuditPruned
            or AuditVerb.BackupRestored;
        var who = new TagBuilder("b");
        who.InnerHtml.AppendHtml(Name(row.IsByAMember ? Texts["Audit.AMember"]
            : Texts.Find("Audit.Actor." + row.Actor) ?? (row.ActorName.Length > 0 ? row.ActorName : Texts["Audit.Unknown"])));
        var said = Texts.Find("Audit.Verb." + row.Verb) is null
            ? Texts.Html("Audit.OtherVerb", who, Name(row.Verb))
            : Texts.Html("Audit.Verb." + row.Verb, who, About(row));
        if (!loud)
        {
            return said;
        }

        var marked = new TagBuilder("span");
        marked.AddCssClass("loud");
        marked.InnerHtml.AppendHtml(said);
        return marked;
    }

    /// <summary>The name of a detail in the reader's language: a setting with its language, or a common one.</summary>
    public string Label(string detail)
    {
        var parts = detail.Split('.', 2);
        var name = Texts.Find("Settings." + parts[0]) ?? Texts.Find("Audit.Detail." + detail) ?? detail;
        return parts.Length == 2 && Language.Find(parts[1]) is { } language ? $"{name} – {language.NativeName}" : name;
    }

    private IHtmlContent About(AuditRow row)
    {
        if (row.ObjectKind == "account" && row.ObjectId == row.Actor)
        {
            return new HtmlContentBuilder().Append(Texts["Audit.OwnAccount"]);
        }

        var title = row.Object.Title.Length > 0 ? row.Object.Title
            : row.ObjectKind == "Member" ? Texts["Audit.AMember"]
            : row.Object.Path is not null ? Texts["Entry.Untitled"]
            : Texts["Audit.Gone"];
        if (row.Object.Path is not { } path)
        {
            return Name(title);
        }

        var link = new TagBuilder("a") { Attributes = { ["href"] = path } };
        if (row.Object.Language is not { } code)
        {
            link.InnerHtml.AppendHtml(Name(title));
            return link;
        }

        (link.Attributes["lang"], link.Attributes["dir"]) = (code, Language.DirectionOf(code));
        link.InnerHtml.Append(title);
        return link;
    }

    private TagBuilder Name(string text)
    {
        var name = new TagBuilder("bdi");
        MixedText.Append(name.InnerHtml, text, Texts.Language.Code);
        return name;
    }

    public async Task OnGetAsync(long? before, AuditFilter filter, CancellationToken cancellationToken)
    {
        Filter = filter;
        Log = await queries.ListAsync(filter, before, cancellationToken);
        Actors = await queries.ActorsAsync(cancellationToken);
        Pager = PagerLinks.Of(
            "/admin/audit" + filter.Query, before?.ToString(CultureInfo.InvariantCulture),
            Log.OlderThan?.ToString(CultureInfo.InvariantCulture));
    }
}
