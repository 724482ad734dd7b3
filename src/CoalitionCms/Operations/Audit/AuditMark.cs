using System.Text.Json;
using CoalitionCms.Integrity;

namespace CoalitionCms.Operations.Audit;

/// <summary>What a checkpoint or a cut names: a number and the hash that the entry there has. Read from an entry's details.</summary>
internal static class AuditMark
{
    /// <summary>Kind of object of the lines that speak of the log itself.</summary>
    public const string Kind = "audit";

    /// <summary>Object of checkpoints.</summary>
    public const string Checkpoint = "checkpoint";

    /// <summary>Object of cuts.</summary>
    public const string Start = "start";

    /// <summary>The head named in the details, or null when they name none.</summary>
    public static ChainHead? Read(string details)
    {
        try
        {
            using var json = JsonDocument.Parse(details);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("number", out var number) && number.TryGetInt64(out var value)
                && json.RootElement.TryGetProperty("hash", out var hash) && hash.GetString() is { } text
                    ? new ChainHead(value, text)
                    : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
