namespace CoalitionCms.Domain;

/// <summary>A feature of requests that make a page of a copy: pages say of themselves when they were made.</summary>
/// <param name="ValidUntil">The last day on which the copy is to be used.</param>
internal sealed record CopyMark(DateOnly MadeOn, DateOnly ValidUntil);
