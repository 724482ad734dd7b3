using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;

namespace CoalitionCms.Content;

/// <summary>A button about remarks: <c>remark</c>, or <c>answer</c>, <c>resolve</c>,
/// <c>reopen</c> with the remark's id after a colon.</summary>
internal sealed record RemarkButton(string Verb, Guid RemarkId)
{
    public string Message => Verb switch
    {
        "remark" => "Remarks.Added",
        "answer" => "Remarks.Answered",
        "resolve" => "Remarks.Resolved",
        _ => "Remarks.Reopened",
    };

    /// <summary>The button of a value; null for buttons about something else.</summary>
    public static RemarkButton? Of(string? value) => value?.Split(':') switch
    {
        ["remark"] => new("remark", Guid.Empty),
        ["answer" or "resolve" or "reopen", var id] when Guid.TryParse(id, out var remarkId) => new(value.Split(':')[0], remarkId),
        _ => null,
    };

    public Task<Result> PressAsync(ActOnRemarks acts, Actor actor, Guid entryId, RemarkForm form, CancellationToken cancellationToken) =>
        Verb switch
        {
            "remark" => acts.AddAsync(actor, new(entryId, form.NewId, form.Quote, form.Text), cancellationToken),
            "answer" => acts.AnswerAsync(actor, entryId, RemarkId, form.Answers.GetValueOrDefault(RemarkId), cancellationToken),
            _ => acts.SettleAsync(actor, entryId, RemarkId, Verb == "resolve", cancellationToken),
        };

    /// <summary>Assigns errors of an answer to the field of that answer.</summary>
    public IEnumerable<Error> Place(IEnumerable<Error> errors) => Verb != "answer" ? errors
        : errors.Select(e => e.Field.Length == 0 ? e : e with { Field = RemarkForm.AnswerField(RemarkId) });
}
