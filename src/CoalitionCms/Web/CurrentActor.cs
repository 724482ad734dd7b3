using System.Security.Claims;
using CoalitionCms.Domain;

namespace CoalitionCms.Web;

/// <summary>Converts the signed-in principal into the actor for actions.</summary>
internal static class CurrentActor
{
    /// <summary>Claim of a session whose user must first add a second factor.</summary>
    public const string Grace = "grace";

    /// <summary>The actor of a request; <see cref="Actor.Visitor"/> when nobody is signed in.</summary>
    public static Actor Actor(this HttpContext context) => Of(context.User) is { } actor
        ? actor with { IsProven = context.RequestServices.GetRequiredService<IStepUp>().IsFresh(context) }
        : Domain.Actor.Visitor;

    /// <summary>The actor of a principal, or null when nobody is signed in.</summary>
    public static Actor? Of(ClaimsPrincipal user) =>
        user.Identity?.IsAuthenticated == true
        && Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
        && Enum.TryParse<Role>(user.FindFirstValue(ClaimTypes.Role), out var role)
            ? Domain.Actor.Account(id, role)
            : null;

    /// <summary>True for a session that may only be used to add a second factor.</summary>
    public static bool IsInGrace(this ClaimsPrincipal user) => user.HasClaim(c => c.Type == Grace);
}
