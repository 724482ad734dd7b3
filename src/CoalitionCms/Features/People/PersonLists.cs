namespace CoalitionCms.Features.People;

/// <summary>A page of the list of people.</summary>
/// <param name="People">At most twenty.</param>
/// <param name="Next">Cursor of the next page, or null on the last.</param>
/// <param name="Overview">How many people were held in each year; null if the list is filtered or paged.</param>
/// <param name="Tally">The number of all people by status, without empty ones.</param>
internal sealed record PersonList(IReadOnlyList<PersonCard> People, string? Next, IReadOnlyList<StatusTally> Tally, YearsPicture? Overview)
{
    public int Total => Tally.Sum(t => t.Count);
}

internal sealed record StatusTally(CaseStatus Status, int Count);
