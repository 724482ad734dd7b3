using System.Text;
using CoalitionCms.Data.Audit;

namespace CoalitionCms.Content;

/// <summary>
/// A remark on a passage of one revision, or an answer to such a remark. It is for those who may edit the entry, and part of nothing
/// public.
/// </summary>
internal sealed class Remark : IVerifiedRow
{
    public const int MaxText = 2_000;
    public const int MaxQuote = 500;

    /// <summary>Most open remarks of an entry.</summary>
    public const int MostOpen = 200;

    private Remark()
    {
    }

    public Remark(Guid id, TextRevision revision, string quote, string text, Guid? by, DateTime nowUtc)
    {
        (Id, EntryId, RevisionId, RevisionNumber) = (id, revision.EntryId, revision.Id, revision.Number);
        (Quote, Text, By, At) = (quote, text, by, nowUtc);
    }

    public Guid Id { get; private set; }
    public Guid EntryId { get; private set; }
    public Guid RevisionId { get; private set; }
    public long RevisionNumber { get; private set; }

    /// <summary>The remark that this one answers; null for a remark of its own.</summary>
    public Guid? AnswerTo { get; private set; }

    /// <summary>The passage, as it was copied; empty in an answer.</summary>
    public string Quote { get; private set; } = "";

    public string Text { get; private set; } = "";
    public Guid? By { get; private set; }
    public DateTime At { get; private set; }
    public Guid? ResolvedBy { get; private set; }

    /// <summary>When it was resolved; null while it is open. Answers are never resolved by themselves.</summary>
    public DateTime? ResolvedAt { get; private set; }

    internal Remark Answer(Guid id, TextRevision revision, string text, Guid? by, DateTime nowUtc) =>
        new(id, revision, "", text, by, nowUtc) { AnswerTo = Id };

    internal void Resolve(Guid? by, DateTime nowUtc) => (ResolvedBy, ResolvedAt) = (by, nowUtc);

    internal void Reopen() => (ResolvedBy, ResolvedAt) = (null, null);

    internal void TakeOut(Func<string, string> from) => (Quote, Text) = (from(Quote), from(Text));
}

/// <summary>Finds quotations in a text, whether they were copied from the Markdown or from the page made of it.</summary>
internal sealed class QuotedText(EntryText text)
{
    private readonly string source = Bare(string.Join('\n', text.Title, text.Summary, text.Body));
    private readonly Lazy<string> shown = new(() => Bare(MarkdownText.ToPlainText(text.Body, int.MaxValue)));

    public bool Has(string quote) => Bare(quote) is { Length: > 0 } words
        && (source.Contains(words, StringComparison.Ordinal) || shown.Value.Contains(words, StringComparison.Ordinal));

    // Browsers copy line breaks and blanks as they are drawn, which is not how they are written.
    private static string Bare(string text)
    {
        var letters = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize())
        {
            if (!char.IsWhiteSpace(letter))
            {
                letters.Append(letter);
            }
        }

        return letters.ToString();
    }
}
