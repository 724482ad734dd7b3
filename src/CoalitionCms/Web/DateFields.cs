using CoalitionCms.Domain;

namespace CoalitionCms.Web;

internal static class DateFields
{
    /// <summary>The date; if it does not exist, the unknown date and an error with the reason. It is never moved or completed.</summary>
    public static FuzzyDate Read(string? text, string field, ICollection<Error> errors)
    {
        if (!FuzzyDate.TryParse(text, out var date, out var error))
        {
            errors.Add(new Error($"Date.Wrong.{error}", field));
        }

        return date;
    }
}
