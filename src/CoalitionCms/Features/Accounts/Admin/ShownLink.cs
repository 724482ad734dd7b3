using CoalitionCms.Features.Shared;

namespace CoalitionCms.Features.Accounts.Admin;

/// <summary>A one-time link as it is shown, once.</summary>
public sealed record ShownLink(string Url, string Until)
{
    internal static ShownLink Of(OneTimeLink link, AccountDesk desk, Texts texts) => new(link.Url, desk.Moment(link.ExpiresAt, texts));
}
