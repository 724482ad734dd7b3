using System.CommandLine;
using CoalitionCms.Cli;

namespace CoalitionCms.Features.Accounts;

/// <summary><c>user</c>: accounts from the host's shell.</summary>
internal static class UserCommand
{
    public static Command Create(Terminal terminal) => new("user", "Manage accounts.");
}
