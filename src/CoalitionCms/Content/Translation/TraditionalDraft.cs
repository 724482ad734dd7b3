using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content;

/// <summary>A name that a conversion must not touch.</summary>
/// <param name="Name">In Chinese characters, as it is recorded.</param>
/// <param name="IsTraditional">True when it is recorded as traditional Chinese.</param>
internal sealed record ProtectedName(string Name, bool IsTraditional);

/// <summary>Knows names that a conversion between the Chinese scripts must not touch.</summary>
internal interface IProtectedNames
{
    /// <summary>Names that the actor may know: what happens to a word of a draft must not tell who is on the roster.</summary>
    Task<IReadOnlyList<ProtectedName>> ReadAsync(Actor actor, CancellationToken cancellationToken);
}

/// <summary>Begins the traditional text of an item from its simplified one.</summary>
internal sealed class TraditionalDraft(CmsDbContext db, IEnumerable<IProtectedNames> sources)
{
    public async Task<EntryText> BeginAsync(Actor actor, EntryText simplified, CancellationToken cancellationToken)
    {
        var names = await NamesAsync(actor, cancellationToken);
        return simplified with
        {
            Title = TraditionalText.Begin(simplified.Title, names),
            Slug = Slug.From(TraditionalText.Usual(simplified.Title)),
            Summary = TraditionalText.Begin(simplified.Summary, names),
            Body = TraditionalText.Begin(simplified.Body, names),
            Tags = [.. simplified.Tags.Select(TraditionalText.Usual)],
        };
    }

    private async Task<Dictionary<string, string?>> NamesAsync(Actor actor, CancellationToken cancellationToken)
    {
        List<ProtectedName> recorded = [];
        foreach (var source in sources)
        {
            recorded.AddRange(await source.ReadAsync(actor, cancellationToken));
        }

        // The organisation's own name.
        if (await db.Set<SiteSettings>().AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } settings)
        {
            recorded.AddRange(Language.All.Where(l => l.IsHan).Select(l =>
                new ProtectedName(settings.Name.In(l.Code), l.Code == TraditionalText.Code)));
        }

        var names = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, isTraditional) in recorded.Where(n => n.Name.Length > 1))
        {
            var simplified = HanTables.Simplify(name);
            names.TryAdd(simplified, null);
            names[simplified] ??= isTraditional || simplified != name ? name : null;
        }

        return names;
    }
}
