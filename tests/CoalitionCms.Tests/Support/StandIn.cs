using System.Security.Claims;
using System.Text.Encodings.Web;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CoalitionCms.Tests.Support;

/// <summary>
/// Lets a test act as an account of a role without signing in, for tests about what a role may do with a feature.
/// How accounts sign in is tested by the accounts' own tests.
/// </summary>
public static class StandIn
{
    private const string Name = "stand-in";
    private const string Header = "X-Stand-In";

    /// <summary>Site options whose site believes <see cref="As"/>.</summary>
    public static SiteOptions Believed(this SiteOptions options) => options with
    {
        Adjust = builder =>
        {
            options.Adjust?.Invoke(builder);
            builder.Services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, Handler>(Name, null);
            builder.Services.PostConfigure<AuthenticationOptions>(authentication =>
                authentication.DefaultScheme = authentication.DefaultAuthenticateScheme = authentication.DefaultChallengeScheme = authentication.DefaultForbidScheme = Name);
        },
    };

    /// <summary>A browser of somebody with this role.</summary>
    public static Browser As(this CmsSite site, Role role)
    {
        var browser = site.Visit();
        browser.Sends[Header] = $"{role} {Guid.CreateVersion7():D}";
        return browser;
    }

    private sealed class Handler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (Request.Headers[Header].ToString().Split(' ') is not [var role, var id])
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, id), new(ClaimTypes.Role, role), new(ClaimTypes.Name, "Jin Hai")], Name);
            return Task.FromResult(AuthenticateResult.Success(new(new ClaimsPrincipal(identity), Name)));
        }
    }
}

/// <summary>Class fixture: sites without content that believe who one stands in for.</summary>
public sealed class StaffedSites() : SharedSites(new SiteOptions().Believed());
