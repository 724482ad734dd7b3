using CoalitionCms.Content;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>What campaigns have to do with a person.</summary>
/// <param name="Active">Campaigns that go on.</param>
/// <param name="Past">Campaigns that rest or are over.</param>
/// <param name="News">Articles of all of them, newest first.</param>
/// <param name="HasLetter">True where an active campaign asks for letters.</param>
public sealed record PersonRelations(IReadOnlyList<EntryRow> Active, IReadOnlyList<EntryRow> Past, IReadOnlyList<EntryRow> News,
    bool HasLetter)
{
    public static PersonRelations None { get; } = new([], [], [], HasLetter: false);
}

/// <summary>Finds what other features know of a person. They know people; people do not know them.</summary>
public interface IPersonRelations
{
    Task<PersonRelations> OfAsync(Guid personId, Language language, CancellationToken cancellationToken);

    /// <summary>Public campaigns that public people belong to, by title, as a reader of this language sees them.</summary>
    Task<IReadOnlyList<EntryRow>> CampaignsAsync(Language language, CancellationToken cancellationToken);

    IQueryable<Guid> PeopleOf(Guid campaignId);
}
