using System.Globalization;
using System.Net.Mail;
using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Settings;

/// <summary>
/// The text that tells people who found a weakness whom to tell (RFC 9116). It ends by itself, so that nobody writes to an address that
/// nobody reads any more.
/// </summary>
internal sealed class SecurityText(CmsDbContext db, SiteUrls urls, PageCacheTags shown)
{
    /// <summary>The text must end within a year.</summary>
    public const int MostDays = 364;

    /// <summary>How long before its end people are told.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromDays(30);

    /// <summary>Returns the text; null if no contact is set.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        shown.Add(CacheTag.Site);
        if (await FindAsync(db, cancellationToken) is not { } end)
        {
            return null;
        }

        var contact = await db.Set<SiteSettings>().Select(s => s.SecurityContact).SingleAsync(cancellationToken);
        var canonical = urls.Absolute(SiteUrls.SecurityText);
        return $"Contact: {contact}\n"
            + string.Create(CultureInfo.InvariantCulture, $"Expires: {end:yyyy-MM-dd}T23:59:59Z\n")

            // Web addresses in it must be encrypted ones.
            + (canonical.StartsWith("https:", StringComparison.Ordinal) ? $"Canonical: {canonical}\n" : "");
    }

    /// <summary>The last day on which the text is valid; null if there is no text.</summary>
    public static Task<DateOnly?> FindAsync(CmsDbContext db, CancellationToken cancellationToken) =>
        db.Set<SiteSettings>().Where(s => s.SecurityContact != "").Select(s => s.SecurityUntil).SingleOrDefaultAsync(cancellationToken);

    public static IEnumerable<Error> Check(string contact, DateOnly? until, DateOnly today)
    {
        if (contact.Length > 0 && !IsContact(contact))
        {
            yield return new("Settings.SecurityContactWrong", "SecurityContact");
        }

        if (contact.Length > 0 ? until is null || until > today.AddDays(MostDays) : until is not null)
        {
            yield return new("Settings.SecurityUntilWrong", "SecurityUntil");
        }
    }

    private static bool IsContact(string contact) =>
        contact.Length <= 300 && contact.All(c => c is > ' ' and < '\x7f') && contact.Split(':', 2) switch
        {
            ["mailto", var address] => MailAddress.TryCreate(address, out _),
            ["https", _] => Uri.TryCreate(contact, UriKind.Absolute, out var url) && url.Host.Contains('.', StringComparison.Ordinal),
            ["tel", var number] => number.Length > 4 && number.All(c => char.IsAsciiDigit(c) || c is '+' or '-' or '.' or '(' or ')'),
            _ => false,
        };
}
