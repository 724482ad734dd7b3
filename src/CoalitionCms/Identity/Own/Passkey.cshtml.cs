using CoalitionCms.Identity.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Identity.Own;

/// <summary>Adding a passkey.</summary>
[Authorize(Policy = SessionPrincipal.EvenInGrace)]
[StepUp(ToSee = true)]
public sealed class PasskeyModel(PasskeyCeremony ceremony, AddPasskey add, Texts texts) : PageModel
{
    /// <summary>The form.</summary>
    public PasskeyForm Form { get; private set; } = null!;

    /// <summary>True when it was added just now.</summary>
    public bool IsAdded { get; private set; }

    /// <summary>Recovery codes just made. They are shown in this answer and kept nowhere; hence no redirect.</summary>
    public IReadOnlyList<string> Codes { get; private set; } = [];

    /// <summary>Asks for one.</summary>
    public Task<IActionResult> OnGetAsync() => AskAsync(DeviceName.Of(Request.Headers.UserAgent.ToString()) is { System.Length: > 0 } device ? device.System : "");

    /// <summary>Adds it.</summary>
    public async Task<IActionResult> OnPostAsync(PasskeyAnswer answer, string? name, CancellationToken cancellationToken)
    {
        var actor = HttpContext.Actor();
        var made = await ceremony.AddedAsync(HttpContext, actor.AccountId ?? Guid.Empty, answer);
        var result = await add.RunAsync(actor, made, name ?? "", cancellationToken);
        ModelState.Clear();
        if (!result.IsDone)
        {
            ModelState.Add(texts, result.Errors.Select(r => r with { Field = "" }));
            return await AskAsync(name ?? "");
        }

        await HttpContext.SignInAgainAsync(result.Value.Account);
        (IsAdded, Codes) = (true, result.Value.Codes);
        if (Codes.Count > 0)
        {
            return Page();
        }

        TempData["done"] = "Factors.Added";
        return Redirect(SignInAnswers.FactorsPath);
    }

    private async Task<IActionResult> AskAsync(string name)
    {
        var question = await ceremony.ToAddAsync(HttpContext, HttpContext.Actor().AccountId ?? Guid.Empty);
        Form = new(question) { Action = "/account/factors/passkey", IsNew = true, Name = name };
        return Page();
    }
}
