using System.Runtime.CompilerServices;
using Xunit;

namespace CoalitionCms.BrowserTests.Support;

/// <summary>A test that needs a real browser; without one it is shown as skipped, never as passed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InChromiumAttribute : FactAttribute
{
    public InChromiumAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        if (Chromium.Program is null)
        {
            Skip = "No Chromium: tests/run.sh installs it on Debian, or set CHROMIUM to the program.";
        }
    }
}
