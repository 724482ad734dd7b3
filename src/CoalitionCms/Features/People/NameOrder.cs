using System.Globalization;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>Compares names in one of their scripts; people without a name in it come last, ordered by the other script.</summary>
internal sealed class NameOrder(Language language, PersonOrder order) : IComparer<DisplayName>
{
    // Readers of Latin script expect native names sorted by pronunciation: Chinese ones by Pinyin.
    private readonly CompareInfo compare = (order == PersonOrder.Romanised ? CultureInfo.GetCultureInfo("en")
        : language.IsNativeFirst ? language.Culture : CultureInfo.GetCultureInfo("zh-Hans")).CompareInfo;

    public int Compare(DisplayName? x, DisplayName? y)
    {
        var ((a, otherA), (b, otherB)) = (Scripts(x), Scripts(y));
        var result = (a.Length == 0).CompareTo(b.Length == 0);
        if (result == 0)
        {
            result = compare.Compare(a, b, CompareOptions.IgnoreCase);
        }

        return result != 0 ? result : compare.Compare(otherA, otherB, CompareOptions.IgnoreCase);
    }

    private (string Name, string Other) Scripts(DisplayName? name) =>
        order == PersonOrder.Native ? (name?.NativeKey ?? "", name?.RomanisedKey ?? "") : (name?.RomanisedKey ?? "", name?.NativeKey ?? "");
}
