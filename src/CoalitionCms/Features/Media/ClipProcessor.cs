using System.Buffers.Binary;

namespace CoalitionCms.Features.Media;

/// <summary>
/// Takes everything from a recording that is neither picture nor sound, nor needed to play them: place, time, device, titles, thumbnails,
/// tracks of sensors. Runs only in a confined process.
/// </summary>
/// <remarks>
/// Nothing is decoded. What may stay is listed; whatever is not known goes. An MP4 file keeps its length: what goes is overwritten with
/// zeros, so that no address of a sample changes.
/// </remarks>
internal static class ClipProcessor
{
    /// <summary>Job: write <see cref="Result"/> from a file.</summary>
    public const string Clean = "clean-clip";

    public const string Result = "result.clip";

    /// <summary>Returns the kinds of what was removed, and whether there are pictures.</summary>
    /// <exception cref="NotSupportedException">Many browsers do not play it.</exception>
    /// <exception cref="InvalidDataException">The file is not built as its format says, or has parts that cannot be cleaned.</exception>
    public static (IReadOnlyList<string> Removed, bool Moves) Run(string source, MediaType type)
    {
        var bytes = File.ReadAllBytes(source);
        if (type == MediaType.Mp3)
        {
            var (sound, removed) = Mp3.Clean(bytes);
            Write(sound);
            return (removed, false);
        }

        var cleaner = new Mp4(bytes);
        cleaner.Clean();
        Write(bytes);
        return ([.. MetadataKinds.All.Where(cleaner.Removed.Contains)], cleaner.Moves);
    }

    private static void Write(byte[] clip)
    {
        using var result = File.Create(Result);
        result.Write(clip);
    }

    /// <summary>MPEG audio layer III: a row of frames, around which programs put their tags.</summary>
    internal static class Mp3
    {
        private const int FewestFrames = 3;
        private const int HeaderLength = 4;

        // Kilobits per second, for MPEG-1 and for the half sampling rates of MPEG-2.
        private static readonly int[] Rates = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0];
        private static readonly int[] LowRates = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0];
        private static readonly int[] Samplings = [44_100, 48_000, 32_000];

        /// <summary>Length of the frame that begins here; 0 if none does.</summary>
        public static int FrameAt(ReadOnlySpan<byte> bytes)
        {
            if (bytes.Length < HeaderLength || bytes[0] != 0xFF || (bytes[1] & 0xE6) != 0xE2)
            {
                return 0;
            }

            var (version, rate, sampling) = ((bytes[1] >> 3) & 3, bytes[2] >> 4, (bytes[2] >> 2) & 3);
            var kilobits = (version == 3 ? Rates : LowRates)[rate];
            if (version == 1 || sampling == 3 || kilobits == 0)
            {
                return 0;
            }

            var hertz = Samplings[sampling] >> (version switch { 3 => 0, 2 => 1, _ => 2 });
            return ((version == 3 ? 144_000 : 72_000) * kilobits / hertz) + ((bytes[2] >> 1) & 1);
        }

        public static (byte[] Sound, IReadOnlyList<string> Removed) Clean(byte[] bytes)
        {
            using var sound = new MemoryStream(bytes.Length);
            var (at, frames) = (0, 0);
            while (at < bytes.Length)
            {
                var length = FrameAt(bytes.AsSpan(at));
                if (length < HeaderLength || at + length > bytes.Length)
                {
                    at++;
                    continue;
                }

                // By chance, four bytes of a tag look like a frame; two frames in a row do not happen by chance.
                var next = at + length;
                if (next + HeaderLength <= bytes.Length && FrameAt(bytes.AsSpan(next)) == 0 && !EndsHere(bytes.AsSpan(next)))
                {
                    at++;
                    continue;
                }

                var frame = bytes.AsSpan(at, length);
                if (frames == 0)
                {
                    BlankEncoder(frame);
                }

                sound.Write(frame);
                (frames, at) = (frames + 1, next);
            }

            return frames < FewestFrames
                ? throw new InvalidDataException("no frames")
                : (sound.ToArray(), sound.Length < bytes.Length ? ["other"] : []);
        }

        private static bool EndsHere(ReadOnlySpan<byte> rest) =>
            rest.StartsWith("TAG"u8) || rest.StartsWith("APETAGEX"u8) || rest.StartsWith("LYRICS"u8) || rest.StartsWith("ID3"u8)
            || !rest.ContainsAnyExcept((byte)0);

        /// <summary>Keeps of the first frame the table for seeking, not the name of the program that made it.</summary>
        private static void BlankEncoder(Span<byte> frame)
        {
            var mark = Math.Max(frame.IndexOf("Xing"u8), frame.IndexOf("Info"u8));
            if (mark is < HeaderLength or > 40 || mark + 8 > frame.Length)
            {
                return;
            }

            var fields = BinaryPrimitives.ReadUInt32BigEndian(frame[(mark + 4)..]);
            var end = mark + 8 + ((fields & 1) != 0 ? 4 : 0) + ((fields & 2) != 0 ? 4 : 0) + ((fields & 4) != 0 ? 100 : 0)
                + ((fields & 8) != 0 ? 4 : 0);
            if (end < frame.Length)
            {
                frame[end..].Clear();
            }
        }
    }

    /// <summary>ISO base media files: boxes within boxes, and the samples that tables in them point to (ISO/IEC 14496-12).</summary>
    private sealed class Mp4(byte[] bytes)
    {
        private const int MostBoxes = 20_000;
        private const int Deepest = 12;

        // Types of units of H.264.
        private const int Message = 6;
        private const byte Filler = 12;

        private static readonly Dictionary<string, string[]> Kept = new(StringComparer.Ordinal)
        {
            [""] = ["ftyp", "moov", "mdat"],
            ["moov"] = ["mvhd", "trak"],
            ["trak"] = ["tkhd", "edts", "mdia"],
            ["edts"] = ["elst"],
            ["mdia"] = ["mdhd", "hdlr", "minf"],
            ["minf"] = ["vmhd", "smhd", "dinf", "stbl"],
            ["dinf"] = ["dref"],
            ["stbl"] = ["stsd", "stts", "ctts", "cslg", "stss", "sdtp", "sgpd", "sbgp", "stsc", "stsz", "stco", "co64"],
        };

        private static readonly string[] OfCodec =
            ["avcC", "av1C", "vpcC", "esds", "dOps", "colr", "pasp", "clap", "fiel", "btrt", "chan"];

        // What says how a file is built. Others name who made the camera.
        private static readonly string[] Brands =
        [
            "isom", "iso2", "iso3", "iso4", "iso5", "iso6", "iso7", "iso8", "iso9", "mp41", "mp42", "avc1", "av01", "M4A ", "M4V ", "mmp4",
        ];

        private static readonly string[] Pictures = ["avc1", "avc3", "av01", "vp09"];
        private static readonly string[] Sounds = ["mp4a", "Opus"];

        private readonly List<Box> data = [];
        private readonly List<(long From, long To)> samples = [];
        private int boxes;

        public HashSet<string> Removed { get; } = new(StringComparer.Ordinal);

        public bool Moves { get; private set; }

        private readonly record struct Box(string Type, int At, int Body, int End)
        {
            public int Length => End - Body;
        }

        public void Clean()
        {
            var top = Children(0, bytes.Length, 0);
            if (top.Exists(b => b.Type is "moof" or "mfra" or "sidx" or "styp") || top.FindAll(b => b.Type == "moov") is not [var movie]
                || top[0].Type != "ftyp" || ReadType(top[0].Body) == "qt  ")
            {
                throw new InvalidDataException("not one movie");
            }

            CleanBrands(top[0]);
            data.AddRange(top.FindAll(b => b.Type == "mdat"));
            Keep("", top);
            foreach (var track in Children(movie.Body, movie.End, 1).FindAll(b => b.Type == "trak"))
            {
                CleanTrack(track);
            }

            Keep("moov", Children(movie.Body, movie.End, 1));
            BlankTimes(Only(movie, "mvhd"));
            if (samples.Count == 0)
            {
                throw new InvalidDataException("no samples");
            }

            BlankBetweenSamples();
        }

        private void CleanBrands(Box brands)
        {
            Need(brands, 8);
            bytes.AsSpan(brands.Body + 4, 4).Clear();
            for (var at = brands.Body; at < brands.End; at += 4)
            {
                var brand = bytes.AsSpan(at, Math.Min(4, brands.End - at));
                if (at != brands.Body + 4 && !Brands.Contains(System.Text.Encoding.Latin1.GetString(brand)))
                {
                    "isom"u8[..brand.Length].CopyTo(brand);
                    Removed.Add("other");
                }
            }
        }

        private void CleanTrack(Box track)
        {
            var media = Only(track, "mdia");
            var handler = Only(media, "hdlr");
            var kind = ReadType(handler.Body + 8);
            if (kind is not ("vide" or "soun"))
            {
                // Sensors, subtitles, chapters: their samples go with everything that is not picture or sound.
                Blank(track);
                return;
            }

            Moves |= kind == "vide";
            var information = Only(media, "minf");
            var table = Only(information, "stbl");
            var lengthSize = CleanDescription(Only(table, "stsd"), kind == "vide");
            CheckIsWithin(Only(Only(information, "dinf"), "dref"));
            var sizes = ReadSizes(Only(table, "stsz"));
            var spans = Spans(table, sizes);
            samples.AddRange(spans);
            if (lengthSize is { } size)
            {
                spans.ForEach(s => BlankMessages(s.From, s.To, size));
            }

            BlankTimes(Only(track, "tkhd"));
            BlankTimes(Only(media, "mdhd"));
            if (handler.Length > 24)
            {
                bytes.AsSpan(handler.Body + 24, handler.Length - 24).Clear();
            }

            foreach (var (name, box) in new[] { ("trak", track), ("mdia", media), ("minf", information), ("stbl", table) })
            {
                Keep(name, Children(box.Body, box.End, 2));
            }

            foreach (var name in new[] { "edts", "dinf" })
            {
                var parent = name == "edts" ? track : information;
                foreach (var box in Children(parent.Body, parent.End, 2).FindAll(b => b.Type == name))
                {
                    Keep(name, Children(box.Body, box.End, 3));
                }
            }
        }

        /// <summary>Cleans the description of a codec.</summary>
        /// <returns>The bytes of the length of a unit, where units may carry messages; else null.</returns>
        private int? CleanDescription(Box description, bool isPicture)
        {
            if (description.Length < 8 || ReadInt(description.Body + 4) != 1)
            {
                throw new InvalidDataException("not one description");
            }

            var entries = Children(description.Body + 8, description.End, 3);
            var entry = entries.Count > 0 ? entries[0] : throw new InvalidDataException("no description");
            entries[1..].ForEach(Blank);
            if (!(isPicture ? Pictures : Sounds).Contains(entry.Type))
            {
                throw new NotSupportedException(entry.Type);
            }

            var fixedLength = isPicture ? 78 : 28;
            if (entry.Length < fixedLength || (!isPicture && BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(entry.Body + 8)) != 0))
            {
                throw new InvalidDataException("a description of another kind");
            }

            if (isPicture)
            {
                // Fields without a meaning, in which programs leave their maker, and the name of the program that compressed it.
                bytes.AsSpan(entry.Body + 8, 16).Clear();
                bytes.AsSpan(entry.Body + 42, 32).Clear();
            }

            var parts = Children(entry.Body + fixedLength, entry.End, 4);
            parts.FindAll(p => !OfCodec.Contains(p.Type) || IsProfile(p)).ForEach(Blank);
            return !entry.Type.StartsWith("avc", StringComparison.Ordinal) ? null
                : parts.Find(p => p.Type == "avcC") is { Length: > 4 } box ? (bytes[box.Body + 4] & 3) + 1
                : throw new InvalidDataException("no description of units");
        }

        /// <summary>True for a colour profile, which names its maker and device; colours by number stay.</summary>
        private bool IsProfile(Box part) => part.Type == "colr" && (part.Length < 4 || ReadType(part.Body) is not ("nclx" or "nclc"));

        /// <summary>Refuses tracks whose samples are in other files, or anywhere else.</summary>
        private void CheckIsWithin(Box references)
        {
            foreach (var reference in Children(references.Body + 8, references.End, 5))
            {
                if (reference.Type != "url " || reference.Length < 4 || (ReadInt(reference.Body) & 1) == 0)
                {
                    throw new InvalidDataException("a reference to another file");
                }

                bytes.AsSpan(reference.Body + 4, reference.Length - 4).Clear();
            }
        }

        private long[] ReadSizes(Box box)
        {
            Need(box, 12);
            var (size, count) = (ReadInt(box.Body + 4), ReadInt(box.Body + 8));
            if (count > bytes.Length)
            {
                throw new InvalidDataException("too many samples");
            }

            Need(box, size == 0 ? 12 + (4L * count) : 12);
            return [.. Enumerable.Range(0, (int)count).Select(i => (long)(size == 0 ? ReadInt(box.Body + 12 + (4 * i)) : size))];
        }

        /// <summary>The offset of each sample.</summary>
        private List<(long From, long To)> Spans(Box table, long[] sizes)
        {
            var places = Children(table.Body, table.End, 3).FindAll(b => b.Type is "stco" or "co64");
            if (places is not [var chunks])
            {
                throw new InvalidDataException("no places");
            }

            Need(chunks, 8);
            var wide = chunks.Type == "co64" ? 8 : 4;
            var count = (int)Math.Min(ReadInt(chunks.Body + 4), int.MaxValue / 8);
            Need(chunks, 8 + ((long)wide * count));
            var perChunk = Only(table, "stsc");
            Need(perChunk, 8);
            var runs = (int)Math.Min(ReadInt(perChunk.Body + 4), int.MaxValue / 12);
            Need(perChunk, 8 + (12L * runs));
            var (spans, sample, run) = (new List<(long, long)>(), 0, -1);
            for (var chunk = 1; chunk <= count && sample < sizes.Length; chunk++)
            {
                while (run + 1 < runs && ReadInt(perChunk.Body + 8 + (12 * (run + 1))) <= chunk)
                {
                    run++;
                }

                var at = chunks.Body + 8 + (wide * (chunk - 1));
                var place = wide == 8 ? (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(at)), int.MaxValue) : ReadInt(at);
                for (var n = run < 0 ? 0 : ReadInt(perChunk.Body + 8 + (12 * run) + 4); n > 0 && sample < sizes.Length; n--)
                {
                    var end = place + sizes[sample++];
                    if (!data.Exists(d => place >= d.Body && end <= d.End))
                    {
                        throw new InvalidDataException("a sample outside of the data");
                    }

                    spans.Add((place, end));
                    place = end;
                }
            }

            return spans;
        }

        /// <summary>Overwrites messages to the decoder's owner (SEI), in which programs and cameras leave notes.</summary>
        private void BlankMessages(long from, long to, int lengthSize)
        {
            for (var at = from; at + lengthSize < to;)
            {
                long length = 0;
                for (var i = 0; i < lengthSize; i++)
                {
                    length = (length << 8) | bytes[at + i];
                }

                at += lengthSize;
                if (length == 0 || at + length > to)
                {
                    throw new InvalidDataException("a unit outside of its sample");
                }

                var unit = bytes.AsSpan((int)at, (int)length);
                if ((unit[0] & 0x1F) == Message)
                {
                    // Filler data, which every decoder passes over.
                    unit.Fill(0xFF);
                    unit[^1] = 0x80;
                    unit[0] = Filler;
                    Removed.Add("other");
                }

                at += length;
            }
        }

        private void BlankBetweenSamples()
        {
            samples.Sort();
            foreach (var box in data)
            {
                long at = box.Body;
                foreach (var (from, to) in samples.Where(s => s.From >= box.Body && s.To <= box.End).Append((box.End, box.End)))
                {
                    if (from > at)
                    {
                        var gap = bytes.AsSpan((int)at, (int)(from - at));
                        if (gap.ContainsAnyExcept((byte)0))
                        {
                            Removed.Add("other");
                            gap.Clear();
                        }
                    }

                    at = Math.Max(at, to);
                }
            }
        }

        private void Keep(string parent, List<Box> children) =>
            children.FindAll(c => !Kept[parent].Contains(c.Type)).ForEach(Blank);

        private void Blank(Box box)
        {
            var body = bytes.AsSpan(box.Body, box.Length);
            if (body.ContainsAnyExcept((byte)0))
            {
                Removed.Add(body.IndexOf("\u00A9xyz"u8[1..]) >= 0 || body.IndexOf("loci"u8) >= 0 || body.IndexOf("location"u8) >= 0
                    ? "location" : "other");
            }

            body.Clear();
            "free"u8.CopyTo(bytes.AsSpan(box.At + 4));
        }

        private void BlankTimes(Box box)
        {
            Need(box, 20);
            var times = bytes.AsSpan(box.Body + 4, bytes[box.Body] == 1 ? 16 : 8);
            if (times.ContainsAnyExcept((byte)0))
            {
                Removed.Add("time");
                times.Clear();
            }
        }

        private Box Only(Box parent, string type) =>
            Children(parent.Body, parent.End, 2).FindAll(b => b.Type == type) is [var only]
                ? only
                : throw new InvalidDataException("not one " + type);

        private List<Box> Children(int from, int end, int depth)
        {
            var found = new List<Box>();
            for (var at = from; at < end;)
            {
                if (end - at < 8 || ++boxes > MostBoxes || depth > Deepest)
                {
                    throw new InvalidDataException("not a box");
                }

                long length = ReadInt(at);
                var body = at + 8;
                if (length == 1)
                {
                    length = end - at < 16 ? 0 : (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(body)), long.MaxValue);
                    body += 8;
                }
                else if (length == 0)
                {
                    length = end - at;
                }

                if (length < body - at || length > end - at)
                {
                    throw new InvalidDataException("a box outside of its parent");
                }

                found.Add(new(ReadType(at + 4), at, body, (int)(at + length)));
                at += (int)length;
            }

            return found.Count > 0 || from == end ? found : throw new InvalidDataException("empty");
        }

        private static void Need(Box box, long length)
        {
            if (box.Length < length)
            {
                throw new InvalidDataException("a short box");
            }
        }

        private uint ReadInt(int at) =>
            at <= bytes.Length - 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at)) : throw new InvalidDataException("short");

        private string ReadType(int at) => at <= bytes.Length - 4
            ? System.Text.Encoding.Latin1.GetString(bytes, at, 4)
            : throw new InvalidDataException("short");
    }
}
