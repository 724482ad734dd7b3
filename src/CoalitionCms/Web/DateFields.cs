using CoalitionCms.Domain;

namespace CoalitionCms.Web;

public static class DateFields
{
    /// <summary>The date; unknown, with a error that says why, when there is no such date. It is never moved or completed.</summary>
    public static FuzzyDate Read(string? text, string field, ICollection<Error> errors)
    {
        if (!FuzzyDate.TryParse(text, out var date, out var error))
            errors.Add(new Error($"Date.Wrong.{error}", field));
        return date;
    }
}
