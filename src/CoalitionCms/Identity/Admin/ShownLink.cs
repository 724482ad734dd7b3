using CoalitionCms.Web;

namespace CoalitionCms.Identity.Admin;

/// <summary>A one-time link as it is shown, once.</summary>
public sealed record ShownLink(string Url, string Until)
{
    internal static ShownLink Of(OneTimeLink link, AccountAdminQueries queries, Texts texts) => new(link.Url, queries.Moment(link.ExpiresAt, texts));
}
