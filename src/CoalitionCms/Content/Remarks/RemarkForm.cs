namespace CoalitionCms.Content;

/// <summary>What is typed about remarks, on their own page or beside a text that is being edited.</summary>
internal sealed class RemarkForm
{
    /// <summary>Id for a new remark: a form that is sent twice makes one.</summary>
    public Guid NewId { get; set; }

    public string? Quote { get; set; }
    public string? Text { get; set; }

    /// <summary>Answers that are being written, by the remark that they answer.</summary>
    public Dictionary<Guid, string?> Answers { get; set; } = [];

    public static string AnswerField(Guid remarkId) => $"{nameof(Answers)}[{remarkId:D}]";
}

/// <summary>The field for an answer.</summary>
internal sealed record RemarkAnswerField(Guid RemarkId, string Name, string? Value);
