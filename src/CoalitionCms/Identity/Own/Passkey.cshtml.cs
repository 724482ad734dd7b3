using CoalitionCms.Identity.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Identity.Own;

[Authorize(Policy = SessionPrincipal.EvenInGrace)]
[StepUp(ToSee = true)]
internal sealed class PasskeyModel(PasskeyCeremony ceremony, AddPasskey add) : StaffPage
{
    public PasskeyForm Form { get; private set; } = null!;
    public bool IsAdded { get; private set; }

    /// <summary>Recovery codes just created. They are shown in this response and not stored, so there is no redirect.</summary>
    public IReadOnlyList<string> Codes { get; private set; } = [];

    public Task<IActionResult> OnGetAsync() => AskAsync(DeviceName.Of(Request.Headers.UserAgent.ToString()).System);

    public async Task<IActionResult> OnPostAsync(PasskeyAnswer answer, string? name, CancellationToken cancellationToken)
    {
        var made = await ceremony.AddedAsync(HttpContext, Actor.AccountId ?? Guid.Empty, answer);
        var result = await add.RunAsync(Actor, made, name ?? "", cancellationToken);
        ShowErrors(result.Errors);
        if (!result.IsDone)
        {
            return await AskAsync(name ?? "");
        }

        await HttpContext.SignInAgainAsync(result.Value.Account);
        (IsAdded, Codes) = (true, result.Value.Codes);
        return Codes.Count > 0 ? Page() : Done("Factors.Added", SignInAnswers.FactorsPath);
    }

    private async Task<IActionResult> AskAsync(string name)
    {
        Form = new(await ceremony.ToAddAsync(HttpContext, Actor.AccountId ?? Guid.Empty))
        {
            Action = "/account/factors/passkey",
            IsNew = true,
            Name = name
        };
        return Page();
    }
}
