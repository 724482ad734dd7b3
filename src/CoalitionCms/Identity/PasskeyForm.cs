namespace CoalitionCms.Identity;

/// <summary>A form that a passkey fills in; hidden until a script knows that the browser can.</summary>
public sealed record PasskeyForm(PasskeyQuestion Question)
{
    /// <summary>Where it is sent.</summary>
    public required string Action { get; init; }

    /// <summary>Where to go then.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>What to send then.</summary>
    public PendingFormPost? Kept { get; init; }

    /// <summary>The first step, sealed, to come back to when this fails.</summary>
    public string? Pending { get; init; }

    /// <summary>True to offer passkeys in the e-mail field too, where the browser can.</summary>
    public bool WhileTyping { get; init; }

    /// <summary>True to make a passkey rather than to use one.</summary>
    public bool IsNew { get; init; }

    /// <summary>Proposed name of a new one.</summary>
    public string Name { get; init; } = "";
}
