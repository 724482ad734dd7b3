using CoalitionCms.Kernel;

namespace CoalitionCms.Features.Audit;

/// <summary>Why the log is not cut.</summary>
internal static class AuditRefusals
{
    public static Refusal OnlyHost { get; } = new("Audit.Prune.OnlyHost");

    public static Refusal InFuture { get; } = new("Audit.Prune.InFuture");

    public static Refusal NoCheckpoint { get; } = new("Audit.Prune.NoCheckpoint");

    public static Refusal Broken(long number) => new("Audit.Prune.Broken", "", number);
}
