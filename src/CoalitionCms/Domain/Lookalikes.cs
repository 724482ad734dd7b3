using System.Collections.Frozen;

namespace CoalitionCms.Domain;

/// <summary>
/// Letters of other scripts that readers cannot tell from Latin ones, after Unicode's table of confusable characters (UTS #39): a name in
/// which some letters are Cyrillic or Greek looks the same on a page. Both sides of a comparison are converted.
/// </summary>
internal static class Lookalikes
{
    // For each pair of strings: the letters, and the Latin ones that they look like. Of Uyghur, the forms that other keyboards type.
    private static readonly FrozenDictionary<char, char> Plain = new[]
    {
        ("АВЕЅІЈКМНОРСТУХҮԌԀҺԚԜѴӀавеѕіјкмнорстухүԍԁһԛԝѵӏ", "ABESIJKMHOPCTYXYGDHQWVLabesijkmhopctyxygdhqwvl"),
        ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹαγικνορσυϲϳ", "ABEZHIKMNOPTYXCayikvopoucj"),
        ("ıɑɡɩօոսցհ", "iagionugh"),
        ("کی", "كي"),
    }.SelectMany(pair => pair.Item1.Zip(pair.Item2)).ToFrozenDictionary(pair => pair.First, pair => pair.Second);

    /// <summary>The letter that this one looks like, in the same case; itself when there is none.</summary>
    public static char Of(char letter) => char.IsAscii(letter) ? letter : Plain.GetValueOrDefault(letter, letter);

    public static string In(string text) => string.Create(text.Length, text, (converted, original) =>
    {
        for (var i = 0; i < converted.Length; i++)
        {
            converted[i] = Of(original[i]);
        }
    });
}
