using System.Diagnostics;

namespace CoalitionCms.Tests.Support;

/// <summary>A clock that starts at a known noon, runs as clocks do, and can be moved on, or made wrong.</summary>
public sealed class MovableClock : TimeProvider
{
    /// <summary>Noon of a Thursday in the site's zone.</summary>
    public static readonly DateTimeOffset Start = new(2026, 5, 14, 16, 0, 0, TimeSpan.Zero);

    private readonly long startedAt = Stopwatch.GetTimestamp();
    private long movedTicks;
    private long wrongTicks;

    public override DateTimeOffset GetUtcNow() => Start + Stopwatch.GetElapsedTime(startedAt)
        + TimeSpan.FromTicks(Volatile.Read(ref movedTicks) + Volatile.Read(ref wrongTicks));

    public override long GetTimestamp() =>
        Stopwatch.GetTimestamp() + (Volatile.Read(ref movedTicks) * (Stopwatch.Frequency / TimeSpan.TicksPerSecond));

    /// <summary>Lets time pass.</summary>
    public void Move(TimeSpan time) => Interlocked.Add(ref movedTicks, time.Ticks);

    /// <summary>Sets the clock to another time, which has not come.</summary>
    public void Jump(TimeSpan time) => Interlocked.Add(ref wrongTicks, time.Ticks);
}
