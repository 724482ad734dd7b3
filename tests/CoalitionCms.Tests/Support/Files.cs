using AngleSharp.Html.Dom;

namespace CoalitionCms.Tests.Support;

/// <summary>Files sent by forms.</summary>
internal static class Files
{
    /// <summary>Sends a form of a page with one file in its field <c>File</c>, and follows nothing.</summary>
    public static Task<WebPage> SendFileAsync(this Browser browser, WebPage page, string form, byte[] bytes, string name = "table.csv")
    {
        var target = (IHtmlFormElement)page.One(form);
        var parts = (MultipartFormDataContent)FormFilling.Collect(target, null).Body;
        parts.Add(new ByteArrayContent(bytes), "File", name);
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(page.Url, target.GetAttribute("action"))) { Content = parts };
        request.Headers.TryAddWithoutValidation("Origin", page.Url.GetLeftPart(UriPartial.Authority));
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
        return browser.SendAsync(request);
    }
}
