using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.People.Site;

/// <summary>The index of all public names.</summary>
internal sealed class NamesModel(PeopleListQueries queries) : SitePage
{
    public NameIndexOrder Order { get; private set; }
    public NameIndexPart Part { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string? sort, string? from, CancellationToken cancellationToken)
    {
        if (sort is null)
        {
            // Readers of a script begin with its order, if there are names in it.
            Order = Language.Code switch
            {
                "zh-Hans" or "zh-Hant" => NameIndexOrder.Pinyin,
                "ko" => NameIndexOrder.Jamo,
                "ug" => NameIndexOrder.Script,
                _ => NameIndexOrder.Letter,
            };
        }
        else if (!Enum.TryParse<NameIndexOrder>(sort, ignoreCase: true, out var order) || !Enum.IsDefined(order))
        {
            return NotFound();
        }
        else
        {
            Order = order;
        }

        if (await queries.NamesAsync(Language, Order, from, cancellationToken) is not { } part)
        {
            return NotFound();
        }

        if (part.Names.Count == 0 && sort is null && Order != NameIndexOrder.Letter)
        {
            Order = NameIndexOrder.Letter;
            part = (await queries.NamesAsync(Language, Order, null, cancellationToken))!;
        }

        Part = part;
        return Page();
    }

    public string Address(NameIndexOrder order, string? group = null) =>
        SiteUrls.NameIndex(Language, order.ToString().ToLowerInvariant()) + (group is null ? "" : "&from=" + Uri.EscapeDataString(group));
}
