using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Operations.PersonalData.Admin;

/// <summary>Searches for a person. The name is sent with POST, because a URL remains in the browser's history.</summary>
[Authorize(Policy = nameof(Permission.ManageAccounts))]
internal sealed class IndexModel(PersonalDataQueries queries) : StaffPage
{
    [BindProperty(Name = "name")]
    public string? Name { get; set; }

    /// <summary>The matches; null before a search.</summary>
    public IReadOnlyList<PersonChoice>? Choices { get; private set; }

    public async Task OnPostAsync(CancellationToken cancellationToken) => Choices = await queries.FindAsync(Name, cancellationToken);
}
