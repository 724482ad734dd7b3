using System.IO.Compression;
using System.Net;

namespace CoalitionCms.Integrity;

/// <summary>Where a copy is read from. Nothing that it says about itself is believed:
/// not names, not lengths, not where to go instead.</summary>
public abstract class CopySource : IDisposable
{
    /// <summary>Paths in the copy, or null where nobody can list them.</summary>
    public abstract IReadOnlyList<string>? Paths { get; }

    /// <summary>What is wrong with names and kinds of files before any is read.</summary>
    public virtual IReadOnlyList<CopyFinding> Oddities { get; } = [];

    /// <summary>How many files are read at a time.</summary>
    public abstract int AtATime { get; }

    /// <summary>Opens a file; null if there is none.</summary>
    public abstract Task<Stream?> OpenAsync(string path, CancellationToken cancellationToken);

    /// <summary>Reads a whole small file; null if there is none or it is longer.</summary>
    public async Task<byte[]?> ReadAsync(string path, int most, CancellationToken cancellationToken)
    {
        await using var stream = await OpenAsync(path, cancellationToken);
        if (stream is null)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        var buffer = new byte[81_920];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (bytes.Length + read > most)
            {
                return null;
            }

            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>A folder. Links in it are not followed: they are named.</summary>
public sealed class FolderCopy : CopySource
{
    private readonly string root;
    private readonly List<string> paths = [];
    private readonly List<CopyFinding> oddities = [];

    public FolderCopy(string folder)
    {
        root = Path.GetFullPath(folder);
        Walk(new DirectoryInfo(root), "");
    }

    public override IReadOnlyList<string> Paths => paths;

    public override IReadOnlyList<CopyFinding> Oddities => oddities;

    public override int AtATime => Math.Min(4, Environment.ProcessorCount);

    public override Task<Stream?> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var file = Path.Combine(root, path.Replace('/', Path.DirectorySeparatorChar));
        return Task.FromResult<Stream?>(CopyPath.Problem(path) is null && File.Exists(file) && !PassesALink(file)
            ? new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan)
            : null);
    }

    private bool PassesALink(string file)
    {
        for (var place = file; place.Length > root.Length; place = Path.GetDirectoryName(place)!)
        {
            if (new FileInfo(place).LinkTarget is not null)
            {
                return true;
            }
        }

        return false;
    }

    private void Walk(DirectoryInfo folder, string prefix)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            var path = prefix + entry.Name;
            if (entry.LinkTarget is not null)
            {
                oddities.Add(new(CopyFault.Link, path, "it leads elsewhere"));
            }
            else if (entry is DirectoryInfo inner)
            {
                Walk(inner, path + "/");
            }
            else if (!entry.Attributes.HasFlag(FileAttributes.Device) && entry is FileInfo)
            {
                paths.Add(path);
            }
        }
    }
}

/// <summary>A ZIP file, with the copy at its top or in one folder.</summary>
public sealed class ZipCopy : CopySource
{
    private const int MostEntries = CopyManifest.MaxFiles + 10_000;
    private readonly ZipArchive archive;
    private readonly Dictionary<string, ZipArchiveEntry> entries = new(StringComparer.Ordinal);
    private readonly List<CopyFinding> oddities = [];

    /// <exception cref="InvalidDataException">It is no ZIP file.</exception>
    public ZipCopy(Stream file)
    {
        archive = new(file, ZipArchiveMode.Read);
        if (archive.Entries.Count > MostEntries)
        {
            throw new InvalidDataException("more entries than any copy has");
        }

        var prefix = PrefixOf(archive);
        foreach (var entry in archive.Entries)
        {
            if (!entry.FullName.StartsWith(prefix, StringComparison.Ordinal))
            {
                oddities.Add(new(CopyFault.Extra, entry.FullName, ""));
                continue;
            }

            var path = entry.FullName[prefix.Length..];
            if (path.Length == 0 || (path.EndsWith('/') && entry.Length == 0))
            {
                continue;
            }

            const int Kind = 0xF000, SymbolicLink = 0xA000;
            if (((entry.ExternalAttributes >> 16) & Kind) == SymbolicLink)
            {
                oddities.Add(new(CopyFault.Link, path, "it leads elsewhere"));
            }
            else if (!entries.TryAdd(path, entry))
            {
                // Security: programs differ in which of the two they unpack.
                oddities.Add(new(CopyFault.Twice, path, "two entries of the ZIP file have this name"));
            }
        }
    }

    public override IReadOnlyList<string> Paths => [.. entries.Keys];

    public override IReadOnlyList<CopyFinding> Oddities => oddities;

    // One file of a ZIP is read at a time.
    public override int AtATime => 1;

    public override Task<Stream?> OpenAsync(string path, CancellationToken cancellationToken) =>
        Task.FromResult(entries.TryGetValue(path, out var entry) ? entry.Open() : null);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            archive.Dispose();
        }

        base.Dispose(disposing);
    }

    private static string PrefixOf(ZipArchive archive)
    {
        var manifests = archive.Entries.Select(e => e.FullName)
            .Where(n => n == CopyManifest.FileName || n.EndsWith("/" + CopyManifest.FileName, StringComparison.Ordinal))
            .OrderBy(n => n.Count(c => c == '/')).ThenBy(n => n, StringComparer.Ordinal).ToList();
        return manifests.Count == 0 ? "" : manifests[0][..^CopyManifest.FileName.Length];
    }
}

/// <summary>A copy on a web server.</summary>
public sealed class WebCopy : CopySource
{
    private const int MostRedirects = 3;
    private readonly Uri root;
    private readonly HttpClient client;

    /// <param name="handler">How to connect; without following redirects.</param>
    /// <param name="timeForOne">How long one file may take.</param>
    public WebCopy(Uri root, HttpMessageHandler handler, TimeSpan timeForOne)
    {
        ArgumentNullException.ThrowIfNull(root);
        this.root = root.AbsolutePath.EndsWith('/') ? root : new Uri(root.GetLeftPart(UriPartial.Path) + "/");
        client = new(handler, disposeHandler: true) { Timeout = timeForOne };
    }

    /// <summary>The usual connection: no redirects followed, no cookies, no compression, few and short headers.</summary>
    public static SocketsHttpHandler Handler(Uri? proxy = null) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(20),
        MaxResponseHeadersLength = 32,
        MaxConnectionsPerServer = 4,
        Proxy = proxy is null ? null : new WebProxy(proxy),
        UseProxy = proxy is not null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    };

    public override IReadOnlyList<string>? Paths => null;

    public override int AtATime => 4;

    /// <param name="path">Unescaped, and at a live site with its query as it is sent: no file of a copy has a question mark.</param>
    /// <exception cref="HttpRequestException">The server does not answer, or not with the file.</exception>
    public override async Task<Stream?> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var query = path.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? at : path.Length;
        var address = new Uri(root, string.Join('/', path[..query].Split('/').Select(Uri.EscapeDataString)) + path[query..]);
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                return new Answer(response, await response.Content.ReadAsStreamAsync(cancellationToken), client.Timeout);
            }

            var (status, next) = (response.StatusCode, response.Headers.Location);
            response.Dispose();
            if (status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
            {
                return null;
            }

            // Security: on the same host alone, such as from "x.html" to "x"; anything else would check another copy than was asked for.
            if ((int)status is < 300 or >= 400 || next is null || redirects == MostRedirects
                || new Uri(address, next) is var target && target.Authority != root.Authority)
            {
                throw new HttpRequestException($"the server answered {(int)status}");
            }

            address = target;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            client.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>The body of an answer, with its own time limit: that of the client ends with the headers.</summary>
    private sealed class Answer(HttpResponseMessage response, Stream body, TimeSpan time) : Stream
    {
        private readonly CancellationTokenSource limit = new(time);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            try
            {
                return await body.ReadAsync(buffer, both.Token);
            }
            catch (OperationCanceledException slow) when (!cancellationToken.IsCancellationRequested)
            {
                throw new HttpRequestException("the server sends too slowly", slow);
            }
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                body.Dispose();
                response.Dispose();
                limit.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
