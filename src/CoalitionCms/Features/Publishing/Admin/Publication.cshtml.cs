using CoalitionCms.Features.Publishing.Actions;
using CoalitionCms.Features.Shared;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Authorization;

namespace CoalitionCms.Features.Publishing.Admin;

/// <summary>Asks before an entry is taken back from the public, and does it.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
public sealed class PublicationModel(EntryDesk desk, WithdrawEntry withdrawEntry, Texts texts) : EntryQuestion(desk, texts, "Entry.Unpublished")
{
    /// <inheritdoc />
    protected override Task<Outcome> ActAsync(Actor actor, Guid entryId, CancellationToken cancellationToken) => withdrawEntry.RunAsync(actor, entryId, cancellationToken);
}
