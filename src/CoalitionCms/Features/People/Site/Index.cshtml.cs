using System.Globalization;
using CoalitionCms.Features.Shared;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.People.Site;

/// <summary>All people, or those with one status.</summary>
public sealed class IndexModel(PersonReader reader) : SitePage
{
    /// <summary>The page of the list.</summary>
    public PersonList List { get; private set; } = null!;

    /// <summary>The status shown, or null for all.</summary>
    public CaseStatus? Status { get; private set; }

    /// <summary>Ways on.</summary>
    public PagerLinks Pager { get; private set; } = null!;

    /// <summary>Shows the list.</summary>
    public async Task<IActionResult> OnGetAsync(string? status, string? before, CancellationToken cancellationToken)
    {
        // Only the words themselves: "0" or "imprisoned" would be further addresses of the same page.
        CaseStatus? wanted = Enum.GetValues<CaseStatus>().Where(s => s.ToString() == status).Select(s => (CaseStatus?)s).FirstOrDefault();
        if ((status is not null && wanted is null) || await reader.ListAsync(Language, wanted, before, cancellationToken) is not { } list)
        {
            return NotFound();
        }

        var path = SiteUrls.List(EntryKind.Person, Language) + (wanted is null ? "" : $"?status={wanted}");
        (List, Status, Pager) = (list, wanted, PagerLinks.Of(path, before, list.Next));
        return Page();
    }

    /// <summary>Part of all people, as the width of a bar.</summary>
    public string Share(int count) => string.Create(CultureInfo.InvariantCulture, $"{100d * count / List.Total:0.##}%");
}
