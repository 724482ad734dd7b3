using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Xunit;

namespace CoalitionCms.Tests.House;

public sealed class StartingTheSiteTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task The_site_is_alive_and_ready(DatabaseKind database)
    {
        using var visitor = (await sites.OnAsync(database)).Visit();

        (await visitor.GetAsync("/healthz")).ShouldHave(HttpStatusCode.OK);
        (await visitor.GetAsync("/readyz")).ShouldHave(HttpStatusCode.OK);
        (await visitor.GetAsync("/no-such-page")).ShouldHave(HttpStatusCode.NotFound).ShouldSay("Page not found");
    }
}
