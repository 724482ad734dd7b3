namespace CoalitionCms.Features.Media;

/// <summary>A decoder gave up on a picture. Ends the work on it; never leaves the workshop.</summary>
internal sealed class UndecodableException(string reason) : Exception(reason);
