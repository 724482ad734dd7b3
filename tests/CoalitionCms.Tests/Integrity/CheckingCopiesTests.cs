using System.ComponentModel;
using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using CoalitionCms.Integrity;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Integrity;

/// <summary>Every small change of a signed copy is named, each by its own word and path, and nothing else is.</summary>
public sealed class CheckingCopiesTests
{
    private const string Site = "https://www.example.org";
    private static readonly DateTime Issued = new(2026, 11, 29, 14, 0, 0, DateTimeKind.Utc);
    private static readonly SshPrivateKey Own = SshPrivateKey.Create();
    private static readonly SshPrivateKey Other = SshPrivateKey.Create();
    private static readonly SshPrivateKey Next = SshPrivateKey.Create();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A copy that is changed after it was signed.</summary>
    private sealed class Copy : IDisposable
    {
        private readonly Dictionary<string, byte[]> files = new(StringComparer.Ordinal)
        {
            ["404.html"] = "missing"u8.ToArray(),
            ["index.html"] = "home"u8.ToArray(),
            ["js/copy.js"] = "script"u8.ToArray(),
            ["people/liu.html"] = "a person\n"u8.ToArray(),
            ["zh-Hans/people/金海.html"] = "金海"u8.ToArray(),
        };

        public string Folder { get; } = Directory.CreateTempSubdirectory("cms-copy-").FullName;

        public CopyManifest Manifest { get; set; } = new("Coalition", Site, 5, Issued, Issued.AddDays(30), HashChain.Genesis,
            Own.Public.Fingerprint, 0, 0, []);

        public string this[string file]
        {
            get => File.ReadAllText(At(file));
            set => Put(file, Encoding.UTF8.GetBytes(value));
        }

        public string At(string file) => Path.Combine(Folder, file);

        public void Put(string file, byte[] bytes)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(At(file))!);
            using var stream = File.Create(At(file));
            stream.Write(bytes);
        }

        public Copy With(string file, string text)
        {
            files[file] = Encoding.UTF8.GetBytes(text);
            return this;
        }

        public Copy Sign(SshPrivateKey? key = null, string purpose = CopyManifest.Namespace, Func<string, string>? edit = null)
        {
            foreach (var (file, bytes) in files)
            {
                Put(file, bytes);
            }

            Manifest = Manifest with
            {
                Bytes = files.Values.Sum(f => f.Length),
                Largest = files.Values.Max(f => f.Length),
                Files = [.. files.Select(f => new CopyFile(f.Key, Convert.ToHexStringLower(SHA256.HashData(f.Value))))],
            };
            var text = Encoding.UTF8.GetString(Manifest.Write());
            text = edit?.Invoke(text) ?? text;
            this[CopyManifest.FileName] = text;
            this[CopyManifest.SignatureName] = (key ?? Own).Sign(Encoding.UTF8.GetBytes(text), purpose).Write();
            return this;
        }

        public Copy Change(SshPrivateKey from, SshPrivateKey to, SshPrivateKey oldSigner, SshPrivateKey newSigner, string site = Site)
        {
            var text = new KeyChange(site, from.Public, to.Public, Issued.AddDays(-1)).Write();
            var path = $"keys/{files.Count:000}.txt";
            var bytes = Encoding.UTF8.GetBytes(text);
            return With(path, text).With(path + KeyChange.OldSignature, oldSigner.Sign(bytes, KeyChange.Namespace).Write())
                .With(path + KeyChange.NewSignature, newSigner.Sign(bytes, KeyChange.Namespace).Write());
        }

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }

    private static Copy Signed() => new Copy().Sign();

    private static Copy ByNext(Action<Copy> change)
    {
        var copy = new Copy();
        copy.Manifest = copy.Manifest with { KeyId = Next.Public.Fingerprint, Version = 6 };
        change(copy);
        return copy.Sign(Next);
    }

    private static string Swap(string text, string one, string other) => text.Replace(one, "\0", StringComparison.Ordinal)
        .Replace(other, one, StringComparison.Ordinal).Replace("\0", other, StringComparison.Ordinal);

    private static string SwapLines(string text)
    {
        var lines = text.Split('\n');
        (lines[11], lines[12]) = (lines[12], lines[11]);
        return string.Join('\n', lines);
    }

    /// <summary>What is done to a good copy, and all that is found. Changes of the
    /// manifest are signed again, so that each is seen alone.</summary>
    private static readonly Dictionary<string, (Func<Copy> Make, string[] Found)> Changes = new(StringComparer.Ordinal)
    {
        ["nothing"] = (Signed, []),
        ["one byte"] = (() => Edit(c => c["index.html"] = "homE"), ["changed index.html"]),
        ["a byte more"] = (() => Edit(c => c["index.html"] = "home "), ["changed index.html"]),
        ["a byte less"] = (() => Edit(c => c["index.html"] = "hom"), ["changed index.html"]),
        ["emptied"] = (() => Edit(c => c["index.html"] = ""), ["changed index.html"]),
        ["line ends of a page"] = (() => Edit(c => c["people/liu.html"] = "a person\r\n"), ["changed people/liu.html"]),
        ["byte order mark"] = (() => Edit(c => c["index.html"] = "\uFEFFhome"), ["changed index.html"]),
        ["a script"] = (() => Edit(c => c["js/copy.js"] = "spy!!!"), ["changed js/copy.js"]),
        ["a chinese name"] = (() => Edit(c => c["zh-Hans/people/金海.html"] = "金河"), ["changed zh-Hans/people/金海.html"]),
        ["two pages exchanged"] = (() => Edit(c => (c["404.html"], c["index.html"]) = (c["index.html"], c["404.html"])),
            ["changed 404.html", "changed index.html"]),
        ["a long page"] = (() => Edit(c => c["index.html"] = new string('x', 5_000_000)), ["changed index.html"]),
        ["removed"] = (() => Edit(c => File.Delete(c.At("people/liu.html"))), ["missing people/liu.html"]),
        ["renamed"] = (() => Edit(c => File.Move(c.At("people/liu.html"), c.At("people/Liu.html"))),
            ["missing people/liu.html", "extra people/Liu.html"]),
        ["a folder in its place"] = (() => Edit(c =>
        {
            File.Delete(c.At("index.html"));
            Directory.CreateDirectory(c.At("index.html"));
        }), ["missing index.html"]),
        ["moved"] = (() => Edit(c => File.Move(c.At("people/liu.html"), c.At("liu.html"))), ["missing people/liu.html", "extra liu.html"]),
        ["a folder removed"] = (() => Edit(c => Directory.Delete(c.At("zh-Hans"), true)), ["missing zh-Hans/people/金海.html"]),
        ["added"] = (() => Edit(c => c["evil.html"] = "x"), ["extra evil.html"]),
        ["added below"] = (() => Edit(c => c["people/evil/x.js"] = "x"), ["extra people/evil/x.js"]),
        ["added hidden"] = (() => Edit(c => c[".htaccess"] = "x"), ["extra .htaccess"]),
        ["added as a second manifest"] = (() => Edit(c => c["people/manifest.txt"] = "x"), ["extra people/manifest.txt"]),
        ["added as a second signature"] = (() => Edit(c => c["manifest.txt.sig.bak"] = "x"), ["extra manifest.txt.sig.bak"]),
        ["a link to a file"] = (() => Edit(c => Link(c, "index.html", "404.html")), ["link index.html"]),
        ["a link out of the copy"] = (() => Edit(c => Link(c, "index.html", "/etc/hostname")), ["link index.html"]),
        ["an added link"] = (() => Edit(c => File.CreateSymbolicLink(c.At("more"), "/etc")), ["link more"]),
        ["a linked folder"] = (() => Edit(c =>
        {
            Directory.Move(c.At("people"), c.Folder + "-moved");
            Directory.CreateSymbolicLink(c.At("people"), c.Folder + "-moved");
        }), ["link people", "missing people/liu.html"]),
        ["no manifest"] = (() => Edit(c => File.Delete(c.At("manifest.txt"))), ["no-manifest manifest.txt"]),
        ["an empty manifest"] = (() => Edit(c => c["manifest.txt"] = ""), ["bad-manifest manifest.txt", "bad-signature manifest.txt.sig"]),
        ["no signature"] = (() => Edit(c => File.Delete(c.At("manifest.txt.sig"))), ["not-signed manifest.txt.sig"]),
        ["an empty signature"] = (() => Edit(c => c["manifest.txt.sig"] = ""), ["bad-signature manifest.txt.sig"]),
        ["a cut signature"] = (() => Edit(c => c["manifest.txt.sig"] = c["manifest.txt.sig"][..120]), ["bad-signature manifest.txt.sig"]),
        ["a changed signature"] =
        (() => Edit(c => c["manifest.txt.sig"] = Flip(c["manifest.txt.sig"])), ["bad-signature manifest.txt.sig"]),
        ["the manifest edited"] = (() => Edit(c => c["manifest.txt"] = c["manifest.txt"].Replace("version 5", "version 6",
            StringComparison.Ordinal)), ["bad-signature manifest.txt.sig"]),
        ["its expiry edited"] = (() => Edit(c => c["manifest.txt"] = c["manifest.txt"].Replace("2026-12-29", "2027-12-29",
            StringComparison.Ordinal)), ["bad-signature manifest.txt.sig"]),
        ["a line removed"] =
        (() => Edit(c => c["manifest.txt"] = string.Join('\n', c["manifest.txt"].Split('\n').Where((_, i) => i != 12))),
            ["bad-manifest manifest.txt", "bad-signature manifest.txt.sig"]),
        ["line order"] = (() => Edit(c => c["manifest.txt"] = SwapLines(c["manifest.txt"])),
            ["bad-manifest manifest.txt", "bad-signature manifest.txt.sig"]),
        ["CRLF"] = (() => Edit(c => c["manifest.txt"] = c["manifest.txt"].ReplaceLineEndings("\r\n")),
            ["bad-manifest manifest.txt", "bad-signature manifest.txt.sig"]),
        ["hashes exchanged"] = (() => Edit(c => c["manifest.txt"] = Swap(c["manifest.txt"], "404.html", "index.html")),
            ["bad-manifest manifest.txt", "bad-signature manifest.txt.sig"]),
        ["signed for another purpose"] = (() => new Copy().Sign(purpose: "file"), ["bad-signature manifest.txt.sig"]),
        ["signed again by another key"] = (() => new Copy { }.Sign(Other),
            ["bad-signature manifest.txt", "wrong-key manifest.txt.sig"]),
        ["another key that names itself"] = (() => By(Other), ["wrong-key manifest.txt.sig"]),
        ["another key, a page changed and signed"] = (() => By(Other, c => c.With("index.html", "lies")), ["wrong-key manifest.txt.sig"]),
        ["CRLF, signed"] = (() => Resigned(t => t.ReplaceLineEndings("\r\n")), ["bad-manifest manifest.txt"]),
        ["line order, signed"] = (() => Resigned(SwapLines), ["bad-manifest manifest.txt"]),
        ["a line twice, signed"] = (() => Resigned(t => t + t.Split('\n')[^2] + "\n"), ["bad-manifest manifest.txt"]),
        ["a wrong count, signed"] = (() => Resigned(t => t.Replace("# files 5", "# files 6", StringComparison.Ordinal)),
            ["bad-manifest manifest.txt"]),
        ["no line feed at the end, signed"] = (() => Resigned(t => t[..^1]), ["bad-manifest manifest.txt"]),
        ["byte order mark, signed"] = (() => Resigned(t => "\uFEFF" + t), ["bad-manifest manifest.txt"]),
        ["a step upwards, signed"] = (() => Resigned(t => t.Replace("404.html", "../404.html", StringComparison.Ordinal)),
            ["bad-manifest manifest.txt"]),
        ["an absolute path, signed"] = (() => Resigned(t => t.Replace("404.html", "/etc/x", StringComparison.Ordinal)),
            ["bad-manifest manifest.txt"]),
        ["a backslash, signed"] = (() => Resigned(t => t.Replace("404.html", "..\\404.html", StringComparison.Ordinal)),
            ["bad-manifest manifest.txt"]),
        ["a device, signed"] = (() => Resigned(t => t.Replace("404.html", "aux.html", StringComparison.Ordinal)),
            ["bad-manifest manifest.txt"]),
        ["a reversed name, signed"] = (() => Resigned(t => t.Replace("404.html", "4\u202E04.html", StringComparison.Ordinal)),
            ["bad-manifest manifest.txt"]),
        ["a decomposed name, signed"] = (() => Resigned(t => t.Replace("404.html", "4e\u0301.html", StringComparison.Ordinal)),
            ["bad-manifest manifest.txt"]),
        ["a space at the end, signed"] = (() => Resigned(t => t.Replace("404.html", "404.html ", StringComparison.Ordinal)),
            ["bad-manifest manifest.txt"]),
        ["one space, signed"] = (() => Resigned(t => t.Replace("  404.html", " 404.html", StringComparison.Ordinal)),
            ["bad-manifest manifest.txt"]),
        ["upper-case hash, signed"] = (() => Resigned(t => t.Split('\n') is var l && (l[11] = l[11].ToUpperInvariant()) is not null
            ? string.Join('\n', l) : t), ["bad-manifest manifest.txt"]),
        ["itself listed, signed"] = (() => Resigned(t => t.Replace("404.html", "manifest.txt", StringComparison.Ordinal)),
            ["bad-manifest manifest.txt"]),
        ["another site's copy"] = (() => Head(m => m with { Site = "https://evil.example" }), ["wrong-site "]),
        ["expired"] = (() => Head(m => m with { IssuedAt = Issued.AddDays(-60), ExpiresAt = Issued.AddDays(-30) }), ["expired "]),
        ["of the future"] = (() => Head(m => m with { IssuedAt = Issued.AddDays(10) }), ["not-yet "]),
        ["older than seen"] = (() => Head(m => m with { Version = 4 }), ["rolled-back "]),
        ["older than seen, and required"] = (() => Head(m => m with { Version = 2 }), ["rolled-back ", "stale "]),
        ["another of the same version"] = (() => By(Own, c => c.With("index.html", "other")), ["forked "]),
        ["a head that the log does not have"] = (() => Head(m => m with { AuditHead = new(9, new string('a', 64)) }),
            ["unknown-audit-head "]),
        ["a new key, signed by both"] = (() => ByNext(c => c.Change(Own, Next, Own, Next)), []),
        ["a new key by way of another"] = (() => ByNext(c => c.Change(Own, Other, Own, Other).Change(Other, Next, Other, Next)), []),
        ["a new key that only says so"] = (() => ByNext(c => c.Change(Own, Next, Next, Next)), ["unproven-key-change manifest.txt.sig"]),
        ["a new key whose owner did not sign"] = (() => ByNext(c => c.Change(Own, Next, Own, Own)),
            ["unproven-key-change manifest.txt.sig"]),
        ["a change of keys of another site"] = (() => ByNext(c => c.Change(Own, Next, Own, Next, "https://other.example")),
            ["wrong-key manifest.txt.sig"]),
        ["a change from a key that nobody trusts"] = (() => ByNext(c => c.Change(Other, Next, Other, Next)),
            ["wrong-key manifest.txt.sig"]),
    };

    public static TheoryData<string> Names => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_change_is_named_and_nothing_else(string change)
    {
        using var copy = Changes[change].Make();
        using var source = new FolderCopy(copy.Folder);

        (await CheckAsync(source)).ShouldBe(Changes[change].Found, ignoreOrder: true);
    }

    [Fact]
    public void There_are_at_least_60_of_them() => Changes.Count.ShouldBeGreaterThan(60);

    [Fact]
    public async Task A_key_counts_only_for_its_purpose_and_time()
    {
        using var copy = Signed();
        using var source = new FolderCopy(copy.Folder);
        var line = $"www.example.org namespaces=\"coalitioncms-*\",valid-after=\"20261101\" {Own.Public} comment";

        (await CheckAsync(source, TrustedKeys.Parse(line))).ShouldBeEmpty();
        (await CheckAsync(source, TrustedKeys.Parse(Own.Public.ToString()))).ShouldBeEmpty();
        (await CheckAsync(source, TrustedKeys.OfFingerprint(Own.Public.Fingerprint))).ShouldBeEmpty();
        (await CheckAsync(source, TrustedKeys.Parse(line.Replace("coalitioncms-*", "git", StringComparison.Ordinal))))
            .ShouldBe(["key-not-valid manifest.txt.sig"]);
        (await CheckAsync(source, TrustedKeys.Parse(line.Replace("20261101", "20261201", StringComparison.Ordinal))))
            .ShouldBe(["key-not-valid manifest.txt.sig"]);
        (await CheckAsync(source, TrustedKeys.Parse(line.Replace("after=\"20261101", "before=\"20261101", StringComparison.Ordinal))))
            .ShouldBe(["key-not-valid manifest.txt.sig"]);
        TrustedKeys.Parse($"x cert-authority {Own.Public}").ShouldBeNull();
        TrustedKeys.OfFingerprint("SHA256:short").ShouldBeNull();
    }

    [Fact]
    public async Task A_zip_is_checked_like_a_folder_and_no_name_in_it_counts_twice()
    {
        using var copy = Signed();
        var zip = copy.Folder + ".zip";
        await ZipFile.CreateFromDirectoryAsync(copy.Folder, zip, CompressionLevel.Fastest, includeBaseDirectory: true, Token);
        using (var source = new ZipCopy(File.OpenRead(zip)))
        {
            (await CheckAsync(source)).ShouldBeEmpty();
        }

        await using (var archive = await ZipFile.OpenAsync(zip, ZipArchiveMode.Update, Token))
        {
            var top = Path.GetFileName(copy.Folder);
            foreach (var (name, attributes) in new[] { (top + "/index.html", 0), (top + "/404.html", 0xA1FF << 16), ("../out", 0) })
            {
                var entry = archive.CreateEntry(name);
                entry.ExternalAttributes = attributes;
                await using var stream = await entry.OpenAsync(Token);
                await stream.WriteAsync("lies"u8.ToArray(), Token);
            }
        }

        using (var source = new ZipCopy(File.OpenRead(zip)))
        {
            (await CheckAsync(source)).ShouldBe(["twice index.html", "link 404.html", "extra ../out"], ignoreOrder: true);
        }

        File.Delete(zip);
    }

    [Fact]
    public async Task A_web_server_that_lies_is_read_no_further_than_the_manifest_allows()
    {
        using var copy = Signed();
        using var server = new LyingServer(copy.Folder);
        using var source = new WebCopy(server.Url, WebCopy.Handler(), TimeSpan.FromSeconds(5));
        (await CheckAsync(source)).ShouldBeEmpty();

        server.Lies["index.html"] = Lie.Endless;
        server.Lies["404.html"] = Lie.Elsewhere;
        server.Lies["js/copy.js"] = Lie.RoundAndRound;
        server.Lies["people/liu.html"] = Lie.OldProtocol;
        (await CheckAsync(source)).ShouldBe(
            ["changed index.html", "unreadable 404.html", "unreadable js/copy.js", "unreadable people/liu.html"], ignoreOrder: true);
        server.Sent.ShouldBeLessThan(20_000_000);
    }

    [Fact]
    public async Task The_live_site_is_compared_with_a_signed_copy_by_its_words()
    {
        static string Page(string path, string words, string footer = "Keys: AAAA") => $"""
            <link rel="canonical" href="{Site}{path}"><aside class="copy-note"><p>A copy</p></aside><header>x</header>
            <main id="main"><p>{words}</p></main><footer>{footer}</footer>
            """;
        string[] names = ["same", "counted", "edited", "forged", "key", "gone", "金海"];
        var signed = names.Aggregate(new Copy().With("official.txt", "https://a\n"), (c, n) => c.With($"people/{n}.html",
            Page("/people/" + Uri.EscapeDataString(n), $"""{n} &amp; <a href="x.html">all</a> <span class="meta counted">3 days</span>""")))
            .Sign();
        using var live = new Copy();
        foreach (var name in names)
        {
            live["people/" + name] = Page("/people/" + name,
                $"""{name} &amp; <a href="/y">all</a><form>search</form> <span class="meta counted">9 days</span>""");
        }

        live["people/edited"] = live["people/edited"].Replace("&amp;", "and", StringComparison.Ordinal);
        live["people/forged"] = live["people/forged"].Replace("&amp;", "and", StringComparison.Ordinal);
        live["people/key"] = live["people/key"].Replace("AAAA", "BBBB", StringComparison.Ordinal);
        live["people/new"] = live["people/added"] = "<main>x</main>";
        File.Delete(live.At("people/gone"));
        live["official.txt"] = "https://b\n";
        var (before, after) = (Issued.AddDays(-1), Issued.AddHours(1));
        live["sitemap.xml"] = $"<urlset>{string.Concat(new[] { ("same", before), ("edited", after), ("forged", before), ("key", before),
            ("gone", before), ("new", after), ("added", before) }.Select(u =>
            $"<url><loc>{Site}/people/{u.Item1}</loc><lastmod>{u.Item2:yyyy-MM-dd'T'HH:mm:ss'Z'}</lastmod></url>"))}</urlset>";
        using (signed)
        {
            using var source = new FolderCopy(signed.Folder);
            using var server = new LyingServer(live.Folder);
            using var site = new WebCopy(server.Url, WebCopy.Handler(), TimeSpan.FromSeconds(5));
            (await LiveCheck.RunAsync(source, signed.Manifest, site, null, Token)).Select(f => $"{f.Fault} {f.Path}").ShouldBe(
            [
                "Differs /official.txt", "Differs /people/added", "Differs /people/forged", "Differs /people/key", "Gone /people/gone",
                "Newer /people/edited", "Newer /people/new",
            ]);
        }
    }

    [Theory]
    [InlineData("ed25519")]
    [InlineData("ecdsa")]
    [InlineData("e384")]
    public void Signatures_of_openssh_hold_and_every_changed_bit_of_them_does_not(string kind)
    {
        var manifest = File.ReadAllBytes(Vector("manifest.txt"));
        var key = SshKey.Parse(File.ReadAllText(Vector(kind + ".pub"))).ShouldNotBeNull();
        var signature = SshSignature.Parse(File.ReadAllText(Vector(kind + ".sig"))).ShouldNotBeNull();

        signature.Key.ShouldBe(key);
        signature.IsOf(manifest, CopyManifest.Namespace).ShouldBeTrue();
        signature.IsOf([.. manifest, (byte)'\n'], CopyManifest.Namespace).ShouldBeFalse();
        signature.IsOf(manifest, "file").ShouldBeFalse();
        for (var i = 0; i < signature.Value.Length; i++)
        {
            byte[] changed = [.. signature.Value];
            changed[i] ^= 1;
            (signature with { Value = changed }).IsOf(manifest, CopyManifest.Namespace).ShouldBeFalse(i.ToString(null, null));
        }
    }

    [Fact]
    public async Task Stamps_of_time_are_judged_as_openssl_does()
    {
        if (!await OpensslAsync("version"))
        {
            Assert.Skip("openssl is not installed.");
        }

        var folder = Directory.CreateTempSubdirectory("cms-stamps-").FullName;
        Put("tsa.cnf", """
            [tsa]
            default_tsa = one
            [one]
            serial = ./serial
            signer_digest = sha256
            default_policy = 1.2.3.4
            other_policies = 1.2.3.5
            digests = sha256
            ess_cert_id_alg = sha256
            tsa_name = yes
            [good]
            extendedKeyUsage = critical,timeStamping
            """u8.ToArray());
        await OnAsync("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 9 -subj /CN=Root");
        await OnAsync("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout tsa.key -out tsa.csr -subj /CN=Clock");
        await OnAsync("x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -set_serial 2 -days 9 -extfile tsa.cnf -extensions good -out "
            + "tsa.pem");
        byte[] manifest = [.. "# coalitioncms/snapshot/v1\n"u8], other = [.. "another\n"u8];
        Put("manifest", manifest);
        Put("other", other);
        Put("ours.tsq", TimeStamp.Request(manifest));
        Put("serial", "01"u8.ToArray());
        await OnAsync("ts -reply -config tsa.cnf -queryfile ours.tsq -signer tsa.pem -inkey tsa.key -out good.tsr");
        await OnAsync("ts -query -data other -sha256 -cert -out other.tsq");
        await OnAsync("ts -reply -config tsa.cnf -queryfile other.tsq -signer tsa.pem -inkey tsa.key -out other.tsr");
        await OnAsync("ts -query -data manifest -sha512 -cert -out refused.tsq");
        await OpensslAsync("ts -reply -config tsa.cnf -queryfile refused.tsq -signer tsa.pem -inkey tsa.key -out refused.tsr", folder);
        var good = await File.ReadAllBytesAsync(Path.Combine(folder, "good.tsr"), Token);

        var stamped = TimeStamp.Read(manifest, good, out _).ShouldNotBeNull();
        (stamped.By, Math.Abs((TimeProvider.System.GetUtcNow().UtcDateTime - stamped.At).TotalMinutes) < 5).ShouldBe(("Clock", true));

        // Bytes changed here and there, cut off, of another message, refused, empty: what openssl refuses, we refuse. (openssl reads over
        // some bytes around the token; signatures differ in length, so which ones they are differs from run to run.)
        var tries = Enumerable.Range(0, good.Length / 40).Select(i => Changed(good, i * 40)).ToList();
        tries.AddRange([good, good[..^9], await File.ReadAllBytesAsync(Path.Combine(folder, "other.tsr"), Token),
            await File.ReadAllBytesAsync(Path.Combine(folder, "refused.tsr"), Token), []]);
        foreach (var bytes in tries)
        {
            Put("try.tsr", bytes);
            var theirs = await OpensslAsync("ts -verify -data manifest -in try.tsr -CAfile ca.pem", folder);
            var ours = TimeStamp.Read(manifest, bytes, out var problem) is not null;
            if (bytes == good)
            {
                (ours, theirs).ShouldBe((true, true), problem);
            }

            // We say who signed and openssl whether that is a service that the reader trusts: a name changed in its certificate.
            (theirs || !ours || !SameCertificate(bytes)).ShouldBeTrue(Convert.ToHexString(bytes));
        }

        Directory.Delete(folder, recursive: true);

        bool SameCertificate(byte[] bytes) => TimeStamp.Read(manifest, bytes, out _)?.CertificateSha256 == stamped.CertificateSha256;

        void Put(string file, byte[] bytes)
        {
            using var stream = File.Create(Path.Combine(folder, file));
            stream.Write(bytes);
        }

        async Task OnAsync(string arguments) => (await OpensslAsync(arguments, folder)).ShouldBeTrue(arguments);
    }

    private static byte[] Changed(byte[] bytes, int at)
    {
        byte[] changed = [.. bytes];
        changed[at] ^= 1;
        return changed;
    }

    private static async Task<bool> OpensslAsync(string arguments, string folder = "")
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("openssl", arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            await Task.WhenAll(process.StandardOutput.ReadToEndAsync(Token), process.StandardError.ReadToEndAsync(Token));
            await process.WaitForExitAsync(Token);
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    [Fact]
    public void The_documented_manifest_is_read_and_written_to_the_byte()
    {
        var bytes = File.ReadAllBytes(Vector("manifest.txt"));
        var manifest = CopyManifest.Read(bytes, out var problem).ShouldNotBeNull(problem);

        manifest.Write().ShouldBe(bytes);
        manifest.Name.ShouldBe("公民 Coalition");
        manifest.Version.ShouldBe(7);
        manifest.KeyId.ShouldBe("SHA256:GJIiVBCSJ36TT42pM7CMBLQTCA28dEAv0LwQbTNM9z0");
        manifest.Files.Select(f => f.Path).ShouldBe(["index.html", "zh-Hans/people/金海.html"]);
    }

    [Fact]
    public void A_key_that_is_made_here_is_read_again()
    {
        var text = Own.Write("comment");
        using var again = SshPrivateKey.Parse(text).ShouldNotBeNull();
        again.Public.ShouldBe(Own.Public);
        SshPrivateKey.Parse(text.Replace("OPENSSH", "RSA", StringComparison.Ordinal)).ShouldBeNull();
    }

    private static string Vector(string file) => Path.Combine(AppContext.BaseDirectory, "Integrity", "Vectors", file);

    private static async Task<IReadOnlyList<string>> CheckAsync(CopySource source, TrustedKeys? keys = null)
    {
        var memory = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using (var seen = Signed())
        using (var folder = new FolderCopy(seen.Folder))
        {
            (await CopyCheck.RunAsync(folder, Demands(memory, null), null, Token)).IsGood.ShouldBeTrue();
        }

        var report = await CopyCheck.RunAsync(source, Demands(memory, keys), null, Token);
        File.Delete(memory);
        return [.. report.Findings.Select(f => $"{f.Word} {f.Path}")];
    }

    private static CopyDemands Demands(string memory, TrustedKeys? keys) => new()
    {
        Keys = keys ?? TrustedKeys.Of(new AllowedSigner("*", Own.Public, null, null, null)),
        Now = Issued.AddDays(1),
        Memory = new VersionMemory(memory),
        LeastVersion = 3,
        Site = Site,
        KnowsHead = (manifest, _) => Task.FromResult(manifest.AuditHead == HashChain.Genesis),
    };

    private static Copy Edit(Action<Copy> edit)
    {
        var copy = Signed();
        edit(copy);
        return copy;
    }

    private static Copy Resigned(Func<string, string> edit) => new Copy().Sign(edit: edit);

    // A newer version, so that it is not taken for another one of the version that was seen.
    private static Copy Head(Func<CopyManifest, CopyManifest> edit)
    {
        var copy = new Copy();
        copy.Manifest = edit(copy.Manifest with { Version = 6 });
        return copy.Sign();
    }

    private static Copy By(SshPrivateKey key, Action<Copy>? edit = null)
    {
        var copy = new Copy();
        copy.Manifest = copy.Manifest with { KeyId = key.Public.Fingerprint };
        edit?.Invoke(copy);
        return copy.Sign(key);
    }

    private static string Flip(string signature)
    {
        var at = signature.Length / 2;
        while (!char.IsAsciiLetterLower(signature[at]))
        {
            at++;
        }

        return signature[..at] + char.ToUpperInvariant(signature[at]) + signature[(at + 1)..];
    }

    private static void Link(Copy copy, string file, string target)
    {
        File.Delete(copy.At(file));
        File.CreateSymbolicLink(copy.At(file), target);
    }

    private enum Lie
    {
        Endless,
        Elsewhere,
        RoundAndRound,
        OldProtocol,
    }

    /// <summary>Serves a folder over plain sockets, and gives false answers for some files.</summary>
    private sealed class LyingServer : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly string folder;
        private long sent;

        public LyingServer(string folder)
        {
            this.folder = folder;
            listener.Start();
            _ = ServeAsync();
        }

        public Dictionary<string, Lie> Lies { get; } = new(StringComparer.Ordinal);

        public Uri Url => new($"http://{listener.LocalEndpoint}/");

        public long Sent => Interlocked.Read(ref sent);

        public void Dispose() => listener.Dispose();

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    var client = await listener.AcceptTcpClientAsync();
                    _ = AnswerAsync(client);
                }
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException)
            {
                return;
            }
        }

        private async Task AnswerAsync(TcpClient client)
        {
            using var _ = client;
            var stream = client.GetStream();
            try
            {
                using var reader = new StreamReader(stream, leaveOpen: true);
                var path = Uri.UnescapeDataString((await reader.ReadLineAsync())!.Split(' ')[1])[1..];
                while (await reader.ReadLineAsync() is { Length: > 0 })
                {
                }

                switch (Lies.TryGetValue(path, out var lie) ? lie : (Lie?)null)
                {
                    case Lie.Endless:
                        await SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n");
                        for (var i = 0; i < 100_000; i++)
                        {
                            await SendAsync("10000\r\n" + new string('x', 0x10000) + "\r\n");
                        }

                        break;
                    case Lie.Elsewhere:
                        await SendAsync("HTTP/1.1 302 Found\r\nLocation: http://localhost:1/404.html\r\nContent-Length: "
                            + "0\r\nConnection: close\r\n\r\n");
                        break;
                    case Lie.RoundAndRound:
                        await SendAsync($"HTTP/1.1 302 Found\r\nLocation: /{path}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                        break;
                    case Lie.OldProtocol:
                        await SendAsync("a person\n");
                        break;
                    default:
                        var file = Path.Combine(folder, path);
                        var body = File.Exists(file) ? await File.ReadAllBytesAsync(file) : null;
                        await SendAsync($"HTTP/1.1 {(body is null ? "404 No" : "200 OK")}\r\nContent-Length: {body?.Length ?? 0}\r\n"
                            + "Connection: close\r\n\r\n");
                        await stream.WriteAsync(body ?? []);
                        break;
                }

                async Task SendAsync(string text)
                {
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(text));
                    Interlocked.Add(ref sent, text.Length);
                }
            }
            catch (IOException)
            {
                // The reader has had enough.
                return;
            }
        }
    }
}
