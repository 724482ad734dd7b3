namespace CoalitionCms.Domain;

/// <summary>
/// The program cannot start or continue, and the operator can correct the cause. Shown as an <c>error:</c> and a <c>hint:</c> line, never
/// as a stack trace.
/// </summary>
internal sealed class SetupException(string message, string hint, Exception? cause = null) : Exception(message, cause)
{
    public string Hint { get; } = hint;
}
