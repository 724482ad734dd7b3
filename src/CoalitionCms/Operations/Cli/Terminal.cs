using System.Reflection;
using CoalitionCms.Domain;

namespace CoalitionCms.Operations.Cli;

internal static class ExitCode
{
    public const int Done = 0;

    public const int Refused = 1;

    public const int Misuse = 2;
}

/// <summary>Console output: answers to standard output, <c>error:</c> and <c>hint:</c> lines to standard error.</summary>
internal sealed class Terminal(TextWriter output, TextWriter errors, TextReader input, bool isInteractive, bool isScreen = false)
{
    public static Terminal Own => new(Console.Out, Console.Error, Console.In, !Console.IsInputRedirected, !Console.IsOutputRedirected);

    public static string Version => Assembly.GetExecutingAssembly().GetName().Version!.ToString(3);

    /// <summary>True when a user can be prompted.</summary>
    public bool IsInteractive { get; } = isInteractive;

    /// <summary>True when standard output is a screen, where a line can be overwritten.</summary>
    public bool IsScreen { get; } = isScreen;

    /// <summary>Overwrites the last line that this method wrote, on a screen.</summary>
    public void Overwrite(string line) => output.Write("\r" + line);

    /// <summary>For writers that know standard output and standard error apart themselves.</summary>
    public (TextWriter Output, TextWriter Errors) Writers => (output, errors);

    public void Say(string line) => output.WriteLine(line);

    /// <summary>Prints an error and a hint.</summary>
    /// <returns><paramref name="exitCode"/>, as the return value of a command.</returns>
    public int Fail(string message, string hint, int exitCode = ExitCode.Refused)
    {
        errors.WriteLine("error: " + message);
        if (hint.Length > 0)
        {
            errors.WriteLine("hint:  " + hint);
        }

        return exitCode;
    }

    /// <summary>Reads a secret: one line of standard input, or typed without echo at a prompt.</summary>
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
