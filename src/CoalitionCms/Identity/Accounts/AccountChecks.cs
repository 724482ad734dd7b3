using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Identity;

namespace CoalitionCms.Identity;

internal static class AccountChecks
{
    public const string Kind = "account";

    public const string LinkKind = "account-link";

    private const int MaxEmail = 254;

    public static IEnumerable<Error> Names(string name, string latinName)
    {
        if (name.Length == 0)
        {
            yield return AccountsErrors.NameMissing;
        }

        if (latinName.Length > 0 && !latinName.Any(IsLatin))
        {
            yield return AccountsErrors.NameNotLatin;
        }

        if (name.Length > Account.MaxName)
        {
            yield return AccountsErrors.TooLong("Name", Account.MaxName);
        }

        if (latinName.Length > Account.MaxName)
        {
            yield return AccountsErrors.TooLong("LatinName", Account.MaxName);
        }
    }

    // No mail is ever sent to it: it only has to be unique.
    public static IEnumerable<Error> Email(string email)
    {
        if (email.Length > MaxEmail || email.Contains(' ', StringComparison.Ordinal)
            || email.Split('@') is not [{ Length: > 0 }, { Length: > 0 }])
        {
            yield return AccountsErrors.EmailUnusable;
        }
    }

    /// <summary>Reads the choice of a language; none means the browser's.</summary>
    public static bool TryLanguage(string? chosen, out string? language)
    {
        language = string.IsNullOrEmpty(chosen) ? null : Language.Find(chosen)?.Code;
        return string.IsNullOrEmpty(chosen) || language is not null;
    }

    private static bool IsLatin(char c) =>
        char.IsAsciiLetter(c) || (char.IsLetter(c) && c is >= '\u00C0' and <= '\u024F' or >= '\u1E00' and <= '\u1EFF');
}

/// <summary>Finds an account by a keyed hash of its login name: the address is not readable in the database.</summary>
internal sealed class LoginLookup(FieldKeys keys) : ILookupNormalizer
{
    internal const string Email = "accounts/email";
    internal const string UserName = "accounts/user-name";

    public string? NormalizeEmail(string? email) => email is null ? null : keys.Lookup(Email, email);

    public string? NormalizeName(string? name) => name is null ? null : keys.Lookup(UserName, name);
}
