using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity;

/// <summary>What a passkey is asked.</summary>
/// <param name="Options">For the browser, as JSON.</param>
/// <param name="State">For the answer's check, sealed.</param>
public sealed record PasskeyQuestion(string Options, string State);

/// <summary>What a form brings back.</summary>
public sealed record PasskeyAnswer
{
    public string? State { get; init; }
    public string? Credential { get; init; }
}

/// <summary>A passkey that answered rightly. Security: made by <see cref="PasskeyCeremony"/> alone, after every check.</summary>
public sealed record ProvenPasskey
{
    internal ProvenPasskey(Guid accountId, UserPasskeyInfo passkey, string questionHash) =>
        (AccountId, Passkey, QuestionHash) = (accountId, passkey, questionHash);

    public Guid AccountId { get; }
    internal UserPasskeyInfo Passkey { get; }
    internal string QuestionHash { get; }
}

/// <summary>A passkey just made for an account. Security: made by <see cref="PasskeyCeremony"/> alone, after every check.</summary>
public sealed record NewPasskey
{
    internal NewPasskey(Guid accountId, UserPasskeyInfo passkey) => (AccountId, Passkey) = (accountId, passkey);

    internal Guid AccountId { get; }
    internal UserPasskeyInfo Passkey { get; }
}

/// <summary>
/// Asks passkeys and checks their answers (WebAuthn), by the framework's handler. The question waits in the form, sealed for one use by one
/// account.
/// </summary>
public sealed class PasskeyCeremony(IPasskeyHandler<Account> handler, UserManager<Account> users, ProtectedPayloads payloads)
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

    /// <summary>Asks for any passkey of this site, so that nobody learns who has one; or, with an account, for one of its own.</summary>
    public async Task<PasskeyQuestion> ToProveAsync(HttpContext context, Guid? accountId)
    {
        var made = await handler.MakeRequestOptionsAsync(
            accountId is null ? null : await users.FindByIdAsync(accountId.Value.ToString("D")), context);
        return new(made.RequestOptionsJson,
            payloads.ProtectForForm(made.AssertionState ?? "", Proving, accountId?.ToString("N") ?? "anybody"));
    }

    /// <summary>Checks the making of a passkey; null when it does not hold.</summary>
    public async Task<NewPasskey?> AddedAsync(HttpContext context, Guid accountId, PasskeyAnswer answer)
    {
        if (payloads.OpenFromForm(answer.State, Adding, accountId.ToString("N")) is not { } state
            || answer.Credential is not { Length: > 0 and <= LongestAnswer } credential)
        {
            return null;
        }

        var made = await handler.PerformAttestationAsync(
            new() { HttpContext = context, CredentialJson = credential, AttestationState = state });

        // Security: only a passkey that asked for finger, face or PIN stands for a person.
        return made.Succeeded && made.Passkey.IsUserVerified && made.UserEntity.Id == accountId.ToString("D")
            ? new(accountId, made.Passkey) : null;
    }

    /// <summary>Checks an answer; null when it does not hold, or is of another account than was asked.</summary>
    public async Task<ProvenPasskey?> ProvenAsync(HttpContext context, Guid? accountId, PasskeyAnswer answer)
    {
        if (payloads.OpenFromForm(answer.State, Proving, accountId?.ToString("N") ?? "anybody") is not { } state
            || answer.Credential is not { Length: > 0 and <= LongestAnswer } credential)
        {
            return null;
        }

        var proof = await handler.PerformAssertionAsync(
            new() { HttpContext = context, CredentialJson = credential, AssertionState = state });

        // Security: user-verified, and of the account that was asked. The mark of a used answer is that of the question itself: its
        // sealed form can be spelled in many ways.
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

        // Security: the browser signs the origin it stands on. It is the base URL's, or that of this request, whose host is one of the
        // configured list.
        passkeys.ValidateOrigin = origin =>
            ValueTask.FromResult(
            !origin.CrossOrigin && (Is(origin.Origin, own) || Is(origin.Origin, OriginOf(origin.HttpContext.Request))));

        static bool Is(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

        static string OriginOf(HttpRequest request) => $"{request.Scheme}://{request.Host.Value}";
    }
}

/// <summary>A form that a passkey fills in; hidden until a script knows that the browser can.</summary>
public sealed record PasskeyForm(PasskeyQuestion Question)
{
    public required string Action { get; init; }
    public string? ReturnUrl { get; init; }
    public PendingFormPost? Kept { get; init; }

    /// <summary>The first step, sealed, to come back to when this fails.</summary>
    public string? Pending { get; init; }

    /// <summary>True to offer passkeys in the e-mail field too, where the browser can.</summary>
    public bool WhileTyping { get; init; }

    /// <summary>True to make a passkey rather than to use one.</summary>
    public bool IsNew { get; init; }

    public string Name { get; init; } = "";
}

public sealed class PasskeyRows(CmsDbContext db, TimeProvider clock)
{
    /// <summary>A passkey of this account; null when there is none with this id, or it is somebody else's.</summary>
    public Task<IdentityUserPasskey<Guid>?> FindAsync(Guid accountId, byte[] id, CancellationToken cancellationToken) =>
        db.Set<IdentityUserPasskey<Guid>>().SingleOrDefaultAsync(p => p.CredentialId == id && p.UserId == accountId, cancellationToken);

    /// <summary>Uses an answer up, in the caller's transaction, and notes what the passkey said of itself.</summary>
    /// <returns>False when the answer was used before.</returns>
    public async Task<bool> SpendAsync(ProvenPasskey proven, CancellationToken cancellationToken)
    {
        var now = clock.NowToMillisecond();
        await db.Set<SpentAnswer>().Where(a => a.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        if (await FindAsync(proven.AccountId, proven.Passkey.CredentialId, cancellationToken) is not { } row
            || await db.Set<SpentAnswer>().AnyAsync(a => a.Hash == proven.QuestionHash, cancellationToken))
        {
            return false;
        }

        (row.Data.SignCount, row.Data.IsBackedUp, row.Data.IsUserVerified) = (
            proven.Passkey.SignCount, proven.Passkey.IsBackedUp, proven.Passkey.IsUserVerified);

        // Security: of two that bring the same answer at once, the key of the table lets one through.
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
}
