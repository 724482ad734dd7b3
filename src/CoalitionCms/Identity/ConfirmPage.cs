namespace CoalitionCms.Identity;

/// <summary>The page that asks once more who it is.</summary>
public static class ConfirmPage
{
    /// <summary>Its address.</summary>
    public const string Path = "/account/confirm";

    /// <summary>Where a passkey answers.</summary>
    public const string ByPasskeyPath = Path + "?handler=Passkey";

    /// <summary>Its address, with where to go then.</summary>
    public static string For(string returnUrl) => Path + QueryString.Create("returnUrl", OwnPath.OrFallback(returnUrl));
}

/// <summary>What it shows and carries.</summary>
public sealed record ConfirmForm
{
    /// <summary>What is typed.</summary>
    public Actions.ConfirmIdentity.Input Input { get; init; } = new();

    /// <summary>Where to go then.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>What to send then.</summary>
    public PendingFormPost? Kept { get; init; }

    /// <summary>What the person has to prove it with.</summary>
    public required FactorState Factors { get; init; }

    /// <summary>The question to a passkey; null when they have none.</summary>
    public PasskeyQuestion? Passkey { get; init; }
}
