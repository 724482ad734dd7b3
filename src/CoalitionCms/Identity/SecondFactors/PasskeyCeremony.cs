using System.Security.Cryptography;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity;

/// <param name="Options">Options for the browser, as JSON.</param>
/// <param name="State">State for checking the answer, encrypted.</param>
internal sealed record PasskeyQuestion(string Options, string State);

internal sealed record PasskeyAnswer
{
    public string? State { get; init; }
    public string? Credential { get; init; }
}

/// <summary>A passkey whose answer was valid. Security: created only by <see cref="PasskeyCeremony"/>, after every check.</summary>
internal sealed record ProvenPasskey
{
    internal ProvenPasskey(Guid accountId, UserPasskeyInfo passkey, string questionHash) =>
        (AccountId, Passkey, QuestionHash) = (accountId, passkey, questionHash);

    public Guid AccountId { get; }
    internal UserPasskeyInfo Passkey { get; }
    internal string QuestionHash { get; }
}

/// <summary>A passkey just created for an account. Security: created only by <see cref="PasskeyCeremony"/>, after every check.</summary>
internal sealed record NewPasskey
{
    internal NewPasskey(Guid accountId, UserPasskeyInfo passkey) => (AccountId, Passkey) = (accountId, passkey);

    internal Guid AccountId { get; }
    internal UserPasskeyInfo Passkey { get; }
}

/// <summary>
/// Issues challenges to passkeys and checks the answers (WebAuthn), with the framework's handler. The challenge is stored in the form,
/// encrypted, for one use by one account.
/// </summary>
internal sealed class PasskeyCeremony(IPasskeyHandler<Account> handler, UserManager<Account> users, ProtectedPayloads payloads)
{
    private const int LongestAnswer = 32_768;
    private const string Adding = "passkey-new";
    private const string Proving = "passkey";

    public async Task<PasskeyQuestion> ToAddAsync(HttpContext context, Guid accountId)
    {
        var account = await users.FindByIdAsync(accountId.ToString("D")) ?? throw new InvalidOperationException("Nobody is signed in.");
        var made = await handler.MakeCreationOptionsAsync(
            new() { Id = accountId.ToString("D"), Name = account.Email!, DisplayName = account.Name }, context);
        return new(made.CreationOptionsJson, payloads.ProtectForForm(made.AttestationState ?? "", Adding, accountId.ToString("N")));
    }

    /// <summary>
    /// Creates a challenge for any passkey of this site, so that nobody learns who has one; or, with an account, for one of its own.
    /// </summary>
    public async Task<PasskeyQuestion> ToProveAsync(HttpContext context, Guid? accountId)
    {
        var made = await handler.MakeRequestOptionsAsync(
            accountId is null ? null : await users.FindByIdAsync(accountId.Value.ToString("D")), context);
        return new(made.RequestOptionsJson,
            payloads.ProtectForForm(made.AssertionState ?? "", Proving, accountId?.ToString("N") ?? "anybody"));
    }

    /// <summary>Checks the creation of a passkey; null when it is not valid.</summary>
    public async Task<NewPasskey?> AddedAsync(HttpContext context, Guid accountId, PasskeyAnswer answer)
    {
        if (payloads.OpenFromForm(answer.State, Adding, accountId.ToString("N")) is not { } state
            || answer.Credential is not { Length: > 0 and <= LongestAnswer } credential)
        {
            return null;
        }

        var made = await handler.PerformAttestationAsync(
            new() { HttpContext = context, CredentialJson = credential, AttestationState = state });

        // Security: only a passkey with user verification by finger, face or PIN identifies a person.
        return made.Succeeded && made.Passkey.IsUserVerified && made.UserEntity.Id == accountId.ToString("D")
            ? new(accountId, made.Passkey) : null;
    }

    /// <summary>Checks an answer; null when it is not valid, or belongs to another account than the one that was challenged.</summary>
    public async Task<ProvenPasskey?> ProvenAsync(HttpContext context, Guid? accountId, PasskeyAnswer answer)
    {
        if (payloads.OpenFromForm(answer.State, Proving, accountId?.ToString("N") ?? "anybody") is not { } state
            || answer.Credential is not { Length: > 0 and <= LongestAnswer } credential)
        {
            return null;
        }

        var proof = await handler.PerformAssertionAsync(
            new() { HttpContext = context, CredentialJson = credential, AssertionState = state });

        // Security: user-verified, and of the account that was challenged. A used answer is identified by the challenge itself: its
        // encrypted form can be encoded in many ways.
        return proof is { Succeeded: true, Passkey.IsUserVerified: true } && (accountId is null || proof.User.Id == accountId)
            ? new(proof.User.Id, proof.Passkey, OneTimeCode.HashOf(state))
            : null;
    }

    internal static void Configure(IdentityPasskeyOptions passkeys, CmsOptions options)
    {
        var own = new Uri(options.BaseUrl).GetLeftPart(UriPartial.Authority);
        passkeys.UserVerificationRequirement = "required";
        passkeys.ResidentKeyRequirement = "required";
        passkeys.AttestationConveyancePreference = "none";

        // Security: the browser signs its origin. It must be that of the base URL, or that of this request, whose host is in the configured
        // list.
        passkeys.ValidateOrigin = origin =>
            ValueTask.FromResult(
            !origin.CrossOrigin && (Is(origin.Origin, own) || Is(origin.Origin, OriginOf(origin.HttpContext.Request))));

        static bool Is(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

        static string OriginOf(HttpRequest request) => $"{request.Scheme}://{request.Host.Value}";
    }
}

/// <summary>A form that is filled in by a passkey; hidden until a script knows that the browser supports it.</summary>
internal sealed record PasskeyForm(PasskeyQuestion Question)
{
    public required string Action { get; init; }
    public string? ReturnUrl { get; init; }
    public PendingFormPost? Kept { get; init; }

    /// <summary>The first sign-in step, encrypted, to return to when this fails.</summary>
    public string? Pending { get; init; }

    /// <summary>True to offer passkeys in the e-mail field too, where the browser supports it.</summary>
    public bool WhileTyping { get; init; }

    /// <summary>True to create a passkey rather than to use one.</summary>
    public bool IsNew { get; init; }

    public string Name { get; init; } = "";
}

internal sealed class PasskeyRows(CmsDbContext db, TimeProvider clock)
{
    public void Add(Account account, UserPasskeyInfo passkey)
    {
        var row = new IdentityUserPasskey<Guid>
        {
            UserId = account.Id,
            CredentialId = passkey.CredentialId,
            Data = new()
            {
                PublicKey = passkey.PublicKey,
                Name = passkey.Name,
                CreatedAt = passkey.CreatedAt,
                SignCount = passkey.SignCount,
                Transports = passkey.Transports,
                IsUserVerified = passkey.IsUserVerified,
                IsBackupEligible = passkey.IsBackupEligible,
                IsBackedUp = passkey.IsBackedUp,
                AttestationObject = passkey.AttestationObject,
                ClientDataJson = passkey.ClientDataJson,
            },
        };
        db.Add(row);
        account.Add(FactorKind.Passkey, FingerprintOf(row));
    }

    /// <summary>A passkey of this account; null when there is none with this id, or it belongs to somebody else.</summary>
    public Task<IdentityUserPasskey<Guid>?> FindAsync(Guid accountId, byte[] id, CancellationToken cancellationToken) =>
        db.Set<IdentityUserPasskey<Guid>>().SingleOrDefaultAsync(p => p.CredentialId == id && p.UserId == accountId, cancellationToken);

    /// <summary>Marks an answer as used, in the caller's transaction, and stores the state that the passkey reported.</summary>
    /// <returns>False when the answer was used before, or the account does not know the passkey.</returns>
    public async Task<bool> SpendAsync(ProvenPasskey proven, CancellationToken cancellationToken)
    {
        var now = clock.NowToMillisecond();
        await db.Set<SpentAnswer>().Where(a => a.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        if (await FindAsync(proven.AccountId, proven.Passkey.CredentialId, cancellationToken) is not { } row
            || await db.Set<Account>().FindAsync([proven.AccountId], cancellationToken) is not { } account
            || !account.Has(FactorKind.Passkey, FingerprintOf(row))
            || await db.Set<SpentAnswer>().AnyAsync(a => a.Hash == proven.QuestionHash, cancellationToken))
        {
            return false;
        }

        (row.Data.SignCount, row.Data.IsBackedUp, row.Data.IsUserVerified) = (
            proven.Passkey.SignCount, proven.Passkey.IsBackedUp, proven.Passkey.IsUserVerified);

        // Security: when the same answer is sent twice at once, the primary key of the table accepts only one.
        db.Add(new SpentAnswer { Hash = proven.QuestionHash, ExpiresAt = now + ProtectedPayloads.Patience });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException)
        {
            db.DiscardChanges();
            return false;
        }
    }

    internal static string FingerprintOf(IdentityUserPasskey<Guid> row) => Convert.ToHexStringLower(SHA256.HashData(
        [.. SHA256.HashData(row.CredentialId), .. SHA256.HashData(row.Data.PublicKey)]));
}
