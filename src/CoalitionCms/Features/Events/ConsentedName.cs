using CoalitionCms.Features.Members;
using CoalitionCms.Kernel;

namespace CoalitionCms.Features.Events;

/// <summary>
/// The only code that answers how a person may be named in public. Every page, feed, calendar and export asks it.
/// </summary>
public static class ConsentedName
{
    /// <summary>The name to show, or null for "not named".</summary>
    /// <param name="consent">What the person agreed to for this event.</param>
    /// <param name="hiddenByStaff">True when staff hid this line.</param>
    /// <param name="member">The person.</param>
    /// <param name="today">Today in the site's zone; a consent holds through its last day.</param>
    public static DisplayName? Of(Consent consent, bool hiddenByStaff, Member member, DateOnly today)
    {
        // Security: an override can only hide, and a consent without means, or past its last day, is none.
        if (hiddenByStaff || member.HiddenEverywhere || consent.Means == ConsentMeans.None || consent.Until < today)
        {
            return null;
        }

        return consent.Choice switch
        {
            NameChoice.PublicName => member.Name,
            NameChoice.Alias when member.Alias.Length > 0 => AliasOf(member),
            _ => null,
        };
    }

    private static DisplayName AliasOf(Member member) => member.Alias.Any(c => c > '\u02FF')
        ? new("", "", member.Alias, member.NativeLanguage)
        : new(member.Alias, "und-Latn", "", "");
}
