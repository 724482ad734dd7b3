using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Transfer.Admin;

/// <summary>How an import stands; the browser asks again by itself, without a script.</summary>
[Authorize(Policy = nameof(Permission.ManageSite))]
internal sealed class JobModel(ImportJobs jobs, TimeProvider clock) : StaffPage
{
    public ImportJob Job { get; private set; } = new();

    public bool HasStopped => Job.HasStopped(clock.NowToMillisecond());

    /// <summary>The lists of the report: a title and its rows.</summary>
    public IEnumerable<IReadOnlyList<string>> Sections
    {
        get
        {
            List<string>? section = null;
            foreach (var line in Job.Lines.SkipWhile(l => l.Length > 0))
            {
                if (line.Length > 0)
                {
                    (section ??= []).Add(line);
                    continue;
                }

                if (section is not null)
                {
                    yield return section;
                }

                section = null;
            }

            if (section is not null)
            {
                yield return section;
            }
        }
    }

    public IActionResult OnGet(Guid id)
    {
        if (jobs.Find(id) is not { } found)
        {
            return NotFound();
        }

        Job = found;
        var runs = !Job.IsOver && !HasStopped;
        if (Request.Headers.Accept == "application/json")
        {
            // For the script, which shows how far it is without loading the page again.
            return new JsonResult(new { runs, percent = Job.Percent, text = runs ? Stands : "" });
        }

        if (runs)
        {
            ViewData["Refresh"] = 2;
        }

        return Page();
    }

    public string Stands => Texts[Job.IsReading ? "Import.Page.Reading" : "Import.Page.Saving", Job.Percent];

    public IActionResult OnGetReport(Guid id, string? form)
    {
        var isJson = form == "json";
        return jobs.FindReport(id, isJson) is { } report
            ? File(report, isJson ? "application/json" : "text/plain; charset=utf-8", isJson ? "import-report.json" : "import-report.txt")
            : NotFound();
    }
}
