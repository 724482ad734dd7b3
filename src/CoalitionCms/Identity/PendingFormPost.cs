namespace CoalitionCms.Identity;

/// <summary>What somebody sent to the admin area without a session that is still good: kept in the answer itself, so that nothing typed is lost.</summary>
/// <param name="Path">Where it was sent, with its query.</param>
/// <param name="Fields">Names and values, without tokens and files.</param>
/// <param name="HadFiles">True when files came with it, which cannot be kept.</param>
public sealed record PendingFormPost(string Path, IReadOnlyList<KeyValuePair<string, string>> Fields, bool HadFiles)
{
    /// <summary>Stands before the names of kept fields in the sign-in form.</summary>
    public const string Prefix = "kept:";

    /// <summary>Name of the field that holds <see cref="Path"/>.</summary>
    public const string PathField = "kept-path";

    private const int MostBytes = 4 * 1024 * 1024;
    private const string Token = "__RequestVerificationToken";

    /// <summary>What a request sends; null when it is nothing to keep: not for the admin area, not surely from our own page, or too large.</summary>
    public static Task<PendingFormPost?> OfAsync(HttpRequest request, CancellationToken cancellationToken) =>
        IsOurs(request) ? OfProvenAsync(request, cancellationToken) : Task.FromResult<PendingFormPost?>(null);

    /// <summary>The same for a request whose form token was good.</summary>
    public static async Task<PendingFormPost?> OfProvenAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType || request.ContentLength is not (> 0 and <= MostBytes))
        {
            return null;
        }

        try
        {
            var form = await request.ReadFormAsync(cancellationToken);
            return Of(request.Path.ToUriComponent() + request.QueryString.ToUriComponent(), form, "", form.Files.Count > 0);
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or BadHttpRequestException or IOException)
        {
            return null;
        }
    }

    /// <summary>What the sign-in form carries along; null when it carries nothing.</summary>
    public static PendingFormPost? OfSignIn(IFormCollection form) =>
        form[PathField] is [{ Length: > 0 } path] ? Of(path, form, Prefix, hadFiles: false) : null;

    /// <summary>The values that are worth showing to a person: what is not empty and no id or switch.</summary>
    public IEnumerable<string> Readable => Fields.Select(f => f.Value.Trim())
        .Where(v => v.Length > 1 && !Guid.TryParse(v, out _) && !bool.TryParse(v, out _));

    private static PendingFormPost? Of(string path, IFormCollection form, string prefix, bool hadFiles)
    {
        // Security: sent on only to the admin area of this site.
        if (!OwnPath.IsOwn(path) || !path.StartsWith("/admin/", StringComparison.Ordinal))
        {
            return null;
        }

        var fields = form.Where(f => f.Key.StartsWith(prefix, StringComparison.Ordinal) && f.Key[prefix.Length..] is not ("" or Token or PathField))
            .SelectMany(f => f.Value.Select(v => KeyValuePair.Create(f.Key[prefix.Length..], v ?? ""))).ToList();
        return fields.Sum(f => (long)f.Key.Length + f.Value.Length) > MostBytes ? null : new(path, fields, hadFiles);
    }

    // Security: without proof that our own page sent it, a stranger's form could wait here for an unlucky press of the button.
    private static bool IsOurs(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() switch
    {
        "same-origin" => true,
        "" => Uri.TryCreate(request.Headers.Origin.ToString(), UriKind.Absolute, out var origin) && origin.Authority == request.Host.Value,
        _ => false,
    };
}

/// <summary>What the sign-in form shows and carries.</summary>
public sealed record LoginForm
{
    /// <summary>The second step, when the first was done.</summary>
    public PendingSignIn? Pending { get; init; }

    /// <summary>The question to a passkey.</summary>
    public PasskeyQuestion? Passkey { get; init; }

    /// <summary>What is typed.</summary>
    public Actions.SignInByPassword.Input Input { get; init; } = new();

    /// <summary>Where to go then.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>What to send then.</summary>
    public PendingFormPost? Kept { get; init; }
}
