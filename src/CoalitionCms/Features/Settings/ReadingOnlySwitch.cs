using CoalitionCms.Operations.Audit;

namespace CoalitionCms.Features.Settings;

/// <summary>The one row that says whether the site is for reading only. Without it, it is not.</summary>
public sealed class ReadingOnlySwitch : IAudited
{
    /// <summary>Always 1.</summary>
    public int Id { get; private set; } = 1;

    /// <summary>Since when; null when it is off.</summary>
    public DateTime? OnSince { get; private set; }

    /// <summary>Turns it on or off.</summary>
    internal void Turn(bool on, DateTime now) => OnSince = on ? OnSince ?? now : null;
}
