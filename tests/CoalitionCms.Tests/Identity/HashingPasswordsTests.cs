using System.Buffers.Binary;
using System.Collections.Concurrent;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using CoalitionCms.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Identity;

/// <summary>What a stolen hash costs to guess, and that its cost tells nobody who has an account.</summary>
public sealed class HashingPasswordsTests(HashingPasswordsTests.EarnestSites sites) : IClassFixture<HashingPasswordsTests.EarnestSites>
{
    // OWASP's Password Storage Cheat Sheet: PBKDF2 with HMAC-SHA-512, 220,000 rounds.
    private const uint Sha512 = 2, Rounds = 220_000;

    [OnEachDatabase]
    public async Task A_password_is_kept_as_a_hash_of_the_advised_cost(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (_, id) = await site.HireAsync(Role.Member);

        CostOf(await HashOfAsync(site, id)).ShouldBe((Sha512, Rounds));
    }

    [OnEachDatabase]
    public async Task A_cheaper_hash_is_renewed_by_the_next_sign_in_and_by_nothing_less(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, id) = await site.HireAsync(Role.Member);
        var cheap = new PasswordHasher<Account>(Options.Create(new PasswordHasherOptions { IterationCount = 10_000 }))
            .HashPassword(new Account(), SigningIn.Password);
        await site.AskAsync(async (CmsDbContext db) =>
        {
            (await db.Set<Account>().SingleAsync(a => a.Id == id, TestContext.Current.CancellationToken)).Rehash(cheap);
            new AuditLog(db, site.Clock).Record(Actor.CommandLine, AuditVerb.AccountPasswordRehashed, AccountChecks.Kind, id);
            return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
        using var browser = site.VisitFromElsewhere();

        await browser.TryAsync(email, "not the password at all");
        (await HashOfAsync(site, id)).ShouldBe(cheap);
        await browser.SignInAsync(email);
        CostOf(await HashOfAsync(site, id)).ShouldBe((Sha512, Rounds));
        await browser.SignInAsync(email);
    }

    [OnEachDatabase]
    public async Task An_unknown_address_costs_as_much_as_a_known_one(DatabaseKind database)
    {
        var hasher = new CountingHasher();
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy with
        {
            Adjust = builder => builder.Services.AddSingleton<IPasswordHasher<Account>>(hasher),
        });
        var (email, _) = await site.HireAsync(Role.Member);
        using var browser = site.VisitFromElsewhere();
        var (known, unknown) = (await TryAsync(email), await TryAsync("nobody@coalition.example"));

        // A hash is nearly all of the work of an answer.
        known.ShouldHaveSingleItem().ShouldBe((Sha512, Rounds));
        unknown.ShouldBe(known);

        async Task<List<(uint, uint)>> TryAsync(string address)
        {
            hasher.Costs.Clear();
            await browser.TryAsync(address, "not the password at all");
            return [.. hasher.Costs];
        }
    }

    private static (uint Function, uint Rounds) CostOf(string hash)
    {
        // Identity's version 3: one byte of version, then function, rounds and length of the salt as big-endian numbers.
        var bytes = Convert.FromBase64String(hash);
        bytes[0].ShouldBe((byte)1);
        return (BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(1)), BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(5)));
    }

    private static async Task<string> HashOfAsync(CmsSite site, Guid id) =>
        (await site.InDatabaseAsync(db =>
        db.Set<Account>().Where(a => a.Id == id).Select(a => a.PasswordHash).SingleAsync(TestContext.Current.CancellationToken)))!;

    /// <summary>At the real cost; notes what each verification costs.</summary>
    private sealed class CountingHasher()
        : PasswordHasher<Account>(Options.Create(new PasswordHasherOptions { IterationCount = (int)Rounds }))
    {
        public ConcurrentQueue<(uint, uint)> Costs { get; } = new();

        public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            Costs.Enqueue(CostOf(hashedPassword));
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }

    public sealed class EarnestSites() : SharedSites(AccountSites.BehindProxy with { HashesInEarnest = true });
}
