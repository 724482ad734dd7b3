using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Campaigns;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Pages;
using CoalitionCms.Features.People;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>A list of changed facts calls each fact by a word of the reader's language.</summary>
public sealed partial class NamingFactsTests
{
    public static TheoryData<EntryKind, Type> Kinds => new()
    {
        { EntryKind.Article, typeof(ArticleFacts) },
        { EntryKind.Campaign, typeof(CampaignFacts) },
        { EntryKind.Event, typeof(EventFacts) },
        { EntryKind.Page, typeof(PageFacts) },
        { EntryKind.Person, typeof(PersonFacts) },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_fact_has_a_word_in_Chinese(EntryKind kind, Type facts)
    {
        var texts = new Texts(new HttpContextAccessor()) { Own = Language.Find("zh-Hans") };
        var view = new FactsView([], new Dictionary<string, string>(), kind);

        var labels = Facts(facts, "", 0).ToDictionary(f => f.Path, f => view.Label(f, texts));

        labels.ShouldNotBeEmpty();
        labels.Where(l => LatinWord().IsMatch(l.Value)).Select(l => $"{l.Key}: {l.Value}").ShouldBeEmpty();
    }

    [Fact]
    public void A_language_is_called_by_its_name()
    {
        var texts = new Texts(new HttpContextAccessor()) { Own = Language.Find("zh-Hans") };
        var view = new FactsView([], new Dictionary<string, string>(), EntryKind.Person);

        view.Value(new("Mail.Language", "Language", 0, "", "ko", IsChoice: false), "ko", texts).ShouldBe("한국어");
        view.Value(new("Mail.Address", "Address", 0, "", "ko", IsChoice: false), "ko", texts).ShouldBe("ko");
    }

    private static IEnumerable<FactLine> Facts(Type record, string path, int number) =>
        record.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p is { CanRead: true, SetMethod: not null })
            .SelectMany(p => Of(Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType, p.Name, path + p.Name, number));

    private static IEnumerable<FactLine> Of(Type type, string name, string path, int number) =>
        type == typeof(LocalText) || type == typeof(FuzzyDate) || type == typeof(string) || type.IsValueType
            ? [new(path, name, number, "", "", IsChoice: false)]
            : type.IsAssignableTo(typeof(IEnumerable)) ? Of(type.GetGenericArguments()[0], name, path + ".1", 1)
            : Facts(type, path + ".", number);

    [GeneratedRegex("[A-Za-z]{3,}")]
    private static partial Regex LatinWord();
}
