using CoalitionCms.Content;
using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CoalitionCms.Tests.Support;

/// <summary>Puts content in place by the program's own actions, for tests about something else than the forms.</summary>
public static class Writing
{
    /// <summary>Words of an entry, the address made from the title.</summary>
    public static EntryText Words(string title, string body = "Words.", string slug = "", string summary = "", params string[] tags) =>
        new(title, slug, summary, body, tags);

    /// <summary>Saves and publishes an article.</summary>
    internal static async Task<SaveEntry.Saved> PublishArticleAsync(this CmsSite site, EntryText words, string language = "en",
        ArticleFacts? facts = null) =>
        await site.PublishAsync(await site.SaveAsync(EntryKind.Article, words, facts ?? ArticleFacts.None, language));

    /// <summary>Saves a new entry of a new thing, or of <paramref name="item"/> in another language.</summary>
    public static async Task<SaveEntry.Saved> SaveAsync<TFacts>(this CmsSite site, EntryKind kind, EntryText words, TFacts facts,
        string language = "en", Guid? item = null)
        where TFacts : class
    {
        var version = item is null ? 0 : await site.FactsVersionAsync(item.Value);
        var input = new SaveEntry.Input(kind, null, item, Language.Find(language)!, words, 0, FactsJson.Write(facts), version);
        return (await site.AskAsync((SaveEntry save) =>
            save.RunAsync(Actor.CommandLine, input, SaveThen.Nothing, TestContext.Current.CancellationToken))).Value;
    }

    /// <summary>Saves an entry again.</summary>
    public static async Task<SaveEntry.Saved> SaveAgainAsync<TFacts>(this CmsSite site, EntryKind kind, SaveEntry.Saved before,
        EntryText words, TFacts facts)
        where TFacts : class
    {
        var version = await site.FactsVersionAsync(before.ItemId);
        var input =
            new SaveEntry.Input(kind, before.EntryId, null, Language.English, words, before.Version, FactsJson.Write(facts), version);
        return (await site.AskAsync((SaveEntry save) =>
            save.RunAsync(Actor.CommandLine, input, SaveThen.Nothing, TestContext.Current.CancellationToken))).Value;
    }

    /// <summary>Publishes the newest revision.</summary>
    public static async Task<SaveEntry.Saved> PublishAsync(this CmsSite site, SaveEntry.Saved saved)
    {
        var result = await site.AskAsync((PublishEntry publish) =>
            publish.RunAsync(Actor.CommandLine, new PublishEntry.Input(saved.EntryId, saved.Version),
            TestContext.Current.CancellationToken));
        Assert.True(result.IsDone, string.Join(", ", result.Errors.Select(r => r.Key)));
        return saved;
    }

    /// <summary>Takes an entry back.</summary>
    public static async Task WithdrawAsync(this CmsSite site, SaveEntry.Saved saved)
    {
        var result = await site.AskAsync((WithdrawEntry withdraw) =>
            withdraw.RunAsync(Actor.CommandLine, saved.EntryId, TestContext.Current.CancellationToken));
        Assert.True(result.IsDone, string.Join(", ", result.Errors.Select(r => r.Key)));
    }

    /// <summary>Verbs of the audit log in order, from a number on: what a scenario caused, and no other.</summary>
    public static Task<List<string>> AuditedSinceAsync(this CmsSite site, long number) =>
        site.InDatabaseAsync(db =>
        db.AuditEntries.Where(e => e.Number > number).OrderBy(e => e.Number).Select(e => e.Verb)
        .ToListAsync(TestContext.Current.CancellationToken));

    /// <summary>Number of the last entry of the audit log.</summary>
    public static Task<long> AuditHeadAsync(this CmsSite site) =>
        site.InDatabaseAsync(db => db.AuditHeads.Select(h => h.Number).SingleAsync(TestContext.Current.CancellationToken));

    /// <summary>Number of an item's newest facts.</summary>
    public static Task<long> FactsVersionAsync(this CmsSite site, Guid itemId) =>
        site.InDatabaseAsync(db =>
        db.Set<Item>().Where(i => i.Id == itemId).Select(i => i.FactsNumber).SingleAsync(TestContext.Current.CancellationToken));
}
