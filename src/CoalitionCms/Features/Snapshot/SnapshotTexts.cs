using System.Net;
using System.Text;
using CoalitionCms.Integrity;

namespace CoalitionCms.Features.Snapshot;

/// <summary>Files of a copy that are not pages of the site.</summary>
internal static class SnapshotTexts
{
    private const string Signed = $"-n {CopyManifest.Namespace} -s {CopyManifest.SignatureName} < {CopyManifest.FileName}";
    private const string VerifyCommand = "ssh-keygen -Y verify -f allowed_signers";
    private const string WindowsCheck = $"Get-Content {CopyManifest.FileName} -Encoding UTF8 | Where-Object {{ $_ -notmatch '^#' }}"
        + " | ForEach-Object { $h, $f = $_ -split '  ', 2;"
        + " if ((Get-FileHash -LiteralPath $f).Hash -ne $h) { \"CHANGED $f\" } }";

    /// <summary>The page at a former address.</summary>
    public static string Moved(string from, string to)
    {
        var link = WebUtility.HtmlEncode(CopyAddress.Relative(from, to));
        return "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>→</title><meta http-equiv=\"refresh\" content=\"0; "
            + $"url={link}\">"
            + $"<meta name=\"robots\" content=\"noindex\"></head><body><p><a href=\"{link}\">→ "
            + $"{WebUtility.HtmlEncode(to)}</a></p></body></html>\n";
    }

    /// <summary>Former addresses in the form that several hosts of static sites read.</summary>
    public static string Redirects(IEnumerable<(string From, string To)> moved) =>
        "# Former addresses, for hosts of static pages.\n"
        + string.Concat(moved.Select(m => $"{Escaped(m.From)} {Escaped(m.To)} 301\n"));

    public static string NginxRedirects(IEnumerable<(string From, string To)> moved)
    {
        var text = new StringBuilder("# For a server block of nginx whose root is this folder:\n"
            + "#     location / { try_files $uri $uri.html $uri/index.html =404; }\n#     error_page 404 /404.html;\n"
            + "#     access_log off;\n");
        foreach (var (from, to) in moved)
        {
            text.Append("location = ").Append(Quoted(from)).Append(" { return 301 ").Append(Escaped(to)).Append("; }\n");
        }

        return text.ToString();
    }

    /// <summary>For who has only the folder: what it is, and how it is checked without any page of it.</summary>
    public static string ReadMe(string site) => $"""
        A copy of {site}

        Open index.html. It needs no network and no program but a browser. 打开 index.html 即可阅读，无需联网。

        CHECK IT BEFORE YOU PASS IT ON
        Anyone can make a copy that looks like this one. The signature tells whether it is ours. Take our fingerprint or key
        from another place than this folder (a poster, a friend, another mirror), not from the file allowed_signers here.

        With our small program (one file, nothing to install):
            coalitioncms-verify FOLDER --key SHA256:…
        It names every file that is missing, changed or added, and says if the copy is old.

        Without it, with what is on most computers. In this folder:
        Linux
            sha256sum -c --strict --quiet {CopyManifest.FileName}
            ssh-keygen -Y check-novalidate {Signed}
        macOS
            shasum -a 256 -c {CopyManifest.FileName} | grep -v OK
            ssh-keygen -Y check-novalidate {Signed}
        Windows (PowerShell has no "<", so the second line goes through cmd)
            {WindowsCheck}
            cmd /c "ssh-keygen -Y check-novalidate {Signed}"
        The last command prints a fingerprint (SHA256:…). It must be ours, letter by letter. If you have our key as a line in
        a file allowed_signers of your own:
            {VerifyCommand} -I {new Uri(site).Host} {Signed}
        These commands do not notice files that were added; the small program does.

        WHAT A SIGNATURE SAYS
        Who made the copy, and when. Not that what it says is true, and not that it is new: {CopyManifest.FileName} says until when it
        is valid. Names in it may have been withdrawn since. When you get a newer copy, delete this one.

        PASS IT ON
        As a folder or ZIP on a USB stick; by any web server (redirects.nginx.conf has lines for nginx, _redirects for others);
        in OnionShare by "Host a website", with this folder. Turn off the server's log of visitors.

        """;

    private static string Escaped(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static string Quoted(string path) =>
        "\"" + path.Replace("\\", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal)
        + "\"";
}
