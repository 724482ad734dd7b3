using System.Collections.Concurrent;
using Serilog.Core;
using Serilog.Events;

namespace CoalitionCms.Tests.Support;

/// <summary>Keeps what a site logs, for tests of what must and what must not be there.</summary>
public sealed class LogLines : ILogEventSink
{
    private readonly ConcurrentQueue<string> lines = new();

    /// <summary>The lines so far: level, message, exception, and everything that a log file has beside them.</summary>
    public IReadOnlyList<string> All => [.. lines];

    public void Emit(LogEvent logEvent) => lines.Enqueue(
        $"{logEvent.Level} {logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture)} {logEvent.Exception} {string.Join(' ', logEvent.Properties)}".TrimEnd());

    public override string ToString() => string.Join('\n', lines);
}
