using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using Markdig.Renderers;
using Markdig.Syntax.Inlines;

namespace CoalitionCms.Content.Markdown.ToHtml;

/// <summary>
/// Video and sound that stand alone in a paragraph. Those of the library are played by the browser; a link to another site becomes a card
/// that says where it leads. Nothing of the other site is loaded.
/// </summary>
internal static class Recordings
{
    private static readonly string[] VideoHosts =
    [
        "youtube.com", "youtu.be", "youtube-nocookie.com", "vimeo.com", "dailymotion.com", "dai.ly", "bilibili.com", "b23.tv", "youku.com",
        "v.qq.com", "ixigua.com", "douyin.com", "tiktok.com", "rumble.com", "odysee.com", "twitch.tv", "tv.naver.com", "tv.kakao.com",
    ];

    private static readonly string[] SoundHosts =
        ["soundcloud.com", "open.spotify.com", "podcasts.apple.com", "ximalaya.com", "podbean.com", "podbbang.com"];

    private static readonly string[] VideoEndings = [".mp4", ".m4v", ".webm", ".mov", ".ogv"];
    private static readonly string[] SoundEndings = [".mp3", ".m4a", ".ogg", ".oga", ".opus", ".wav", ".flac"];

    /// <summary>Writes the only link of a paragraph, if it leads to a recording.</summary>
    internal static bool TryWrite(HtmlRenderer renderer, ContainerInline paragraph, string language, MediaLookup media)
    {
        var parts = paragraph.Where(i => !(i is LineBreakInline or LiteralInline { Content.IsEmpty: true }
            || (i is LiteralInline blank && blank.Content.IsEmptyOrWhitespace()))).Take(2).ToList();
        var (url, link) = parts switch
        {
            [LinkInline { IsImage: false } only] => (only.GetDynamicUrl?.Invoke() ?? only.Url, only),
            [AutolinkInline { IsEmail: false } only] => (only.Url, null),
            _ => (null, (LinkInline?)null),
        };
        if (url is null)
        {
            return false;
        }

        if (media.At(url) is { IsClip: true } clip)
        {
            WriteClip(renderer, clip, link!);
            return true;
        }

        if (!SafeUrl.TryLink(url, out var leavesSite) || !leavesSite || KindOf(url) is not var (kind, host))
        {
            return false;
        }

        var texts = Language.Find(language) ?? Language.English;
        renderer.Write("<p class=\"notice\">");
        LinkTag.TryOpen(renderer, url, title: null);
        renderer.Write("<b><span aria-hidden=\"true\">▶</span> ");
        if (link is null || link.IsAutoLink || link.FirstChild is null)
        {
            renderer.WriteEscape(Say(texts, kind));
        }
        else
        {
            renderer.WriteChildren(link);
        }

        renderer.Write("</b></a><br><small><bdi>").WriteEscape(host).Write("</bdi> · ").WriteEscape(Say(texts, "Text.OtherSite"));
        renderer.WriteLine("</small></p>");
        return true;
    }

    private static void WriteClip(HtmlRenderer renderer, MediaView clip, LinkInline link)
    {
        var element = clip.IsVideo ? "video" : "audio";
        renderer.Write($"<figure><{element} controls preload=\"none\"");
        if (clip.IsVideo)
        {
            renderer.Write(" width=\"640\" height=\"360\"");
        }

        renderer.Write(" src=\"").WriteEscapeUrl(clip.Attachment).Write($"\"></{element}><figcaption><a href=\"")
            .WriteEscapeUrl(clip.Attachment)
            .Write("\">");
        renderer.WriteChildren(link);
        renderer.WriteLine("</a></figcaption></figure>");
    }

    /// <summary>The name of the kind of recording that an address leads to, and its host; null for any other address.</summary>
    private static (string Kind, string Host)? KindOf(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.AbsolutePath.Length < 2)
        {
            return null;
        }

        var host = WebHost.Of(address);
        var path = address.AbsolutePath;
        var kind = IsAt(VideoHosts) || EndsWith(VideoEndings)
            ? "Text.Video"
            : IsAt(SoundHosts) || EndsWith(SoundEndings)
            ? "Text.Sound"
            : null;
        return kind is null ? null : (kind, host.StartsWith("www.", StringComparison.Ordinal) ? host["www.".Length..] : host);

        bool IsAt(string[] hosts) => Array.Exists(hosts, h => host == h || host.EndsWith("." + h, StringComparison.Ordinal));

        bool EndsWith(string[] endings) => Array.Exists(endings, e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase));
    }

    private static string Say(Language language, string key) => language.Texts.GetValueOrDefault(key) ?? Language.English.Texts[key];
}
