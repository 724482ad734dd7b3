using System.Text.Json;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Addresses;
using CoalitionCms.Integrity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Snapshot;

/// <summary>What a check of a mirror found.</summary>
/// <param name="Findings">The first few, as <c>word path</c>; empty for a good mirror.</param>
/// <param name="Count">How many there are.</param>
internal sealed record MirrorResult(string Location, DateTime At, long? Version, DateTime? ExpiresAt, IReadOnlyList<string> Findings,
    int Count)
{
    public bool IsGood => Count == 0;
}

/// <summary>
/// Asks the mirrors of the register, once a day, whether they are what was signed. Nothing is asked unless the operator turned it on: a
/// site that connects nowhere tells nobody where it is.
/// </summary>
internal sealed class MirrorWatch(
    CmsOptions options, IServiceScopeFactory scopes, TimeProvider clock, ILogger<MirrorWatch> log) : BackgroundService
{
    /// <summary>How many files of a mirror are read; those that are checked all agree with one signed list.</summary>
    private const int FilesOfEach = 200;

    private const int MostNamed = 10;
    private static readonly TimeSpan TimeForOneFile = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TimeForEach = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);
    private static readonly TimeSpan Age = TimeSpan.FromHours(23);
    private readonly SemaphoreSlim turn = new(1);

    private string ResultFile => Path.Combine(DataFolder.CopiesOf(options), "mirrors.json");

    public bool IsBusy => turn.CurrentCount == 0;

    /// <summary>The results, by location.</summary>
    public IReadOnlyDictionary<string, MirrorResult> Results
    {
        get
        {
            try
            {
                return File.Exists(ResultFile)
                    ? (JsonSerializer.Deserialize<List<MirrorResult>>(File.ReadAllText(ResultFile)) ?? [])
                        .ToDictionary(r => r.Location, StringComparer.Ordinal)
                    : new Dictionary<string, MirrorResult>();
            }
            catch (JsonException)
            {
                return new Dictionary<string, MirrorResult>();
            }
        }
    }

    /// <summary>Checks all mirrors now; nothing if that is going on.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (!await turn.WaitAsync(0, cancellationToken))
        {
            return;
        }

        try
        {
            List<(string Location, AddressKind Kind)> mirrors;
            await using (var scope = scopes.CreateAsyncScope())
            {
                mirrors = (await scope.ServiceProvider.GetRequiredService<CmsDbContext>().Set<SiteAddress>().AsNoTracking()
                    .Where(a => a.Kind == AddressKind.Mirror || a.Kind == AddressKind.Onion).OrderBy(a => a.Position)
                    .Select(a => new { a.Location, a.Kind }).ToListAsync(cancellationToken)).ConvertAll(a => (a.Location, a.Kind));
            }

            var results = new List<MirrorResult>();
            foreach (var (location, kind) in mirrors.Where(m => m.Kind == AddressKind.Mirror || options.MirrorProxy.Length > 0))
            {
                results.Add(await CheckAsync(location, kind == AddressKind.Onion, cancellationToken));
            }

            await AtomicFile.WriteAsync(ResultFile, JsonSerializer.SerializeToUtf8Bytes(results), cancellationToken);
            if (results.Exists(r => !r.IsGood))
            {
                log.LogWarning("{Count} of {All} mirrors are not what was signed; the page of copies names them",
                    results.Count(r => !r.IsGood), results.Count);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    internal async Task<MirrorResult> CheckAsync(string location, bool isOnion, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeForEach);
        try
        {
            var proxy = options.MirrorProxy.Length > 0 ? new Uri("socks5://" + options.MirrorProxy) : null;
            using var copy =
                new WebCopy(new Uri($"{(isOnion || IsLocal(location) ? "http" : "https")}://{location}/"), WebCopy.Handler(proxy),
                TimeForOneFile);
            var report = await CopyCheck.RunAsync(copy, new()
            {
                Keys = TrustedKeys.Of(SigningKeys.Read(options)),
                Now = now,
                Site = options.BaseUrl,
                Sample = FilesOfEach,
            }, progress: null, limit.Token);
            return new(location, now, report.Manifest?.Version, report.Manifest?.ExpiresAt,
                [.. report.Findings.Take(MostNamed).Select(f => $"{f.Word} {f.Path}".TrimEnd())], report.Findings.Count);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException or InvalidDataException
            || (problem is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new(location, now, null, null, ["unreachable"], 1);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.ChecksMirrors)
        {
            return;
        }

        await Task.Delay(FirstPause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!File.Exists(ResultFile) || clock.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(ResultFile) > Age)
                {
                    await CheckAsync(stoppingToken);
                }
            }
            catch (Exception problem) when (DatabaseTrouble.Of(problem) is not null
                || problem is IOException or UnauthorizedAccessException)
            {
                log.LogWarning("The mirrors could not be checked; it is tried again. {Type}", problem.GetType().Name);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static bool IsLocal(string location) => location.StartsWith("127.0.0.1:", StringComparison.Ordinal);
}
