namespace CoalitionCms.Web;

/// <summary>What a reader passes on: by mail, or by copying the address. No network, no script.</summary>
public sealed record ShareLinks(string Title, string Address)
{
    /// <summary>Words that go before the address; may be empty.</summary>
    public string Text { get; init; } = "";

    public string Message => Text.Length == 0 ? Address : $"{Text}\n\n{Address}";
}
