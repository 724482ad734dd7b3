using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using CoalitionCms.Tests.Content;
using CoalitionCms.Tests.House;
using CoalitionCms.Tests.Support;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Attacks;

/// <summary>
/// Every staff page is asked for and posted to, with a good token, by people whose role does not allow it, and with ids that are nobody's.
/// </summary>
public sealed class ReachingForTheForbiddenTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public Task A_member_changes_nothing_that_members_may_not(DatabaseKind database) => ReachAsync(database, Role.Member);

    [OnEachDatabase]
    public Task An_editor_changes_nothing_that_editors_may_not(DatabaseKind database) => ReachAsync(database, Role.Editor);

    [OnEachDatabase]
    public async Task An_id_that_is_nobodys_is_not_found_by_anybody(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var admin = await site.SignInAsync(Role.Admin);
        var head = await site.AuditHeadAsync();
        foreach (var page in (await StaffPagesAsync(site)).Where(p => p.Route.Contains(":guid", StringComparison.Ordinal)))
        {
            (await admin.GetAsync(page.Path)).ShouldHave(HttpStatusCode.NotFound);
            foreach (var handler in HandlersOf(page))
            {
                // Where the id names something that a form must agree with, the form is refused first; nothing else is an answer.
                var answer = await admin.AttackAsync(page.Path + handler, ("Id", "0199e3a4-0000-7000-8000-000000000000"));
                answer.Status.ShouldBeOneOf([HttpStatusCode.NotFound, HttpStatusCode.BadRequest], answer.ToString());
            }
        }

        (await site.AuditedSinceAsync(head)).ShouldBeEmpty();
    }

    private async Task ReachAsync(DatabaseKind database, Role role)
    {
        var site = await sites.OnAsync(database);
        using var browser = await site.SignInAsync(role);
        var (head, accounts) = (await site.AuditHeadAsync(), await CountAccountsAsync(site));
        var forbidden = (await StaffPagesAsync(site)).Where(p => !MayOpen(p, role)).ToList();
        forbidden.Count.ShouldBeGreaterThan(10);
        foreach (var page in forbidden)
        {
            (await browser.GetAsync(page.Path)).ShouldHave(HttpStatusCode.Forbidden);
            foreach (var handler in HandlersOf(page))
            {
                var answer =
                    await browser.AttackAsync(page.Path + handler, ("Role", "Admin"), ("Input.Role", "Admin"),
                    ("Input.Email", "x@coalition.example"), ("Input.Name", "x"));
                answer.ShouldHave(HttpStatusCode.Forbidden);
            }
        }

        (await site.AuditedSinceAsync(head)).ShouldBeEmpty();
        (await CountAccountsAsync(site)).ShouldBe(accounts);
    }

    private static async Task<IEnumerable<InventoryPage>> StaffPagesAsync(CmsSite site) =>
        (await PageInventory.PagesAsync(site)).Where(p => p.Surface == Surface.Admin);

    private static bool MayOpen(InventoryPage page, Role role) => page.Metadata.GetOrderedMetadata<IAuthorizeData>()
        .Where(a => a.Policy is not null).All(a => Actor.Account(Guid.Empty, role).May(Enum.Parse<Permission>(a.Policy!)));

    /// <summary>Queries that choose each of a page's handlers for posts; none for the plain one.</summary>
    private static IEnumerable<string> HandlersOf(InventoryPage page) =>
        page.PostHandlers.Select(name => name.Length > 0 ? "?handler=" + name : "");

    private static Task<int> CountAccountsAsync(CmsSite site) =>
        site.InDatabaseAsync(db => db.Set<Account>().CountAsync(TestContext.Current.CancellationToken));
}
