using System.Reflection;
using CoalitionCms.Domain;

namespace CoalitionCms.Operations.Cli;

public static class ExitCode
{
    public const int Done = 0;

    public const int Refused = 1;

    public const int Misuse = 2;
}

/// <summary>What goes where: answers to standard output, <c>error:</c> and <c>hint:</c> lines to standard error.</summary>
public sealed class Terminal(TextWriter output, TextWriter errors, TextReader input, bool isInteractive, bool isScreen = false)
{
    public static Terminal Own => new(Console.Out, Console.Error, Console.In, !Console.IsInputRedirected, !Console.IsOutputRedirected);

    public static string Version => Assembly.GetExecutingAssembly().GetName().Version!.ToString(3);

    /// <summary>True when somebody sits at it and can be asked.</summary>
    public bool IsInteractive { get; } = isInteractive;

    /// <summary>True when answers go to a screen, where a line can be written over.</summary>
    public bool IsScreen { get; } = isScreen;

    /// <summary>Writes over the last line that this wrote, on a screen.</summary>
    public void Overwrite(string line) => output.Write("\r" + line);

    public void Say(string line) => output.WriteLine(line);

    /// <summary>What went wrong, and what to do.</summary>
    /// <returns><paramref name="exitCode"/>, so that a command can end with it.</returns>
    public int Fail(string message, string hint, int exitCode = ExitCode.Refused)
    {
        errors.WriteLine("error: " + message);
        if (hint.Length > 0)
        {
            errors.WriteLine("hint:  " + hint);
        }

        return exitCode;
    }

    /// <summary>A secret: one line of standard input, or typed unseen at a prompt.</summary>
    public string ReadSecret(string prompt)
    {
        if (!IsInteractive)
        {
            return SecretText.WithoutMark(input.ReadLine() ?? "");
        }

        errors.Write(prompt + ": ");
        var typed = new System.Text.StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        errors.WriteLine();
        return typed.ToString();
    }
}
