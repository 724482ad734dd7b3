using System.Text;
using CoalitionCms.Domain;

namespace CoalitionCms.Identity;

/// <summary>Rules for passwords: long and not guessable. Any character is allowed and none is required; nothing is trimmed.</summary>
internal static class PasswordRules
{
    public const int Least = 12;

    public const int Most = 128;

    private const int LeastBesidesOwnWords = 8;

    private static readonly string[] Rows = [
        "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qazwsxedcrfvtgbyhnujmikolp",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik"];

    private static readonly HashSet<string> Common = ReadCommon();

    /// <summary>
    /// The error in a password, or null. <paramref name="ownWords"/> are words about the person that are generally known: names and e-mail
    /// address.
    /// </summary>
    public static Error? Check(string password, params ReadOnlySpan<string?> ownWords)
    {
        var text = SecretText.Normalized(password);
        if (SecretText.Length(text) < Least)
        {
            return AccountsErrors.PasswordTooShort;
        }

        if (text.EnumerateRunes().Count() > Most)
        {
            return AccountsErrors.PasswordTooLong;
        }

        var folded = Fold(text);
        if (Common.Contains(folded) || IsRepetition(folded) || IsRun(folded))
        {
            return AccountsErrors.PasswordCommon;
        }

        return IsPersonal(folded, ownWords) ? AccountsErrors.PasswordPersonal : null;
    }

    private static bool IsPersonal(string folded, ReadOnlySpan<string?> ownWords)
    {
        var rest = folded;
        foreach (var own in ownWords)
        {
            foreach (var word in Words(own))
            {
                rest = rest.Replace(word, "", StringComparison.Ordinal);
            }
        }

        return rest.Length < folded.Length && rest.EnumerateRunes().Count() < LeastBesidesOwnWords;
    }

    // The whole word, then its parts: "li.hua@example.org" also gives "example".
    private static IEnumerable<string> Words(string? own) =>
        new[] { own ?? "" }.Concat((own ?? "").Split([' ', '@', '.', '-', '_', '+'])).Select(Fold).Where(w => w.Length >= 2)
            .OrderByDescending(w => w.Length);

    // "abcabcabcabc", or "aaaaaaaaaaab": too few different characters.
    private static bool IsRepetition(string text) =>
        text.EnumerateRunes().Distinct().Count() <= 3
        || Enumerable.Range(1, 6)
        .Any(unit => text.Length > unit && Enumerable.Range(unit, text.Length - unit).All(i => text[i] == text[i - unit]));

    // "12345678901234", "qwertyuiopasdf", backwards too: every step follows a row of the keyboard or alphabet.
    private static bool IsRun(string text)
    {
        var steps = Enumerable.Range(1, text.Length - 1).Count(i => Rows.Any(r => Follows(r, text[i - 1], text[i])));
        return steps >= text.Length - 1 - (text.Length / 6);
    }

    private static bool Follows(string row, char before, char after) =>
        row.Contains($"{before}{after}", StringComparison.Ordinal) || row.Contains($"{after}{before}", StringComparison.Ordinal);

    private static string Fold(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c))).ToLowerInvariant();

    private static HashSet<string> ReadCommon()
    {
        using var stream = typeof(PasswordRules).Assembly.GetManifestResourceStream("Identity/Accounts/common-passwords.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return [.. reader.ReadToEnd().Split('\n').Select(Fold).Where(line => line.Length > 0 && line[0] != '#')];
    }
}
