namespace CoalitionCms.Features.Shared;

/// <summary>What a reader passes on: by mail, or by copying the address. No network, no script.</summary>
public sealed record ShareLinks(string Title, string Address);
