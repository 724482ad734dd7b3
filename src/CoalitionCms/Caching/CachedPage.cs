using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace CoalitionCms.Caching;

/// <summary>One page in each encoding, with its entity tag.</summary>
internal sealed class CachedPage
{
    /// <summary>
    /// Times in headers have whole seconds. Until the second is over, the content may change once more with the same time, and who has it
    /// would never learn of it.
    /// </summary>
    private static readonly TimeSpan SecondIsOver = TimeSpan.FromSeconds(5);

    /// <summary>What fits into one packet is no quicker when it is smaller.</summary>
    private const int OnePacket = 1_200;

    private readonly byte[] gzip;
    private readonly byte[] plain;
    private readonly string plainTag;
    private readonly string gzipTag;
    private readonly string brotliTag;
    private byte[] brotli;
    private int recompressed;
    private long lastUsed = Environment.TickCount64;
    private long failedAt = long.MinValue;
    private volatile bool isStale;

    internal CachedPage(byte[] plain, string contentType, IReadOnlyCollection<string> tags, DateOnly day, DateOnly? lastDay)
    {
        this.plain = plain;
        ContentType = contentType;
        Tags = tags.ToHashSet(StringComparer.Ordinal);
        ShowsNames = Tags.Contains(CacheTag.Attendance);
        Day = day;
        LastDay = lastDay;
        var hash = Convert.ToHexStringLower(SHA256.HashData(plain).AsSpan(0, 12));
        (plainTag, gzipTag, brotliTag) = ($"\"{hash}\"", $"\"{hash}-gzip\"", $"\"{hash}-br\"");
        brotli = Brotli(plain, 5);
        gzip = Gzip(plain);
    }

    /// <summary>True when the content depends on the query; otherwise one copy answers every query.</summary>
    public bool ReadsQuery { get; init; }

    public string ContentType { get; }
    public IReadOnlySet<string> Tags { get; }

    /// <summary>Counts how often people read the page; null for what is not counted.</summary>
    internal PageViewCounter? Views { get; init; }

    /// <summary>When the content last changed, for programs that ask by time; null for pages, which they ask for by tag.</summary>
    internal DateTimeOffset? LastModified { get; init; }

    /// <summary>200, or 404 for the page that answers unknown addresses.</summary>
    internal int Status { get; init; } = StatusCodes.Status200OK;

    internal bool ShowsNames { get; }

    /// <summary>True when content of the page may have changed without this process being notified.</summary>
    internal bool IsStale
    {
        get => isStale;
        set => isStale = value;
    }

    internal DateOnly Day { get; }
    internal DateOnly? LastDay { get; }

    internal long LastUsed => Volatile.Read(ref lastUsed);

    internal long Size => plain.Length + gzip.Length + (long)brotli.Length + 512;

    /// <summary>Records that the page could not be rendered again.</summary>
    internal void NoteFailure() => Volatile.Write(ref failedAt, Environment.TickCount64);

    internal void ForgetFailure() => Volatile.Write(ref failedAt, long.MinValue);

    /// <summary>True when a rendering failed within this time.</summary>
    internal bool FailedWithin(TimeSpan time) =>
        Volatile.Read(ref failedAt) is >= 0 and var at && Environment.TickCount64 - at < (long)time.TotalMilliseconds;

    /// <summary>Writes the page in the best encoding that the client accepts, or 304 if the client has it.</summary>
    public Task WriteAsync(HttpContext context)
    {
        lastUsed = Environment.TickCount64;
        var (encoding, tag, bytes) = Choose(context.Request.Headers.AcceptEncoding);
        var headers = context.Response.Headers;
        headers.Vary = HeaderNames.AcceptEncoding;
        if (Status == StatusCodes.Status200OK)
        {
            headers.ETag = tag;
            headers.CacheControl = "public, max-age=0, must-revalidate";
            headers.LastModified = LastModified is { } since && Now(context) - since > SecondIsOver
                ? since.ToString("R", CultureInfo.InvariantCulture) : StringValues.Empty;
            if (HasIt(context.Request.Headers, tag, headers.LastModified))
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }
        }
        else
        {
            context.Response.StatusCode = Status;
            headers.CacheControl = "no-cache";
        }

        context.Response.ContentType = ContentType;
        context.Response.ContentLength = bytes.Length;
        if (encoding.Length > 0)
        {
            headers.ContentEncoding = encoding;
        }

        if (HttpMethods.IsHead(context.Request.Method))
        {
            return Task.CompletedTask;
        }

        // The server ends the write when the client is gone; the token of the request would cost a registration each time.
        var write = context.Response.BodyWriter.WriteAsync(bytes, CancellationToken.None);
        if (!write.IsCompletedSuccessfully)
        {
            return write.AsTask();
        }

        // Nothing to wait for: the result is taken so that what holds it can be used again.
        _ = write.Result;
        return Task.CompletedTask;
    }

    /// <summary>
    /// Writes a page that is not stored, such as results of a search, compressed quickly. Security: never for somebody signed in, whose
    /// pages hold secrets beside what others typed.
    /// </summary>
    internal static Task WriteOnceAsync(HttpContext context, byte[] plain)
    {
        var (response, headers) = (context.Response, context.Response.Headers);
        var accept = context.Request.Headers.AcceptEncoding;
        if (response.StatusCode == StatusCodes.Status200OK && plain.Length > OnePacket && !headers.ContainsKey("Set-Cookie")
            && headers.ContentEncoding.Count == 0 && response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true)
        {
            headers.Vary = HeaderNames.AcceptEncoding;
            if (Takes(accept, "br"))
            {
                (headers.ContentEncoding, plain) = ("br", Brotli(plain, 4));
            }
            else if (Takes(accept, "gzip"))
            {
                (headers.ContentEncoding, plain) = ("gzip", Gzip(plain));
            }

            response.ContentLength = plain.Length;
        }

        return response.Body.WriteAsync(plain, context.RequestAborted).AsTask();
    }

    /// <summary>Compresses the page again at the best level, in the background after the first response was sent.</summary>
    internal void Recompress()
    {
        if (Interlocked.Exchange(ref recompressed, 1) == 0)
        {
            brotli = Brotli(plain, 11);
        }
    }

    private static DateTimeOffset Now(HttpContext context) => context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    private static bool HasIt(IHeaderDictionary asked, string tag, StringValues lastModified)
    {
        var ifNoneMatch = asked.IfNoneMatch;
        if (ifNoneMatch.Count == 0)
        {
            // Compared as text: clients send back what they were given, and any other time is not of this content.
            return lastModified.Count > 0 && asked.IfModifiedSince == lastModified;
        }

        foreach (var value in ifNoneMatch)
        {
            if (value is not null
                && (value == "*" || value.Split(',').Any(v => v.Trim().Replace("W/", "", StringComparison.Ordinal) == tag)))
            {
                return true;
            }
        }

        return false;
    }

    private (string Encoding, string Tag, byte[] Bytes) Choose(StringValues accept) =>
        Takes(accept, "br") ? ("br", brotliTag, brotli) : Takes(accept, "gzip") ? ("gzip", gzipTag, gzip) : ("", plainTag, plain);

    private static bool Takes(StringValues accept, ReadOnlySpan<char> encoding)
    {
        foreach (var value in accept)
        {
            var rest = value.AsSpan();
            while (!rest.IsEmpty)
            {
                var comma = rest.IndexOf(',');
                var part = (comma < 0 ? rest : rest[..comma]).Trim();
                rest = comma < 0 ? [] : rest[(comma + 1)..];
                if (part.StartsWith(encoding, StringComparison.OrdinalIgnoreCase)
                    && (part.Length == encoding.Length || part[encoding.Length] is ';' or ' '))
                {
                    return !IsRefused(part[encoding.Length..]);
                }
            }
        }

        return false;
    }

    /// <summary>True for a quality of zero, however it is written: <c>;q=0</c>, <c>; q=0.000</c>.</summary>
    private static bool IsRefused(ReadOnlySpan<char> parameters)
    {
        var equals = parameters.IndexOf('=');
        return equals >= 0 && parameters[(equals + 1)..].Trim().TrimEnd('0').TrimEnd('.') is [] or ['0'];
    }

    private static byte[] Brotli(byte[] plain, int quality)
    {
        var buffer = new byte[BrotliEncoder.GetMaxCompressedLength(plain.Length)];
        return BrotliEncoder.TryCompress(plain, buffer, out var written, quality, window: 22)
            ? buffer[..written]
            : throw new InvalidOperationException("Brotli refused a page.");
    }

    private static byte[] Gzip(byte[] plain)
    {
        using var output = new MemoryStream();
        using (var stream = new GZipStream(output, CompressionLevel.SmallestSize))
        {
            stream.Write(plain);
        }

        return output.ToArray();
    }
}
