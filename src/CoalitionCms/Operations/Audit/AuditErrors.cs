using CoalitionCms.Domain;

namespace CoalitionCms.Operations.Audit;

internal static class AuditErrors
{
    public static Error OnlyHost { get; } = new("Audit.Prune.OnlyHost");
    public static Error InFuture { get; } = new("Audit.Prune.InFuture");
    public static Error NoCheckpoint { get; } = new("Audit.Prune.NoCheckpoint");

    public static Error Broken(long number) => new("Audit.Prune.Broken", "", number);
}
