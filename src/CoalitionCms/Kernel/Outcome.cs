namespace CoalitionCms.Kernel;

/// <summary>Why an action was refused, for a person to read.</summary>
/// <param name="Key">Resource key of the sentence.</param>
/// <param name="Field">Name of the input field it is about, or empty for the whole form.</param>
/// <param name="Arguments">Values for the sentence's placeholders.</param>
public sealed record Refusal(string Key, string Field = "", params object[] Arguments);

/// <summary>What an action answers: done, or refused with sentences. Never an exception for bad input.</summary>
public record Outcome
{
    /// <summary>What stands in the way; empty when done.</summary>
    public IReadOnlyList<Refusal> Refusals { get; private init; } = [];

    /// <summary>True when the action was done.</summary>
    public bool IsDone => Refusals.Count == 0;

    /// <summary>Done.</summary>
    public static Outcome Done { get; } = new();

    /// <summary>Refused.</summary>
    public static Outcome Refused(params IReadOnlyList<Refusal> refusals) => new() { Refusals = refusals };

    /// <summary>Refused, where a value was wanted.</summary>
    public static Outcome<T> Refused<T>(params IReadOnlyList<Refusal> refusals) => new(Refused(refusals));

    /// <summary>Done, with a value.</summary>
    public static Outcome<T> Of<T>(T value) => new(value);
}

/// <summary>An outcome that carries a value when done.</summary>
public sealed record Outcome<T> : Outcome
{
    private readonly T? value;

    internal Outcome(T value) => this.value = value;

    internal Outcome(Outcome refused)
        : base(refused)
    {
    }

    /// <summary>The value; only when <see cref="Outcome.IsDone"/>.</summary>
    public T Value => IsDone ? value! : throw new InvalidOperationException("Refused: " + string.Join(", ", Refusals.Select(r => r.Key)));

    /// <summary>Lets an action end with <c>return refusal;</c>.</summary>
    public static implicit operator Outcome<T>(Refusal refusal) => Refused<T>(refusal);
}
