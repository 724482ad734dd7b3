using CoalitionCms.Content;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>The campaigns related to a person.</summary>
/// <param name="Active">Active campaigns.</param>
/// <param name="Past">Paused and ended campaigns.</param>
/// <param name="News">Articles about all of them, newest first.</param>
/// <param name="HasLetter">True if an active campaign asks for letters.</param>
internal sealed record PersonRelations(IReadOnlyList<EntryRow> Active, IReadOnlyList<EntryRow> Past, IReadOnlyList<EntryRow> News,
    bool HasLetter)
{
    public static PersonRelations None { get; } = new([], [], [], HasLetter: false);
}

/// <summary>Provides what other features know about a person. They depend on people; people do not depend on them.</summary>
internal interface IPersonRelations
{
    Task<PersonRelations> OfAsync(Guid personId, Language language, CancellationToken cancellationToken);

    /// <summary>Returns public campaigns of public people, by title, in the reader's language.</summary>
    Task<IReadOnlyList<EntryRow>> CampaignsAsync(Language language, CancellationToken cancellationToken);

    IQueryable<Guid> PeopleOf(Guid campaignId);
}
