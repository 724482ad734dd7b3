using CoalitionCms.Content;
using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.People.Actions;

/// <summary>A case as the sheet for the United Nations needs it.</summary>
/// <param name="FactsVersion">Number of the facts that it was read from.</param>
internal sealed record UnCase(Guid EntryId, string Title, string Language, PersonFacts Facts, long FactsVersion);

/// <summary>Reads and writes what only the sheet for the United Nations says of a
/// case. It is part of the facts, and never public.</summary>
internal sealed class SaveUnSheet(EntryLoader loader, SaveEntry saveEntry)
{
    public const int MaxAnswer = 4_000;

    public async Task<UnCase?> FindAsync(Actor actor, Guid entryId, CancellationToken cancellationToken) =>
        actor.May(Permission.EditEverything)
        && await loader.FindAsync(actor, entryId, cancellationToken) is { Entry: { Kind: EntryKind.Person } entry, Facts: { } facts }
        ? new(entry.Id, entry.Title, entry.Language, FactsJson.Read<PersonFacts>(facts.Json), facts.Number) : null;

    /// <param name="factsVersion">Number of the facts that the form was opened on.</param>
    public async Task<Result<SaveEntry.Saved>> RunAsync(Actor actor, Guid entryId, UnSheet sheet, long factsVersion,
        CancellationToken cancellationToken)
    {
        var loaded = await loader.LoadAsync(entryId, null, factsVersion, cancellationToken);
        if (!actor.May(Permission.EditEverything)
            || loaded is not { Entry: { Kind: EntryKind.Person } entry, Text: { } text, Facts: { } newest })
        {
            return ContentErrors.NoSuchEntry;
        }

        var errors = sheet.Answers.Where(a => a.Text.Length > MaxAnswer)
            .Select(a => new Error("Publishing.TooLong", $"Answers[{a.Question}]", a.Text.Length, MaxAnswer)).ToList();
        if (sheet.ConsentNote.Length > PersonRules.MaxNote)
        {
            errors.Add(new("Publishing.TooLong", "ConsentNote", sheet.ConsentNote.Length, PersonRules.MaxNote));
        }

        if (errors.Count > 0)
        {
            return Result.Failed<SaveEntry.Saved>(errors);
        }

        var isEmpty = sheet is { Consent: FamilyConsent.NotAsked, ConsentNote.Length: 0, Answers.Count: 0 };
        var facts = FactsJson.Read<PersonFacts>((loaded.FormFacts ?? newest).Json) with { Un = isEmpty ? null : sheet };
        return await saveEntry.RunAsync(actor,
            new SaveEntry.Input(EntryKind.Person, entryId, null, Language.Find(entry.Language)!, text.Text,
            entry.Version, FactsJson.Write(facts), loaded.FormFacts?.Number ?? newest.Number), SaveThen.Nothing, cancellationToken, loaded);
    }
}
