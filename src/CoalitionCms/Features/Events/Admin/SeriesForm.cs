using System.Globalization;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Events.Admin;

/// <summary>The rule of a series as form fields.</summary>
internal sealed class SeriesForm
{
    public SeriesRhythm Rhythm { get; set; }

    /// <summary>The interval in weeks or months, as typed.</summary>
    public string? Every { get; set; } = "1";

    /// <summary>The first day, as typed.</summary>
    public string? From { get; set; }

    /// <summary>The latest possible day, as typed.</summary>
    public string? Until { get; set; }

    /// <summary>The number of dates, as typed.</summary>
    public string? Count { get; set; }

    public bool Publishes { get; set; }
    public string? Signature { get; set; }

    internal static SeriesForm Of(OpenSeries open) => new()
    {
        Rhythm = open.Rule.Rhythm,
        Every = open.Rule.Every.ToString(CultureInfo.InvariantCulture),
        From = open.Rule.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Until = open.Rule.Until?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Count = open.Rule.Count?.ToString(CultureInfo.InvariantCulture),
        Publishes = open.IsPublic,
    };

    internal SeriesRule ToRule(ICollection<Error> errors)
    {
        return new(Rhythm, Number(Every, nameof(Every)) ?? 0, Day(From, nameof(From)) ?? DateOnly.MinValue, Day(Until, nameof(Until)),
            Number(Count, nameof(Count)));

        int? Number(string? typed, string field)
        {
            if (string.IsNullOrWhiteSpace(typed) || int.TryParse(typed.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                return string.IsNullOrWhiteSpace(typed) ? null : int.Parse(typed.Trim(), CultureInfo.InvariantCulture);
            }

            errors.Add(new("Form.NotANumber", field));
            return null;
        }

        DateOnly? Day(string? typed, string field)
        {
            if (!FuzzyDate.TryParse(typed, out var date, out var error) || (!date.IsUnknown && !date.IsExact)
                || (date.IsUnknown && field == nameof(From)))
            {
                errors.Add(EventsErrors.NotADay(field, error));
            }

            return date.IsExact ? date.Earliest : null;
        }
    }
}
