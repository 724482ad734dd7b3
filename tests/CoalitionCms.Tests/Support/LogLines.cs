using System.Collections.Concurrent;
using System.Globalization;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace CoalitionCms.Tests.Support;

/// <summary>
/// Keeps what a site logs, with all that a log file has beside the message, for tests of what must and what must not be there.
/// </summary>
public sealed class LogLines : ILogEventSink
{
    private static readonly MessageTemplateTextFormatter Format =
        new("{Level} {SourceContext}: {Message:lj} {Exception} {Properties:j}", CultureInfo.InvariantCulture);

    private readonly ConcurrentQueue<string> lines = new();

    /// <summary>The lines so far.</summary>
    public IReadOnlyList<string> All => [.. lines];

    public void Emit(LogEvent logEvent)
    {
        using var line = new StringWriter(CultureInfo.InvariantCulture);
        Format.Format(logEvent, line);
        lines.Enqueue(line.ToString().TrimEnd());
    }

    public override string ToString() => string.Join('\n', lines);
}
