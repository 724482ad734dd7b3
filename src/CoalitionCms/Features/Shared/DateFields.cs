using CoalitionCms.Kernel;

namespace CoalitionCms.Features.Shared;

/// <summary>Imprecise dates typed into forms.</summary>
public static class DateFields
{
    /// <summary>The date; unknown, with a refusal that says why, when there is no such date. It is never moved or completed.</summary>
    public static FuzzyDate Read(string? text, string field, ICollection<Refusal> refusals)
    {
        if (!FuzzyDate.TryParse(text, out var date, out var error))
            refusals.Add(new Refusal($"Date.Wrong.{error}", field));
        return date;
    }
}
