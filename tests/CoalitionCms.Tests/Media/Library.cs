using System.Net.Http.Headers;
using AngleSharp.Html.Dom;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Media.Actions;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CoalitionCms.Tests.Media;

/// <summary>Photos and files in a site's library, put there by its forms or by its own action.</summary>
internal static class Library
{
    /// <summary>A small photo of one shade; another shade is another photo.</summary>
    public static byte[] Photo(byte shade, params byte[][] segments) => Jpegs.Of(4, [.. Enumerable.Repeat(shade, 8)], segments);

    /// <summary>A document of its own.</summary>
    public static byte[] Document(int number) => Pdfs.Of(number);

    /// <summary>Puts a file in by the action.</summary>
    public static async Task<string> AddAsync(this CmsSite site, Actor actor, byte[] content, string altText = "",
        string name = "photo.jpg", string language = "en") =>
        (await site.AskAsync((AddMedia add) =>
        add.RunAsync(actor, new(content, name, Language.Find(language)!, altText), TestContext.Current.CancellationToken))).Value;

    /// <summary>Sends a form of a page with files, and follows nothing.</summary>
    public static Task<WebPage> UploadAsync(this Browser browser, WebPage page, string form, string button,
        (string Name, string Value)[] fields, bool asScript, params (string Name, byte[] Bytes)[] files) =>
        browser.UploadAsync(page, form, button, fields, asScript, "Photos", files);

    /// <summary>The same with another field for the files.</summary>
    public static async Task<WebPage> UploadAsync(this Browser browser, WebPage page, string form, string button,
        (string Name, string Value)[] fields, bool asScript, string fileField, params (string Name, byte[] Bytes)[] files)
    {
        var target = (IHtmlFormElement)page.One(form);
        foreach (var (name, value) in fields)
        {
            Assert.True(FormFilling.Set(target, name, value), $"The form {form} has no field {name}.\n{page}");
        }

        var parts = (MultipartFormDataContent)FormFilling.Collect(target, page.One($"{form} {button}")).Body;
        foreach (var (name, bytes) in files)
        {
            var part = new ByteArrayContent(bytes);
            part.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
            parts.Add(part, fileField, name);
        }

        var action = target.GetAttribute("action") is { Length: > 0 } path ? path : page.Url.PathAndQuery;
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(page.Url, action)) { Content = parts };
        request.Headers.TryAddWithoutValidation("Origin", page.Url.GetLeftPart(UriPartial.Authority));
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
        if (asScript)
        {
            request.Headers.TryAddWithoutValidation("Accept", "application/json");
        }

        return await browser.SendAsync(request);
    }

    /// <summary>The same with the library's own form.</summary>
    public static async Task<WebPage> UploadAsync(this Browser browser, string altText, bool asScript,
        params (string Name, byte[] Bytes)[] files) =>
        await browser.UploadAsync(await browser.GetAsync("/admin/media"), "form#upload", "button", [("altText", altText)], asScript, files);

    /// <summary>How many files the library has.</summary>
    public static Task<int> CountMediaAsync(this CmsSite site) =>
        site.InDatabaseAsync(db => db.Set<MediaFile>().CountAsync(TestContext.Current.CancellationToken));

    /// <summary>A photo in a text.</summary>
    public static string InText(string sha256, string altText = "A square") => $"![{altText}](/media/{sha256})";
}
