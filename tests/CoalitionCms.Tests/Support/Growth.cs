using System.Runtime.InteropServices;
using Shouldly;

namespace CoalitionCms.Tests.Support;

/// <summary>
/// Tells whether work grows with its input or faster, by the processor time of two sizes; neither the machine's speed nor its load matters.
/// </summary>
public static class Growth
{
    private const int Attempts = 4;
    private const int ThreadTime = 3;

    // Eight times the input takes about eight times as long, and sixty-four times where it grows with the square.
    private const int Most = 24;

    // Below this, compiling and collecting garbage weigh more than the work.
    private static readonly TimeSpan Noise = TimeSpan.FromMilliseconds(20);

    /// <summary>Does the work at an eighth of the size, and at the size; the fastest of a few attempts counts.</summary>
    public static void ShouldBeEven(int size, Action<int> work)
    {
        var (eighth, whole) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            eighth = Faster(eighth, size / 8);
            whole = Faster(whole, size);
            if (whole <= (Most * eighth) + Noise)
            {
                return;
            }
        }

        (whole / eighth).ShouldBeLessThan(Most);

        TimeSpan Faster(TimeSpan best, int of)
        {
            var began = Used();
            work(of);
            var took = Used() - began;
            return took < best ? took : best;
        }
    }

    private static TimeSpan Used()
    {
        GetClock(ThreadTime, out var time).ShouldBe(0);
        return new TimeSpan((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick));
    }

    // The processor time of this thread; POSIX, clock_gettime.
    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int GetClock(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Time(long Seconds, long Nanoseconds);
}
