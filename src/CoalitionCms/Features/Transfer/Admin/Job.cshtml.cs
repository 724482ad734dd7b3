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
