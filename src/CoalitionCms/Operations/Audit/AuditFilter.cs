using System.Globalization;
using System.Reflection;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Operations.Audit;

/// <summary>A filter of log entries. A null value matches everything.</summary>
internal sealed record AuditFilter
{
    public AuditGroup? Group { get; init; }

    /// <summary>Entries by this account, or by one of the fixed words.</summary>
    public string? Actor { get; init; }

    /// <summary>Entries about this object, by its id, or about this kind of object.</summary>
    public string? About { get; init; }

    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }

    /// <summary>True to include the editor's autosaves.</summary>
    public bool Autosaves { get; init; }

    /// <summary>The filter as a query string with its question mark; empty if there is no filter.</summary>
    public string Query
    {
        get
        {
            var asked = new (string Name, string? Value)[]
            {
                ("group", Group?.ToString()),
                ("actor", Actor),
                ("about", About),
                ("from", From?.ToString("O", CultureInfo.InvariantCulture)),
                ("to", To?.ToString("O", CultureInfo.InvariantCulture)),
                ("autosaves", Autosaves ? "true" : null),
            }.Where(a => !string.IsNullOrEmpty(a.Value)).Select(a => $"{a.Name}={Uri.EscapeDataString(a.Value!)}");
            var query = string.Join('&', asked);
            return query.Length == 0 ? "" : "?" + query;
        }
    }

    /// <summary>
    /// Parses the filter from a query string, as the page binds it: blank values are ignored. False when a value is invalid.
    /// </summary>
    internal static bool TryRead(IQueryCollection query, out AuditFilter filter)
    {
        var (isRead, group, from, to, autosaves) = (true, default(AuditGroup), default(DateOnly), default(DateOnly), false);
        filter = new()
        {
            Group = Has("group", text => Enum.TryParse(text, ignoreCase: true, out group) && Enum.IsDefined(group)) ? group : null,
            Actor = query["actor"].FirstOrDefault(),
            About = query["about"].FirstOrDefault(),
            From = Has("from", text => DateOnly.TryParse(text, CultureInfo.InvariantCulture, out from)) ? from : null,
            To = Has("to", text => DateOnly.TryParse(text, CultureInfo.InvariantCulture, out to)) ? to : null,
            Autosaves = Has("autosaves", text => bool.TryParse(text, out autosaves)) && autosaves,
        };
        return isRead;

        bool Has(string name, Predicate<string> parses)
        {
            if (string.IsNullOrWhiteSpace(query[name].FirstOrDefault()))
            {
                return false;
            }

            isRead &= parses(query[name].First()!);
            return isRead;
        }
    }

    internal IQueryable<AuditEntry> Of(IQueryable<AuditEntry> log, TimeZoneInfo zone)
    {
        var entries = log.AsNoTracking();
        if (Group is { } group)
        {
            var verbs = AuditGroups.In(group);
            entries = entries.Where(e => verbs.Contains(e.Verb));
        }

        if (!Autosaves)
        {
            entries = entries.Where(e => e.Verb != AuditVerb.EntryAutosaved);
        }

        if (CleanText.Line(Actor) is { Length: > 0 } actor)
        {
            entries = entries.Where(e => e.Actor == actor);
        }

        if (CleanText.Line(About) is { Length: > 0 } about)
        {
            entries = entries.Where(e => e.ObjectId == about || e.ObjectKind == about);
        }

        if (From is { } from)
        {
            var begin = MidnightOf(from, zone);
            entries = entries.Where(e => e.AtUtc >= begin);
        }

        if (To is { } to && to < DateOnly.MaxValue)
        {
            var end = MidnightOf(to.AddDays(1), zone);
            entries = entries.Where(e => e.AtUtc < end);
        }

        return entries;
    }

    // Midnight may not exist on the day when clocks go forward; the day then begins an hour later.
    private static DateTime MidnightOf(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return day.Year is <= 1 or >= 9999 ? DateTime.SpecifyKind(midnight, DateTimeKind.Utc)
            : TimeZoneInfo.ConvertTimeToUtc(zone.IsInvalidTime(midnight) ? midnight.AddHours(1) : midnight, zone);
    }
}

/// <summary>Groups of the log's verbs, for the filter.</summary>
internal enum AuditGroup
{
    Content,

    Media,

    People,

    /// <summary>Settings, addresses, read-only mode.</summary>
    Site,

    Accounts,

    SignIns,

    /// <summary>The database, the log itself, and imports.</summary>
    System,
}

/// <summary>Assigns verbs to groups. A new verb is assigned by its first word.</summary>
internal static class AuditGroups
{
    private static readonly ILookup<AuditGroup, string> Verbs = typeof(AuditVerb).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (string)f.GetRawConstantValue()!).ToLookup(Of);

    public static List<string> In(AuditGroup group) => [.. Verbs[group]];

    private static AuditGroup Of(string verb) => verb.Split('.')[0] switch
    {
        "entry" or "event" => AuditGroup.Content,
        "media" => AuditGroup.Media,
        "attendance" or "member" or "person" or "consent" or "certificate" => AuditGroup.People,
        "settings" or "site" or "address" => AuditGroup.Site,
        "account" => AuditGroup.Accounts,
        "session" => AuditGroup.SignIns,
        _ => AuditGroup.System,
    };
}
