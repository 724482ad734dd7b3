using System.Text.RegularExpressions;
using CoalitionCms.Content;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Events;

/// <summary>Finds the list of people with which reports of meetings end.</summary>
internal static partial class AttendanceLists
{
    private const int Fewest = 3;

    /// <summary>The names after a line such as "Members attending include:" or "出席人员："; none if the text has no such list.</summary>
    public static IReadOnlyList<TypedName> In(string plainText)
    {
        IReadOnlyList<TypedName> found = [];
        foreach (Match start in Start().Matches(plainText))
        {
            var rest = plainText[(start.Index + start.Length)..];
            var end = End().Match(rest);
            var names = AttendeeLine.Parse(end.Success ? rest[..end.Index] : rest);
            found = names.Count >= Fewest && names.Count > found.Count ? names : found;
        }

        return found;
    }

    [GeneratedRegex(@"(?<![\p{L}])(attend(ing|ed|ees|ants)?|participants|present|took part)\b[^:.\n]{0,80}[:：]"
        + @"|(出席|参加|參加|与会|與會|到场|到場)[^。：:\n]{0,30}[:：]|(참석|참가)[^.:\n]{0,30}[:：]|قاتناش[^.:\n]{0,40}[:：]",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Start();

    [GeneratedRegex(@"。|\.(\s|$)|\n\s*\n")]
    private static partial Regex End();
}

/// <summary>
/// Points out a list of people at the end of a report: a name in a text is public whatever the person agreed to, while one on the list of
/// an event is hidden until then.
/// </summary>
internal sealed class AttendanceListCheck : IPublishingCheck
{
    public Task<IReadOnlyList<CheckLine>> RunAsync(CheckedText text, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<CheckLine>>(
            text.WithAdvice && text.Kind == EntryKind.Article && AttendanceLists.In(text.Text.Body) is { Count: > 0 } names
                ? [new("Check.AttendanceList", CheckWeight.Advice, names.Count)]
                : []);
}
