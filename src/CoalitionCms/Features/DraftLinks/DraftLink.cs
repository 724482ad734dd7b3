using CoalitionCms.Data.Audit;

namespace CoalitionCms.Features.DraftLinks;

/// <summary>
/// A link by which one reader without an account sees one revision of a text that is not public. Of its 256 random bits only the hash is
/// stored.
/// </summary>
internal sealed class DraftLink : IAudited
{
    public const int MaxReader = 200;
    public const int MostOfEntry = 20;

    /// <summary>How many days a link may last.</summary>
    public static IReadOnlyList<int> Days { get; } = [1, 3, 7, 14, 30];

    public Guid Id { get; init; }
    public Guid EntryId { get; init; }

    /// <summary>The revision that the reader sees; later changes are not shown.</summary>
    public Guid RevisionId { get; init; }

    public Guid FactsRevisionId { get; init; }
    public required string CodeHash { get; init; }

    /// <summary>Whom it was made for, as its maker wrote it.</summary>
    public string Reader { get; init; } = "";

    /// <summary>The account that made it; null for the host.</summary>
    public Guid? CreatedBy { get; init; }

    /// <summary>
    /// Hash of the maker's security stamp: the link ends with whatever ends the maker's sessions, and does not come back.
    /// </summary>
    public string MakerStamp { get; init; } = "";

    /// <summary>
    /// Hash of the warnings that its maker confirmed, such as of hidden members who are named. A text that has others now is not shown.
    /// </summary>
    public string Confirmed { get; init; } = "";

    public DateTime CreatedAt { get; init; }
    public DateTime ExpiresAt { get; init; }
    public int Opened { get; private set; }
    public DateTime? LastOpenedAt { get; private set; }

    /// <summary>Counts an opening, at most one an hour.</summary>
    /// <returns>False when it was opened less than an hour ago, and nothing changed.</returns>
    internal bool Open(DateTime nowUtc)
    {
        if (LastOpenedAt is { } last && nowUtc - last < TimeSpan.FromHours(1))
        {
            return false;
        }

        (Opened, LastOpenedAt) = (Opened + 1, nowUtc);
        return true;
    }
}
