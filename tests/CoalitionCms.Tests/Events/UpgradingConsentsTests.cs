using CoalitionCms.Data;
using CoalitionCms.Features.Events;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Events;

/// <summary>What stood at the lines of attendance lists before consents had rows of their own goes on holding after the upgrade.</summary>
public sealed class UpgradingConsentsTests
{
    [OnEachDatabase]
    public async Task The_ten_attendees_keep_what_was_agreed_and_who_was_never_asked_gets_no_row(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, new SiteOptions { WithStarter = true });
        var stop = TestContext.Current.CancellationToken;
        var ids = await site.InDatabaseAsync(async db =>
        {
            var steps = db.Database.GetMigrations().ToList();

            // The version before sealed nothing: what is sealed now neither fits its columns nor reads as empty there.
            await db.Database.ExecuteSqlAsync($"""UPDATE "Members" SET "NativeLanguage" = 'zh-Hans' """, stop);
            await db.GetService<IMigrator>().MigrateAsync(steps[steps.FindIndex(s => s.EndsWith("_Consents", StringComparison.Ordinal)) - 1], stop);

            await db.Database.ExecuteSqlAsync($"""UPDATE "Attendances" SET "Consent_GivenBy" = '' """, stop);

            // The version before: columns at the line, as that program left them.
            (await CountAsync(db, $"""SELECT COUNT(*) AS "Value" FROM "Attendances" WHERE "Consent_Choice" = 'PublicName' AND "Consent_Means" = 'PublishedEarlier' AND "Consent_GivenOn" = '2015-10-06' AND "Consent_Until" IS NULL""")).ShouldBe(10);
            var lines = await db.Database.SqlQuery<Guid>($"""SELECT "Id" AS "Value" FROM "Attendances" ORDER BY "Position" """).ToListAsync(stop);
            await db.Database.ExecuteSqlAsync($"""UPDATE "Attendances" SET "Consent_Choice" = 'Hidden', "Consent_Means" = 'None', "Consent_GivenOn" = NULL WHERE "Id" = {lines[0]}""", stop);
            await db.Database.ExecuteSqlAsync($"""UPDATE "Attendances" SET "Consent_Choice" = 'Alias', "Consent_Means" = 'InWriting', "Consent_GivenBy" = 'Guardian', "Consent_Until" = '2030-01-31' WHERE "Id" = {lines[1]}""", stop);
            await db.Database.ExecuteSqlAsync($"""UPDATE "Attendances" SET "Consent_Choice" = 'Hidden', "Consent_Means" = 'InPerson' WHERE "Id" = {lines[2]}""", stop);
            return lines;
        });
        await site.AskAsync((DatabaseSetup setup) => setup.MigrateAsync(Actor.System, stop));

        var rows = await site.InDatabaseAsync(db => db.Consents.AsNoTracking().ToListAsync(stop));
        rows.Count.ShouldBe(9);
        rows.Select(r => r.Id).ShouldNotContain(ids[0]);
        rows.Single(r => r.Id == ids[1]).Terms.ShouldBe(new Consent(NameChoice.Alias, ConsentMeans.InWriting, new DateOnly(2015, 10, 6), "Guardian", new DateOnly(2030, 1, 31)));
        rows.Single(r => r.Id == ids[2]).Terms.Choice.ShouldBe(NameChoice.Hidden);
        rows.Where(r => r.Id != ids[1] && r.Id != ids[2]).Select(r => r.Terms).Distinct().ShouldBe([new Consent(NameChoice.PublicName, ConsentMeans.PublishedEarlier, new DateOnly(2015, 10, 6), "", null)]);
        rows.ShouldAllBe(r => r.Number == 1 && !r.IsWithdrawal && r.RecordedBy == null && r.EventId != null);

        await site.RestartAsync(TimeSpan.Zero);
        using var reader = site.Visit();
        (await reader.GetAsync("/events")).ShouldSay("October");
        var held = (await reader.GetAsync("/events")).AllOf(".rows h3 a")[0].GetAttribute("href")!;
        (await reader.GetAsync(held)).AllOf(".people li").Count.ShouldBe(8); // Seven names, and how many more.

        async Task<int> CountAsync(CmsDbContext db, FormattableString sql) => await db.Database.SqlQuery<int>(sql).SingleAsync(stop);
    }
}
