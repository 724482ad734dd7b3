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
        if (!Job.IsOver && !HasStopped)
        {
            Response.Headers["Refresh"] = "2";
        }

        return Page();
    }
}
