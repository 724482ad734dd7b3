using System.Net;
using System.Security.Cryptography;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Content;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Media;

/// <summary>
/// Evidence is kept as it came where the settings say so: encrypted on the disk, opened by admins alone, and the log tells of it.
/// </summary>
public sealed class SealedOriginalsTests(Sites sites) : IClassFixture<Sites>
{
    private static readonly byte[] Telling = [.. "secret place"u8];

    [OnEachDatabase]
    public async Task An_original_is_encrypted_and_only_an_admin_gets_it_back(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.RuleAsync(keepsOriginals: true);
        var ((admin, _), (editor, actor)) = (await site.EmployAsync(Role.Admin), await site.EmployAsync(Role.Editor));
        var original = Library.Photo(1, Jpegs.ExifSegment(Tiffs.Telling("secret place")));
        var before = await site.AuditHeadAsync();
        var photo = await site.AddAsync(actor, original, "A square");
        (await site.LoggedSinceAsync(before)).ShouldContain(Convert.ToHexStringLower(SHA256.HashData(original)));

        Path.Exists(Path.Combine(site.Folder, "originals")).ShouldBeTrue();
        foreach (var file in Directory.EnumerateFiles(site.Folder, "*", SearchOption.AllDirectories)
            .Where(f => !f.Contains("cms.db", StringComparison.Ordinal)))
        {
            (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).AsSpan().IndexOf(Telling).ShouldBe(-1, file);
        }

        (await editor.GetAsync($"/admin/media/{photo}")).AllOf("form#original").ShouldBeEmpty();
        (await editor.AttackAsync($"/admin/media/{photo}", ("do", "original"), ("Input.Focus", "11")))
            .ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldNotHold("secret place");
        before = await site.AuditHeadAsync();

        var opened = (await admin.SubmitAsync(await admin.GetAsync($"/admin/media/{photo}"), "form#original", "button"))
            .ShouldHave(HttpStatusCode.OK);

        opened.Bytes.ShouldBe(original);
        (opened.Header("Content-Type"), opened.Header("Cache-Control")).ShouldBe(("application/octet-stream", "no-store"));
        opened.Header("Content-Disposition")!.ShouldStartWith("attachment;");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.MediaOriginalOpened]);

        // Somebody who found the admin's screen unlocked does not get it.
        site.Clock.Move(TimeSpan.FromMinutes(11));
        (await admin.SubmitAsync(await admin.GetAsync($"/admin/media/{photo}"), "form#original", "button"))
            .ShouldSay("Confirm it is you").ShouldNotHold("secret place");
        admin.Dispose();
        editor.Dispose();
    }

    [OnEachDatabase]
    public async Task Without_the_setting_nothing_is_kept(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.RuleAsync();
        using var admin = await site.SignInAsync(Role.Admin);
        var photo = await site.AddAsync(Actor.CommandLine, Library.Photo(2, Jpegs.ExifSegment(Tiffs.Telling("secret place"))), "A square");

        File.Exists(Path.Combine(site.Folder, "originals", photo[..2], photo + ".sealed")).ShouldBeFalse();
        (await admin.AttackAsync($"/admin/media/{photo}", ("do", "original"), ("Input.Focus", "11")))
            .ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("This file does not exist.");
    }

    [OnEachDatabase]
    public async Task Deleting_the_photo_deletes_the_original(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.RuleAsync(keepsOriginals: true);
        using var admin = await site.SignInAsync(Role.Admin);
        var photo = await site.AddAsync(Actor.CommandLine, Library.Photo(3), "A square");
        var kept = Path.Combine(site.Folder, "originals", photo[..2], photo + ".sealed");
        File.Exists(kept).ShouldBeTrue();

        await admin.SubmitAsync(await admin.GetAsync($"/admin/media/{photo}"), "form#delete", "button");

        File.Exists(kept).ShouldBeFalse();
        (await admin.GetAsync($"/admin/media/{photo}")).ShouldHave(HttpStatusCode.NotFound);
    }
}
