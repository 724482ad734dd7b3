using CoalitionCms.Data;
using Microsoft.AspNetCore.Identity;

namespace CoalitionCms.Identity;

/// <summary>Finds an account by a keyed hash of its login name: the database has no address to read.</summary>
public sealed class LoginLookup(FieldKeys keys) : ILookupNormalizer
{
    internal const string Email = "accounts/email";
    internal const string UserName = "accounts/user-name";

    /// <inheritdoc />
    public string? NormalizeEmail(string? email) => email is null ? null : keys.Lookup(Email, email);

    /// <inheritdoc />
    public string? NormalizeName(string? name) => name is null ? null : keys.Lookup(UserName, name);
}
