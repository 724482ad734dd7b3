using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using CoalitionCms.Domain;
using CoalitionCms.Features.Transfer;
using CoalitionCms.Features.Transfer.Actions;
using CoalitionCms.Tests.Support;
using Xunit;

namespace CoalitionCms.Tests.Transfer;

/// <summary>Small invented exports of other systems, and ways to import them.</summary>
internal static class Exports
{
    public const string Vigil = "<div>We met in the park.</div><div>&nbsp;</div>";

    /// <summary>A backup as Blogger wrote it in its first years, on one line, with what never may be kept.</summary>
    public static string BlogFile(params string[] entries) =>
        "<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005' "
        + "xmlns:thr='http://purl.org/syndication/thread/1.0'><id>tag:blogger.com,1999:blog-77.archive</id><title type='text'>Lantern "
        + "League</title><generator version='7.00'>Blogger</generator>"
        + "<entry><id>tag:blogger.com,1999:blog-77.layout</id>" + Kind("template") + "<content>a theme</content></entry>"
        + "<entry><id>tag:blogger.com,1999:blog-77.settings.BLOG_COMMENT_EMAIL</id>" + Kind("settings")
        + "<content type='text'>owner@lantern.example</content></entry>" + string.Concat(entries) + "</feed>";

    /// <summary>A post of such a backup; an address makes it public.</summary>
    public static string Post(int id, string title, string html, string address = "", string published = "2015-10-06T20:00:00.000-04:00",
        string label = "Vigil", string kind = "post") =>
        $"<entry><id>tag:blogger.com,1999:blog-77.{kind}-{id.ToString(CultureInfo.InvariantCulture)}</id><published>{published}"
        + $"</published><updated>{published}</updated><category scheme='http://www.blogger.com/atom/ns#' term='{label}'/>{Kind(kind)}"
        + $"<title type='text'>{title}</title><content type='html'>{WebUtility.HtmlEncode(html)}</content>"
        + (address.Length > 0 ? $"<link rel='alternate' href='http://lantern.blogspot.com{address}'/>"
        : "<app:control xmlns:app='http://purl.org/atom/app#'><app:draft>yes</app:draft></app:control>")
        + "<author><name>Lan</name><email>noreply@blogger.com</email></author></entry>";

    public const string Comment =
        "<entry><id>tag:blogger.com,1999:blog-77.post-9</id><category scheme='http://schemas.google.com/g/2005#kind' "
        + "term='http://schemas.google.com/blogger/2008/kind#comment'/><title/><content type='html'>words of a troll</content>"
        + "<author><name>Troll</name><email>troll@elsewhere.example</email></author></entry>";

    public static string Wxr(params string[] items) =>
        "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<rss version=\"2.0\" xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\" "
        + "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
        + "xmlns:wp=\"http://wordpress.org/export/1.2/\">\n<channel>\n<title>Lantern</title>\n<link>https://lantern.example</link>\n"
        + "<language>en-US</language>\n<wp:wxr_version>1.2</wp:wxr_version>\n<wp:base_blog_url>https://lantern.example</wp:base_blog_url>\n"
        + "<wp:author><wp:author_login>lan</wp:author_login><wp:author_email>lan@lantern.example</wp:author_email>"
        + "<wp:author_display_name>Lan</wp:author_display_name></wp:author>\n"
        + "<wp:tag><wp:tag_slug>vigil</wp:tag_slug><wp:tag_name>Vigil</wp:tag_name></wp:tag>\n" + string.Join('\n', items)
        + "\n</channel>\n</rss>\n";

    public static string Item(int id, string title, string html, string meta = "", string type = "post", string status = "publish",
        string name = "", string more = "") =>
        $"<item><title>{title}</title><link>https://lantern.example/2015/10/{NameOf(id, name)}/</link>"
        + "<dc:creator><![CDATA[lan]]></dc:creator>"
        + $"<content:encoded><![CDATA[{html}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>"
        + $"<wp:post_id>{id.ToString(CultureInfo.InvariantCulture)}</wp:post_id><wp:post_date>2015-10-06 22:00:00</wp:post_date>"
        + $"<wp:post_date_gmt>2015-10-07 02:00:00</wp:post_date_gmt><wp:post_name>{NameOf(id, name)}</wp:post_name>"
        + $"<wp:status>{status}</wp:status><wp:post_type>{type}</wp:post_type>"
        + $"<category domain=\"post_tag\" nicename=\"vigil\">Vigil</category>{more}{meta}</item>";

    private static string NameOf(int id, string name) => name.Length > 0 ? name : "n" + id.ToString(CultureInfo.InvariantCulture);

    public static string Meta(string key, string value) =>
        $"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>";

    public static string Write(string content, string name = "export.xml") => Write(Encoding.UTF8.GetBytes(content), name);

    public static string Write(byte[] content, string name = "export.xml")
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("cms-export-").FullName, name);
        using (var file = new FileStream(path, FileMode.Create))
        {
            file.Write(content);
        }

        return path;
    }

    public static string Zip(params (string Name, byte[] Content)[] files)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var stream = zip.CreateEntry(name).Open();
                stream.Write(content);
            }
        }

        return Write(memory.ToArray(), "export.zip");
    }

    public static string Tgz(params (string Name, byte[] Content)[] files)
    {
        using var memory = new MemoryStream();
        using (var zipped = new GZipStream(memory, CompressionMode.Compress, leaveOpen: true))
        using (var tar = new TarWriter(zipped))
        {
            foreach (var (name, content) in files)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
            }
        }

        return Write(memory.ToArray(), "takeout.tgz");
    }

    public static Task<ImportReport> ImportAsync(this CmsSite site, ImportFormat format, string file, Func<ImportRequest, ImportRequest>?
        adjust = null)
    {
        var request = new ImportRequest(format, [file]);
        return site.AskAsync((ImportSite import) => import.RunAsync(Actor.CommandLine, adjust?.Invoke(request) ?? request, _ =>
        {
        }, TestContext.Current.CancellationToken));
    }

    private static string Kind(string kind) => "<category scheme='http://schemas.google.com/g/2005#kind' "
        + $"term='http://schemas.google.com/blogger/2008/kind#{kind}'/>";
}
