using CoalitionCms.Domain;

namespace CoalitionCms.Web;

/// <summary>Links for sharing a page, by mail or by copying the address. No network request, no script.</summary>
internal sealed record ShareLinks(string Title, string Address)
{
    /// <summary>Text before the address; may be empty.</summary>
    public string Text { get; init; } = "";

    // Percent-encoded: mail programs end a link at the first letter that is not Latin.
    public string Message => (Text.Length == 0 ? "" : Text + "\n\n") + Iri.ToUri(Address);
}
