using CoalitionCms.Domain;
using CoalitionCms.Features.Transfer.Actions;
using CoalitionCms.Identity;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Transfer.Admin;

/// <summary>Starts an import: a file that is uploaded, or one that is on the host already.</summary>
[Authorize(Policy = nameof(Permission.ManageSite))]
[StepUp]
[RequestSizeLimit(MostBytes)]
[RequestFormLimits(MultipartBodyLengthLimit = MostBytes)]
internal sealed class IndexModel(ImportJobs jobs, TimeProvider clock) : StaffPage
{
    public const int MostBytes = 100 * 1024 * 1024;
    private const int MostMapBytes = 1024 * 1024;

    [BindProperty(Name = "File")]
    public IFormFile? Sent { get; set; }

    /// <summary>What is decided about authors, labels and hosts: a JSON file.</summary>
    [BindProperty(Name = "Map")]
    public IFormFile? SentMap { get; set; }

    [BindProperty]
    public ImportForm Input { get; set; } = new();

    public IReadOnlyList<string> Files => jobs.Files;

    public IReadOnlyList<string> Folders => jobs.Folders;

    public string Folder => jobs.Folder;

    public IReadOnlyList<ImportJob> Jobs { get; private set; } = [];

    public bool HasStopped(ImportJob job) => job.HasStopped(clock.NowToMillisecond());

    public void OnGet() => Jobs = jobs.All;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Jobs = jobs.All;
        var errors = new List<Error>();
        if (Sent is { Length: > 0 } sent)
        {
            // Kept whatever else is wrong: a browser does not send a chosen file a second time by itself.
            await using var stream = sent.OpenReadStream();
            Keep(f => f.Kept = CleanText.Line(Path.GetFileName(sent.FileName)),
                await jobs.StoreAsync(stream, sent.FileName, cancellationToken));
        }
        else if (!jobs.IsUpload(Input.KeptAs))
        {
            Keep(f => f.Kept = "", "");
        }

        if (Input.KeptAs.Length > 0 == Input.OnHost.Length > 0)
        {
            errors.Add(new("Import.Page.OneFile", "OnHost"));
        }

        if (SentMap is { Length: > MostMapBytes })
        {
            errors.Add(new("Files.TooLarge", "Map", 1));
        }
        else
        {
            await ReadMapAsync(cancellationToken);
        }

        return errors.Count > 0 || !ModelState.IsValid ? Again(errors)
            : await StartAsync(Input.ToJob(Input.KeptAs.Length > 0 ? Input.KeptAs : Input.OnHost), cancellationToken);
    }

    private void Keep(Action<ImportForm> name, string storedAs)
    {
        name(Input);
        Input.KeptAs = storedAs;
        ModelState.Remove("Input.Kept");
        ModelState.Remove("Input.KeptAs");
    }

    private async Task ReadMapAsync(CancellationToken cancellationToken)
    {
        if (SentMap is { Length: > 0 } sent)
        {
            using var reader = new StreamReader(sent.OpenReadStream());
            Input.KeptMap = await reader.ReadToEndAsync(cancellationToken);
        }

        try
        {
            _ = Input.KeptMap.Length == 0 ? ImportMap.None : ImportMap.Read(Input.KeptMap);
        }
        catch (SourceException wrong)
        {
            ModelState.AddModelError("Input.Map", new ReportText(Texts).Refusal(new(wrong.Key, [.. wrong.Arguments]), wrong.Line));
            Input.KeptMap = "";
        }

        ModelState.Remove("Input.KeptMap");
    }

    /// <summary>After a trial: the same again, in earnest.</summary>
    public async Task<IActionResult> OnPostEarnestAsync(Guid of, CancellationToken cancellationToken)
    {
        Jobs = jobs.All;
        return jobs.Find(of) is { } trial ? await StartAsync(trial with { IsDryRun = false, IsOver = false, Lines = [] }, cancellationToken)
            : NotFound();
    }

    private async Task<IActionResult> StartAsync(ImportJob job, CancellationToken cancellationToken) =>
        await jobs.StartAsync(Actor, job, Texts, cancellationToken) is { } id
            ? LocalRedirect(SiteUrls.Import(id))
            : Again([new("Import.Page.NotStarted")]);
}

/// <summary>What the form sends.</summary>
internal sealed class ImportForm
{
    public ImportFormat Format { get; set; }

    /// <summary>A file of the folder for imports.</summary>
    public string OnHost { get; set; } = "";

    /// <summary>A folder there with photos.</summary>
    public string Photos { get; set; } = "";

    public bool IsDryRun { get; set; } = true;

    public bool AsDrafts { get; set; }

    public string Language { get; set; } = "";

    /// <summary>Name of a file that was sent before, when something else was wrong.</summary>
    public string Kept { get; set; } = "";

    /// <summary>Its name in the folder for imports.</summary>
    public string KeptAs { get; set; } = "";

    /// <summary>What was decided in a file that was sent before.</summary>
    public string KeptMap { get; set; } = "";

    public ImportJob ToJob(string file) => new()
    {
        Format = Format,
        File = file,
        Photos = Photos,
        IsDryRun = IsDryRun,
        AsDrafts = AsDrafts,
        Language = Domain.Language.Find(Language)?.Code ?? "",
        Map = KeptMap,
    };
}
