using System.Text.RegularExpressions;
using CoalitionCms.Features.Events;

namespace CoalitionCms.Features.Transfer;

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
