using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>
/// An editor that was opened and saved without a change, of any kind and in any language, changes nothing: no version, no approval lost.
/// </summary>
public sealed class SavingWithoutChangeTests(StarterSites sites) : IClassFixture<StarterSites>
{
    [OnEachDatabase]
    public async Task Every_editor_gives_back_what_it_was_opened_with(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Editor);
        var entries = await site.InDatabaseAsync(db =>
            db.Set<Entry>().Select(e => new { e.Id, e.Kind, e.Version }).ToListAsync(TestContext.Current.CancellationToken));
        entries.Select(e => e.Kind).Distinct().Count().ShouldBeGreaterThan(1);
        var before = await site.AuditHeadAsync();

        foreach (var entry in entries)
        {
            var path = SiteUrls.Edit(entry.Kind, entry.Id);
            (await (await OpenEditor.AtAsync(mira, path)).PressAsync("save")).ShouldHave(HttpStatusCode.OK);
            (await site.VersionAsync(entry.Id)).ShouldBe(entry.Version, path);
        }

        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }
}
