using System.Globalization;
using System.Text;
using System.Text.Json;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Transfer.Actions;
using CoalitionCms.Web;

namespace CoalitionCms.Features.Transfer;

/// <summary>How an import stands that somebody started on a page.</summary>
internal sealed record ImportJob
{
    /// <summary>After so long without news, the program that ran it was ended.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    public Guid Id { get; init; }
    public ImportFormat Format { get; init; }

    /// <summary>Name of the file in the folder for imports.</summary>
    public string File { get; init; } = "";

    public string Photos { get; init; } = "";
    public bool IsDryRun { get; init; }
    public bool AsDrafts { get; init; }
    public string Language { get; init; } = "";

    /// <summary>What was decided about authors, labels and hosts, as JSON; empty for nothing.</summary>
    public string Map { get; init; } = "";

    public DateTime StartedAt { get; init; }
    public DateTime TellsAt { get; init; }
    public bool IsReading { get; init; } = true;
    public long Done { get; init; }
    public long Total { get; init; }
    public bool IsOver { get; init; }

    /// <summary>The report, one line for each sentence; empty while it runs.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    public int Percent => Total == 0 ? 0 : (int)Math.Min(100, Done * 100 / Total);

    public bool HasStopped(DateTime now) => !IsOver && now - TellsAt > Silence;
}

/// <summary>
/// Runs imports beside the pages, one at a time. How each stands is in a file of the data folder, so that every process can show it; the
/// exports lie there too, where no address leads.
/// </summary>
internal sealed class ImportJobs(
    IServiceScopeFactory scopes, CmsOptions options, TimeProvider clock, IHostApplicationLifetime life, ILogger<ImportJobs> log)
{
    private const string UploadMark = "upload-";
    private const int MostLines = 2_000;
    private const int MostJobs = 20;
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(7);

    private readonly Lock gate = new();
    private Guid? running;

    public string Folder => Path.Combine(Path.GetFullPath(options.DataDirectory), "imports");

    private string StateFolder => Path.Combine(Folder, "jobs");

    /// <summary>Files and folders that an operator put there.</summary>
    public IReadOnlyList<string> Files => !Directory.Exists(Folder) ? [] :
        [.. Directory.EnumerateFileSystemEntries(Folder).Select(f => Path.GetFileName(f)!)
            .Where(f => f != "jobs" && !f.StartsWith(UploadMark, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public IReadOnlyList<string> Folders => [.. Files.Where(f => Directory.Exists(Path.Combine(Folder, f)))];

    /// <summary>The newest imports first.</summary>
    public IReadOnlyList<ImportJob> All => !Directory.Exists(StateFolder) ? [] :
        [.. Directory.EnumerateFiles(StateFolder, "*.json").Select(Read).OfType<ImportJob>().OrderByDescending(j => j.StartedAt)
        .Take(MostJobs)];

    public ImportJob? Find(Guid id) => Read(StateOf(id));

    /// <summary>Whether this is the name of a file that somebody sent.</summary>
    public bool IsUpload(string name) =>
        IsName(name) && name.StartsWith(UploadMark, StringComparison.Ordinal) && File.Exists(Path.Combine(Folder, name));

    /// <summary>Stores what somebody sent, under a name that says nothing of theirs.</summary>
    public async Task<string> StoreAsync(Stream content, string fileName, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Folder);

        // What was sent and never imported holds comments and e-mail addresses too.
        foreach (var old in Directory.EnumerateFiles(Folder, UploadMark + "*")
            .Where(f => clock.GetUtcNow() - File.GetLastWriteTimeUtc(f) > KeptFor))
        {
            File.Delete(old);
        }

        var extension = Path.GetExtension(fileName).ToLowerInvariant();
        extension = extension is ".xml" or ".atom" or ".zip" or ".tgz" or ".gz" or ".tar" ? extension : ".xml";
        var name = UploadMark + Path.GetRandomFileName() + extension;
        await using var file = new FileStream(Path.Combine(Folder, name), FileMode.CreateNew, FileAccess.Write);
        await content.CopyToAsync(file, cancellationToken);
        return name;
    }

    /// <summary>Starts an import; null while another one runs, or when there is no such file.</summary>
    public async Task<Guid?> StartAsync(Actor actor, ImportJob job, Texts texts, CancellationToken cancellationToken)
    {
        // Security: a name of a form is a name in that folder and nothing else.
        if (!IsName(job.File) || !Path.Exists(Path.Combine(Folder, job.File)) || (job.Photos.Length > 0 && !Folders.Contains(job.Photos)))
        {
            return null;
        }

        var id = Guid.CreateVersion7();
        lock (gate)
        {
            if (running is not null)
            {
                return null;
            }

            running = id;
        }

        var now = clock.NowToMillisecond();
        job = job with { Id = id, StartedAt = now, TellsAt = now };
        await WriteAsync(job, cancellationToken);
        var language = texts.Language;
        _ = Task.Run(() => RunAsync(actor, job, language), CancellationToken.None);
        return id;
    }

    /// <summary>The whole report of an import, which its page shows the beginning of; null while there is none.</summary>
    public byte[]? FindReport(Guid id, bool isJson) => File.Exists(ReportOf(id, isJson)) ? File.ReadAllBytes(ReportOf(id, isJson)) : null;

    private string ReportOf(Guid id, bool isJson) =>
        Path.Combine(StateFolder, id.ToString("D", CultureInfo.InvariantCulture) + (isJson ? ".report" : ".txt"));

    private static ImportMap MapOf(ImportJob job)
    {
        var map = job.Map.Length == 0 ? ImportMap.None : ImportMap.Read(job.Map);
        return job.Language.Length == 0 ? map : map with { Language = job.Language };
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and < 200 && name == Path.GetFileName(name) && name is not ("." or ".." or "jobs");

    private async Task RunAsync(Actor actor, ImportJob job, Language language)
    {
        try
        {
            var request = new ImportRequest(job.Format, [Path.Combine(Folder, job.File)])
            {
                MediaFolder = job.Photos.Length > 0 ? Path.Combine(Folder, job.Photos) : null,
                IsDryRun = job.IsDryRun,
                AsDrafts = job.AsDrafts,
                Map = MapOf(job),
            };
            await using var scope = scopes.CreateAsyncScope();
            var report = job.Format == ImportFormat.Export
                ? await scope.ServiceProvider.GetRequiredService<ReadExport>().RunAsync(actor, request, Tell, life.ApplicationStopping)
                : await scope.ServiceProvider.GetRequiredService<ImportSite>().RunAsync(actor, request, Tell, life.ApplicationStopping);
            var words = new ReportText(new Texts(new HttpContextAccessor()) { Own = language });
            var lines = words.Lines(report, MostLines).ToList();
            await AtomicFile.WriteAsync(ReportOf(job.Id, isJson: true), Encoding.UTF8.GetBytes(words.Json(report)), CancellationToken.None);
            await AtomicFile.WriteAsync(ReportOf(job.Id, isJson: false),
                Encoding.UTF8.GetBytes(string.Join('\n', words.Lines(report, int.MaxValue)) + "\n"), CancellationToken.None);
            job = job with { IsOver = true, Lines = lines, Done = 1, Total = 1, TellsAt = clock.NowToMillisecond() };
            await WriteAsync(job, CancellationToken.None);
            if (!job.IsDryRun && report.Refused is null && job.File.StartsWith(UploadMark, StringComparison.Ordinal))
            {
                // It holds what must not be kept: comments, e-mail addresses.
                File.Delete(Path.Combine(Folder, job.File));
            }
        }
        catch (OperationCanceledException)
        {
            // The page says that it stopped, and how to go on.
        }
        catch (Exception problem)
        {
            log.LogError("An import ended: {Type}\n{Place}", problem.GetType(), problem.StackTrace);
        }
        finally
        {
            lock (gate)
            {
                running = null;
            }
        }

        void Tell(ImportProgress progress)
        {
            var now = clock.NowToMillisecond();
            if (now - job.TellsAt > TimeSpan.FromSeconds(1))
            {
                job = job with { TellsAt = now, IsReading = progress.IsReading, Done = progress.Done, Total = progress.Total };
                WriteAsync(job, CancellationToken.None).GetAwaiter().GetResult();
            }
        }
    }

    private string StateOf(Guid id) => Path.Combine(StateFolder, id.ToString("D", CultureInfo.InvariantCulture) + ".json");

    private async Task WriteAsync(ImportJob job, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(StateFolder);
        await AtomicFile.WriteAsync(StateOf(job.Id), JsonSerializer.SerializeToUtf8Bytes(job), cancellationToken);
    }

    private static ImportJob? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ImportJob>(File.ReadAllBytes(path));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }
}
