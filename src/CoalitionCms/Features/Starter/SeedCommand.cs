using System.CommandLine;
using CoalitionCms.Cli;

namespace CoalitionCms.Features.Starter;

/// <summary><c>seed</c>: puts content in place.</summary>
internal static class SeedCommand
{
    public static Command Create(Terminal terminal) => new("seed", "Put the starter content, or invented content, in place.");
}
