using CoalitionCms.Kernel;

namespace CoalitionCms.Features.Statements;

/// <summary>Why a statement is refused.</summary>
public static class StatementsRefusals
{
    /// <summary>Nobody of the roster is linked with the account.</summary>
    public static Refusal NotLinked { get; } = new("Names.NotLinked");

    /// <summary>No event was chosen.</summary>
    public static Refusal NothingChosen { get; } = new("Statements.NothingChosen");

    /// <summary>An event is not one that the member came to.</summary>
    public static Refusal NotAttended { get; } = new("Statements.NotAttended");

    /// <summary>The language is none of the site's.</summary>
    public static Refusal LanguageUnknown { get; } = new("Form.NotUnderstood", "Language");

    /// <summary>Too many events, or too many statements that hold.</summary>
    public static Refusal TooMany(int most) => new("Statements.TooMany", "", most);

    /// <summary>There is no such statement, or it is somebody else's.</summary>
    public static Refusal NoSuchStatement { get; } = new("Statements.NoSuchStatement");
}
