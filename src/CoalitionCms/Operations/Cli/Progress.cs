using System.Globalization;

namespace CoalitionCms.Operations.Cli;

/// <summary>How far long work is: one line that changes on a screen, a line for each tenth in a file or pipe.</summary>
public sealed class Progress(Terminal terminal, int total, string what) : IDisposable
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
