using System.Globalization;

namespace CoalitionCms.Operations.Cli;

/// <summary>Progress of a long operation: one line that is updated on a screen, one line for each tenth in a file or pipe.</summary>
internal sealed class Progress(Terminal terminal, int total, string what) : IDisposable
{
    private int tenths;
    private bool isOpen;

    public void Report(int done)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{done} of {total} {what}");
        if (terminal.IsScreen)
        {
            terminal.Overwrite(line);
            isOpen = true;
        }
        else if ((long)done * 10 / total > tenths)
        {
            tenths = (int)((long)done * 10 / total);
            terminal.Say(line);
        }
    }

    public void Dispose()
    {
        if (isOpen)
        {
            terminal.Say("");
            isOpen = false;
        }
    }
}
