using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace CoalitionCms.Features.Cards;

/// <summary>
/// Draws cards in a confined process, one at a time, and keeps the newest in memory. Security: each costs about a second; how many are
/// drawn is limited across all clients.
/// </summary>
internal sealed class CardDrawer : IDisposable
{
    private const int MostKept = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMinutes(10);

    // The fonts of a machine are the same for every site in it.
    private static readonly SemaphoreSlim Finding = new(1, 1);
    private static FrozenSet<string>? scripts;
    private static DateTimeOffset triedAt = DateTimeOffset.MinValue;

    private readonly FrozenSet<string>? fontsFor;
    private readonly ConcurrentDictionary<string, byte[]> drawn = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> order = new();
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly TokenBucketRateLimiter limit;
    private readonly CmsOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<CardDrawer> log;

    public CardDrawer(CmsOptions options, TimeProvider clock, ILogger<CardDrawer> log)
        : this(options, clock, log, atOnce: 20, fontsFor: null)
    {
    }

    /// <param name="atOnce">How many are drawn before it becomes one in three seconds.</param>
    /// <param name="fontsFor">The languages with fonts; null to find them.</param>
    internal CardDrawer(CmsOptions options, TimeProvider clock, ILogger<CardDrawer> log, int atOnce, IEnumerable<string>? fontsFor)
    {
        (this.options, this.clock, this.log, this.fontsFor) = (options, clock, log, fontsFor?.ToFrozenSet(StringComparer.Ordinal));
        limit = new(new()
        {
            TokenLimit = atOnce,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromSeconds(3),
            QueueLimit = 0,
        });
    }

    public void Dispose()
    {
        turn.Dispose();
        limit.Dispose();
    }

    /// <summary>The languages whose letters can be drawn on this machine; found once.</summary>
    public async Task<FrozenSet<string>> ScriptsAsync(CancellationToken cancellationToken)
    {
        if ((fontsFor ?? scripts) is { } known)
        {
            return known;
        }

        await Finding.WaitAsync(cancellationToken);
        try
        {
            // A busy machine is no reason to do without cards for good.
            if (scripts is null && clock.GetUtcNow() - triedAt > BetweenTries)
            {
                (scripts, triedAt) = (await FindScriptsAsync(), clock.GetUtcNow());
            }

            return scripts ?? [];
        }
        finally
        {
            Finding.Release();
        }
    }

    /// <summary>Returns a card by its name, drawing it if need be; null if it cannot be drawn now.</summary>
    public async Task<byte[]?> ReadAsync(string name, CardText text, CancellationToken cancellationToken)
    {
        if (drawn.TryGetValue(name, out var card))
        {
            return card;
        }

        await turn.WaitAsync(cancellationToken);
        try
        {
            if (drawn.TryGetValue(name, out card))
            {
                return card;
            }

            using var permit = limit.AttemptAcquire();
            if (!permit.IsAcquired || await DrawAsync(text) is not { } made)
            {
                return null;
            }

            drawn[name] = made;
            order.Enqueue(name);
            while (drawn.Count > MostKept && order.TryDequeue(out var oldest))
            {
                drawn.TryRemove(oldest, out _);
            }

            return made;
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<FrozenSet<string>?> FindScriptsAsync()
    {
        using var folder = TempImageFolder.In(options.DataDirectory, clock.GetUtcNow());
        var found = await RunAsync(CardProcessor.FindScripts, folder);
        return found is null ? null : [.. found.Split('\t').Where(CardProcessor.Samples.ContainsKey)];
    }

    private async Task<byte[]?> DrawAsync(CardText text)
    {
        using var folder = TempImageFolder.In(options.DataDirectory, clock.GetUtcNow());
        await File.WriteAllLinesAsync(folder.File(CardProcessor.Source), text.Lines);
        if (await RunAsync(CardProcessor.Draw, folder) is null)
        {
            return null;
        }

        var card = await folder.ReadAsync(CardProcessor.Result, CancellationToken.None);

        // Security: like all that a confined process leaves.
        return FileSignatures.ImageType(card) == MediaType.Png ? card : null;
    }

    /// <summary>Runs a job to its end, also when the one who asked has gone: the next one asks for the same card.</summary>
    private async Task<string?> RunAsync(string job, TempImageFolder folder)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var result = await ConfinedProcess.RunAsync([job], folder.Path, patience.Token);
            if (result.ExitCode == 0)
            {
                return result.Output;
            }

            log.LogWarning("No card could be drawn: {Job} ended with exit code {ExitCode}", job, result.ExitCode);
        }
        catch (Exception problem) when (problem is Win32Exception or OperationCanceledException)
        {
            log.LogWarning("No card could be drawn: {Job} did not start or took too long. {Type}", job, problem.GetType().Name);
        }

        return null;
    }
}

/// <summary>
/// The pictures that other programs show beside a link to a text without a photo. Their names hold a hash of all that is on them, so that a
/// new title has a new picture.
/// </summary>
internal sealed class ShareCards(CmsDbContext db, ISiteFrames frames, CardDrawer drawer)
{
    public const string Root = "/media/cards/";

    // Changes with the drawing.
    private const int Version = 1;

    /// <summary>Returns the path of the card of a public entry; empty where it cannot be drawn.</summary>
    public async Task<string> PathOfAsync(EntryRow entry, CancellationToken cancellationToken) =>
        (await drawer.ScriptsAsync(cancellationToken)).Contains(entry.Language)
            ? Root + NameOf(entry.EntryId, await TextAsync(entry, cancellationToken)) + ".png" : "";

    /// <summary>Returns the card at an address; null if no public entry has this card.</summary>
    public async Task<(CardText Text, string Name)?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (name.Length != 32 + 1 + 32 || !Guid.TryParseExact(name[..32], "N", out var entryId)
            || await db.Set<Publication>().AsNoTracking().Where(p => p.EntryId == entryId).Select(PublishedEntries.ToLine)
                .SingleOrDefaultAsync(cancellationToken) is not { } entry)
        {
            return null;
        }

        var text = await TextAsync(entry, cancellationToken);
        return NameOf(entryId, text) == name ? (text, name) : null;
    }

    private async Task<CardText> TextAsync(EntryRow entry, CancellationToken cancellationToken)
    {
        var language = Language.Find(entry.Language)!;
        var frame = await frames.ReadAsync(language, cancellationToken);
        return new(language.Code, language.Direction == "rtl", language.Texts[$"Search.Kind.{entry.Kind}"], entry.Title, frame.Name.Text,
            frame.Sign.Text);
    }

    private static string NameOf(Guid entryId, CardText text) => $"{entryId:N}-"
        + Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Join('\n', [Version.ToString("x", null), .. text.Lines]))))[..32];
}

internal static class CardsSetup
{
    public static IServiceCollection AddCards(this IServiceCollection services) =>
        services.AddSingleton<CardDrawer>().AddScoped<ShareCards>();

    public static void MapCards(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods(ShareCards.Root + "{name}.png", ["GET", "HEAD"], ServeAsync).AllowAnonymous();

    private static async Task<Results<FileContentHttpResult, NotFound, StatusCodeHttpResult>> ServeAsync(
        string name, HttpContext context, ShareCards cards, CardDrawer drawer, CancellationToken cancellationToken)
    {
        if (await cards.FindAsync(name, cancellationToken) is not { } card)
        {
            return TypedResults.NotFound();
        }

        if (await drawer.ReadAsync(card.Name, card.Text, cancellationToken) is not { } png)
        {
            context.Response.Headers.RetryAfter = RateLimits.RetryAfter;
            context.Response.Headers.CacheControl = "no-store";
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        // Security: revalidated on each request, like photos: a withdrawn title disappears from intermediate caches immediately.
        context.Response.Headers.CacheControl = "public, no-cache";
        return TypedResults.File(png, "image/png", entityTag: new EntityTagHeaderValue($"\"{name}\""));
    }
}
