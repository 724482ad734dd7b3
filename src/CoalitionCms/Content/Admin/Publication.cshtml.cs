using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;

namespace CoalitionCms.Content.Admin;

/// <summary>Asks for confirmation before an entry is withdrawn from publication.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
internal sealed class PublicationModel(EntryAdminQueries queries, WithdrawEntry withdrawEntry, Texts texts)
    : ConfirmEntryPage(queries, texts, "Entry.Unpublished")
{
    protected override Task<Result> ActAsync(Actor actor, Guid entryId, CancellationToken cancellationToken) =>
        withdrawEntry.RunAsync(actor, entryId, cancellationToken);
}
