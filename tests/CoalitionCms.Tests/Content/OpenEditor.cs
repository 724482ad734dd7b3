using System.Net;
using System.Text.Json;
using CoalitionCms.Tests.Support;

namespace CoalitionCms.Tests.Content;

/// <summary>What the editor's script was told.</summary>
internal sealed record ScriptAnswer(HttpStatusCode Status, string Message, long Version, string Url, string Others);

/// <summary>An editor open in a browser, with what its script does: it saves by itself and carries the numbers on.</summary>
internal sealed class OpenEditor
{
    private const string Form = "form.editor";
    private readonly Browser browser;
    private readonly WebPage page;

    private OpenEditor(Browser browser, WebPage page) => (this.browser, this.page) = (browser, page);

    /// <summary>Opens a new article, or the editor at a path.</summary>
    public static async Task<OpenEditor> AtAsync(Browser browser, string path = "/admin/articles/new") =>
        new(browser, (await browser.GetAsync(path)).ShouldHave(HttpStatusCode.OK));

    /// <summary>Goes on in a page that came back.</summary>
    public static OpenEditor On(Browser browser, WebPage page) => new(browser, page);

    /// <summary>What the script sends a second after typing stopped.</summary>
    public Task<ScriptAnswer> AutosaveAsync(params (string Name, string Value)[] fields) => AskAsync("autosave", fields);

    /// <summary>What it sends every minute while the page is open.</summary>
    public Task<ScriptAnswer> PingAsync() => AskAsync("ping");

    /// <summary>Presses a button.</summary>
    public Task<WebPage> PressAsync(string button, params (string Name, string Value)[] fields)
    {
        var beside = page.Document.QuerySelector($"button[form=editor][value='{button}']");
        if (beside is not null)
        {
            page.One(Form).AppendChild(beside);
        }

        return browser.SubmitAsync(page, Form, $"button[value='{button}']", fields);
    }

    /// <summary>Sends the form as if it had such a button.</summary>
    public Task<WebPage> ForgeAsync(string button, params (string Name, string Value)[] fields)
    {
        page.One($"{Form} button[name=do][hidden]").SetAttribute("value", button);
        return browser.SubmitAsync(page, Form, "button[name=do][hidden]", fields);
    }

    private async Task<ScriptAnswer> AskAsync(string what, params (string Name, string Value)[] fields)
    {
        var button = page.One($"{Form} button[name=do][hidden]");
        button.SetAttribute("value", what);
        var answer = await browser.SubmitAsync(page, Form, "button[name=do][hidden]", fields);
        button.SetAttribute("value", "save");
        if (answer.ContentHeaders.ContentType?.MediaType != "application/json")
        {
            return new(answer.Status, answer.Text, 0, "", "");
        }

        var json = JsonDocument.Parse(answer.Body).RootElement;
        if (what == "autosave" && answer.Status == HttpStatusCode.OK)
        {
            page.One(Form).SetAttribute("action", json.GetProperty("url").GetString());
            Carry("Entry.Version", json.GetProperty("version").GetRawText());
            Carry("Entry.FactsVersion", json.GetProperty("factsVersion").GetRawText());
            Carry("Entry.ItemId", json.GetProperty("item").GetString()!);
        }

        return new(answer.Status, Text(json, "message"), json.TryGetProperty("version", out var version)
            ? version.GetInt64()
            : 0, Text(json, "url"), Text(json, "others"));
    }

    private void Carry(string field, string value) => page.One($"{Form} input[name='{field}']").SetAttribute("value", value);

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
