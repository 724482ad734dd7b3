using System.Diagnostics;

namespace CoalitionCms.Tests.Support;

/// <summary>A clock that starts at a known noon, runs as clocks do, and can be moved on.</summary>
public sealed class MovableClock : TimeProvider
{
    /// <summary>Noon of a Thursday in the site's zone.</summary>
    public static readonly DateTimeOffset Start = new(2026, 5, 14, 16, 0, 0, TimeSpan.Zero);

    private readonly long startedAt = Stopwatch.GetTimestamp();
    private long movedTicks;

    public override DateTimeOffset GetUtcNow() =>
        Start + Stopwatch.GetElapsedTime(startedAt) + TimeSpan.FromTicks(Volatile.Read(ref movedTicks));

    public void Move(TimeSpan time) => Interlocked.Add(ref movedTicks, time.Ticks);
}
