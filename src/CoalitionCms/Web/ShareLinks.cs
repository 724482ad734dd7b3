namespace CoalitionCms.Web;

/// <summary>Links for sharing a page, by mail or by copying the address. No network request, no script.</summary>
internal sealed record ShareLinks(string Title, string Address)
{
    /// <summary>Text before the address; may be empty.</summary>
    public string Text { get; init; } = "";

    /// <summary>The address in the letters of its script, to read and to copy.</summary>
    public string Readable => Uri.UnescapeDataString(Address);

    // Percent-encoded: mail programs end a link at the first letter that is not Latin.
    public string Message => Text.Length == 0 ? Address : $"{Text}\n\n{Address}";
}
