using System.Globalization;
using System.Text;
using CoalitionCms.Content;
using CoalitionCms.Domain;

namespace CoalitionCms.Operations.Seed.Sample;

/// <summary>Generates the text of an entry: headings, paragraphs, lists, links and lines of mixed scripts.</summary>
internal sealed class SampleTexts(SampleWords words, SplitMix64 random, int seed)
{
    private const int ShortestBody = 800;
    private const int LongestBody = 6_000;

    /// <summary>
    /// Returns the text of the <paramref name="number"/>th entry; <paramref name="name"/> is the title of a person's entry.
    /// </summary>
    public EntryText Next(EntryKind kind, Language language, DisplayName? name, int number)
    {
        var vocabulary = words.In(language);
        var title = name?.Plain(language) ?? Fill(random.Pick(vocabulary.Titles[kind.ToString().ToLowerInvariant()]));

        // The number makes slugs unique within a seed, the seed among several runs.
        var slug = string.Create(CultureInfo.InvariantCulture, $"{Slug.From(title)}-{seed}-{number}");
        var tags = kind == EntryKind.Article ? random.PickSome(vocabulary.Tags, random.Between(0, 3)) : [];
        return new EntryText(title, slug, Fill(random.Pick(vocabulary.Summaries)), Body(), tags);

        string Fill(string template) => words.Fill(template, language, random);

        string Body()
        {
            // Squared, so that most texts are short and a few are long.
            var share = random.Below(1_000) / 1_000.0;
            var wanted = ShortestBody + (int)((LongestBody - ShortestBody - 400) * share * share);
            var body = new StringBuilder(wanted + 400);
            for (var block = 0; body.Length < wanted; block++)
            {
                AddBlock(body, block, wanted - body.Length);
            }

            return body.ToString().TrimEnd();
        }

        void AddBlock(StringBuilder body, int block, int room)
        {
            if (block % 4 == 1)
            {
                body.Append("## ").Append(Fill(random.Pick(vocabulary.Headings))).Append("\n\n");
            }
            else if (block % 6 == 4)
            {
                foreach (var item in random.PickSome(vocabulary.Items, random.Between(2, 5)))
                {
                    body.Append("- ").Append(Fill(item)).Append('\n');
                }

                body.Append('\n');
            }
            else
            {
                AddParagraph(body, Math.Min(room, random.Between(120, 700)));
            }
        }

        void AddParagraph(StringBuilder body, int length)
        {
            var between = language.IsHan ? "" : " ";
            for (var start = body.Length; body.Length - start < length;)
            {
                body.Append(Fill(random.Pick(vocabulary.Sentences))).Append(between);
            }

            if (random.Chance(30))
            {
                body.Append(CultureInfo.InvariantCulture,
                    $"[{Fill(random.Pick(vocabulary.Links))}](https://www.example.org/{seed}/{random.Below(10_000)})");
            }
            else if (random.Chance(30))
            {
                body.Append(OtherScript());
            }

            body.Append("\n\n");
        }

        // A sentence of another language within a paragraph, as in reports from several countries.
        string OtherScript()
        {
            var other = words.Languages.Values.ElementAt(random.Below(words.Languages.Count));
            return $"*{words.NextName(random).Plain(language)}*: "
                + $"“{random.Pick(other.Sentences.Where(s => !s.Contains('{', StringComparison.Ordinal)).ToList())}”";
        }
    }
}
