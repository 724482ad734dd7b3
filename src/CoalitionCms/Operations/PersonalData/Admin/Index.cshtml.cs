using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Operations.PersonalData.Admin;

/// <summary>Whom to look up. The name is posted, not asked for by the address: an address stays in the browser's history.</summary>
[Authorize(Policy = nameof(Permission.ManageAccounts))]
internal sealed class IndexModel(PersonalDataQueries queries) : StaffPage
{
    [BindProperty(Name = "name")]
    public string? Name { get; set; }

    /// <summary>Those found; null before anybody was looked for.</summary>
    public IReadOnlyList<PersonChoice>? Choices { get; private set; }

    public async Task OnPostAsync(CancellationToken cancellationToken) => Choices = await queries.FindAsync(Name, cancellationToken);
}
