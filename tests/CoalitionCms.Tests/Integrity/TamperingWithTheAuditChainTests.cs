using CoalitionCms.Integrity;
using Shouldly;
using Xunit;
using Row = (CoalitionCms.Integrity.ChainEntry Entry, string PreviousHash, string Hash);

namespace CoalitionCms.Tests.Integrity;

/// <summary>Everything that somebody who can write to the table may try, and what a reader of the table is told.</summary>
public sealed class TamperingWithTheAuditChainTests
{
    private static readonly DateTime At = new(2026, 3, 1, 8, 0, 0, DateTimeKind.Utc);
    private readonly List<Row> rows = Chain(HashChain.Genesis, 1, 8);

    [Fact]
    public void An_untouched_chain_holds_and_so_does_an_empty_one()
    {
        Check(Head(8)).ShouldBeNull();
        HashChain.FindFirstBreak(HashChain.Genesis, [], HashChain.Genesis).ShouldBeNull();
    }

    [Fact]
    public void A_head_noted_earlier_is_found_within_a_chain_that_has_grown() => Check(Head(5)).ShouldBeNull();

    [Fact]
    public void A_part_of_the_chain_can_be_checked_from_a_known_head() =>
        HashChain.FindFirstBreak(Head(3), this.rows.Skip(3), Head(8)).ShouldBeNull();

    [Theory]
    [InlineData("number")]
    [InlineData("time")]
    [InlineData("actor")]
    [InlineData("verb")]
    [InlineData("kind")]
    [InlineData("id")]
    [InlineData("details")]
    public void A_changed_field_is_found_at_its_record(string field)
    {
        var entry = this.rows[3].Entry;
        this.rows[3] = this.rows[3] with
        {
            Entry = field switch
            {
                "number" => entry with { Number = 99 },
                "time" => entry with { AtUtc = entry.AtUtc.AddMilliseconds(1) },
                "actor" => entry with { Actor = "someone-else" },
                "verb" => entry with { Verb = "article.read" },
                "kind" => entry with { ObjectKind = "page" },
                "id" => entry with { ObjectId = "5" },
                _ => entry with { Details = entry.Details + " " },
            },
        };
        Check().ShouldBe(new ChainBreak(4, field == "number" ? ChainBreak.Missing : ChainBreak.Changed));
    }

    [Fact]
    public void A_border_between_two_fields_cannot_be_shifted()
    {
        var entry = this.rows[3].Entry;
        this.rows[3] = this.rows[3] with { Entry = entry with { Verb = entry.Verb[..^1], ObjectKind = entry.Verb[^1] + entry.ObjectKind } };
        Check().ShouldBe(new ChainBreak(4, ChainBreak.Changed));
    }

    [Fact]
    public void A_part_of_a_millisecond_cannot_be_added_beneath_the_hash()
    {
        this.rows[3] = this.rows[3] with { Entry = this.rows[3].Entry with { AtUtc = this.rows[3].Entry.AtUtc.AddTicks(9_999) } };
        Check().ShouldBe(new ChainBreak(4, ChainBreak.Changed));
    }

    [Fact]
    public void A_record_changed_together_with_its_hash_is_found_at_the_next_one()
    {
        var entry = this.rows[3].Entry with { Actor = "someone-else" };
        this.rows[3] = (entry, this.rows[3].PreviousHash, HashChain.Hash(this.rows[3].PreviousHash, entry));
        Check().ShouldBe(new ChainBreak(5, ChainBreak.NotLinked));
    }

    [Fact]
    public void A_hash_in_upper_case_is_not_the_hash()
    {
        this.rows[3] = this.rows[3] with { Hash = this.rows[3].Hash.ToUpperInvariant() };
        Check().ShouldBe(new ChainBreak(4, ChainBreak.Changed));
    }

    [Fact]
    public void A_removed_record_is_found()
    {
        this.rows.RemoveAt(3);
        Check().ShouldBe(new ChainBreak(4, ChainBreak.Missing));
    }

    [Fact]
    public void A_removed_first_record_is_found()
    {
        this.rows.RemoveAt(0);
        Check().ShouldBe(new ChainBreak(1, ChainBreak.Missing));
    }

    [Fact]
    public void A_removed_record_whose_followers_were_renumbered_is_found()
    {
        this.rows.RemoveAt(3);
        for (var i = 3; i < this.rows.Count; i++)
        {
            this.rows[i] = this.rows[i] with { Entry = this.rows[i].Entry with { Number = i + 1 } };
        }

        Check().ShouldBe(new ChainBreak(4, ChainBreak.NotLinked));
    }

    [Fact]
    public void An_inserted_or_repeated_record_is_found()
    {
        this.rows.Insert(4, this.rows[3]);
        Check().ShouldBe(new ChainBreak(4, ChainBreak.OutOfOrder));
    }

    [Fact]
    public void A_record_with_number_0_is_found()
    {
        this.rows.Insert(0, this.rows[0] with { Entry = this.rows[0].Entry with { Number = 0 } });
        Check().ShouldBe(new ChainBreak(0, ChainBreak.OutOfOrder));
    }

    [Fact]
    public void Records_in_another_order_are_found()
    {
        (this.rows[3], this.rows[4]) = (this.rows[4], this.rows[3]);
        Check().ShouldBe(new ChainBreak(4, ChainBreak.Missing));
    }

    [Fact]
    public void A_tail_that_was_cut_off_shows_against_a_head_noted_elsewhere_and_only_then()
    {
        var head = Head(8);
        this.rows.RemoveRange(5, 3);
        Check(head).ShouldBe(new ChainBreak(6, ChainBreak.CutOff));
        Check().ShouldBeNull("without a noted head a shorter chain is a chain: the interface says so where it shows the result");
    }

    [Fact]
    public void A_history_written_anew_shows_against_a_head_noted_elsewhere()
    {
        var forged = Chain(Head(2), 3, 10, actor: "someone-else");
        HashChain.FindFirstBreak(HashChain.Genesis, this.rows.Take(2).Concat(forged), Head(8))
            .ShouldBe(new ChainBreak(8, ChainBreak.Rewritten));
    }

    [Fact]
    public void A_wrong_start_is_found_at_once()
    {
        HashChain.FindFirstBreak(new(3, Head(4).Hash), this.rows.Skip(3)).ShouldBe(new ChainBreak(4, ChainBreak.NotLinked));
        HashChain.FindFirstBreak(new(3, Head(4).Hash), [], Head(3)).ShouldBe(new ChainBreak(3, ChainBreak.Rewritten));
        Should.Throw<ArgumentException>(() => HashChain.FindFirstBreak(Head(3), this.rows.Skip(3), Head(2)));
    }

    [Fact]
    public void A_row_that_no_program_of_ours_could_have_written_is_a_break_and_not_an_error()
    {
        this.rows[3] = this.rows[3] with { Entry = this.rows[3].Entry with { Actor = "\udc00" } };
        Check().ShouldBe(new ChainBreak(4, ChainBreak.Changed));
    }

    [Fact]
    public void Reading_stops_at_the_first_break()
    {
        this.rows[1] = this.rows[1] with { Hash = this.rows[0].Hash };
        var read = 0;
        HashChain.FindFirstBreak(HashChain.Genesis, this.rows.Select(row => { read++; return row; }));
        read.ShouldBe(2);
    }

    private ChainBreak? Check(ChainHead? expected = null) => HashChain.FindFirstBreak(HashChain.Genesis, this.rows, expected);

    private ChainHead Head(int number) => new(number, this.rows[number - 1].Hash);

    private static List<Row> Chain(ChainHead start, int from, int to, string actor = "editor-1")
    {
        var rows = new List<Row>();
        var previous = start.Hash;
        for (var number = from; number <= to; number++)
        {
            var entry =
                new ChainEntry(number, At.AddMinutes(number), actor, "article.saved", "article", "4", $$"""{"title":"第{{number}}篇"}""");
            var hash = HashChain.Hash(previous, entry);
            rows.Add((entry, previous, hash));
            previous = hash;
        }
        return rows;
    }
}
