using AngleSharp.Html.Dom;

namespace CoalitionCms.Tests.Support;

/// <summary>Files sent by forms.</summary>
internal static class Files
{
    /// <summary>Sends a form of a page with one file in its field <c>File</c>, and follows nothing.</summary>
    public static Task<WebPage> SendFileAsync(this Browser browser, WebPage page, string form, byte[] bytes, string name = "table.csv") =>
        browser.SendFilesAsync(page, form, ("File", name, bytes));

    public static Task<WebPage> SendFilesAsync(this Browser browser, WebPage page, string form,
        params (string Field, string Name, byte[] Bytes)[] files)
    {
        var target = (IHtmlFormElement)page.One(form);
        var parts = (MultipartFormDataContent)FormFilling.Collect(target, null).Body;
        foreach (var (field, name, bytes) in files)
        {
            parts.Add(new ByteArrayContent(bytes), field, name);
        }

        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(page.Url, target.GetAttribute("action"))) { Content = parts };
        request.Headers.TryAddWithoutValidation("Origin", page.Url.GetLeftPart(UriPartial.Authority));
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
        return browser.SendAsync(request);
    }
}
