namespace CoalitionCms.Domain;

/// <summary>A correction of something public, which readers see beside it: nothing is put right in silence.</summary>
/// <param name="On">When it was corrected.</param>
/// <param name="What">What was changed.</param>
/// <param name="Why">Why; may be empty.</param>
/// <param name="DisputedBy">Who says otherwise; empty for nobody.</param>
internal sealed record Correction(DateOnly On, LocalText What, LocalText Why, string DisputedBy)
{
    public const int MaxText = 600;

    /// <param name="field">Name of the list in the form.</param>
    public static IEnumerable<Error> Check(IReadOnlyList<Correction> corrections, string field, DateOnly today) =>
        corrections.Index().Where(c => c.Item.On > today).Select(c => new Error("People.InFuture", $"{field}[{c.Index}].{nameof(On)}"));
}
