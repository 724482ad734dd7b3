namespace CoalitionCms.Domain;

/// <summary>Why an action was refused, for display.</summary>
/// <param name="Key">Resource key of the text.</param>
/// <param name="Field">Name of the input field it is about, or empty for the whole form.</param>
/// <param name="Arguments">Values for the text's placeholders.</param>
public sealed record Error(string Key, string Field = "", params object[] Arguments);

/// <summary>The result of an action: done, or refused with errors. Invalid input never causes an exception.</summary>
public record Result
{
    public IReadOnlyList<Error> Errors { get; private init; } = [];

    public bool IsDone => Errors.Count == 0;

    public static Result Done { get; } = new();

    public static Result Failed(params IReadOnlyList<Error> errors) => new() { Errors = errors };

    public static Result<T> Failed<T>(params IReadOnlyList<Error> errors) => new(Failed(errors));

    public Result<T> With<T>(T value) => IsDone ? new(value) : new(this);

    public static Result<T> Of<T>(T value) => new(value);
}

/// <summary>A result that has a value when done.</summary>
public sealed record Result<T> : Result
{
    private readonly T? value;

    internal Result(T value) => this.value = value;

    internal Result(Result refused)
        : base(refused)
    {
    }

    /// <summary>The value; valid only when <see cref="Result.IsDone"/>.</summary>
    public T Value => IsDone ? value! : throw new InvalidOperationException("Refused: " + string.Join(", ", Errors.Select(r => r.Key)));

    /// <summary>Allows an action to end with <c>return error;</c>.</summary>
    public static implicit operator Result<T>(Error error) => Failed<T>(error);
}
