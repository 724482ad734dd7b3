using System.Globalization;

namespace CoalitionCms.Content.Pasting;

/// <summary>The few declarations of a style attribute that carry meaning. Anything else is looks.</summary>
internal sealed class ClipStyle
{
    internal ClipStyle(string style)
    {
        foreach (var range in style.AsSpan().Split(';'))
        {
            var declaration = style.AsSpan()[range];
            var colon = declaration.IndexOf(':');
            if (colon > 0)
                Read(declaration[..colon].Trim(), declaration[(colon + 1)..].Trim());
        }
    }

    /// <summary>Bold set or taken back; null when the style does not say.</summary>
    internal bool? Bold { get; private set; }

    /// <summary>Italic set or taken back; null when the style does not say.</summary>
    internal bool? Italic { get; private set; }

    internal bool Strike { get; private set; }

    internal bool Hides { get; private set; }

    /// <summary>Word's place in a list, such as <c>l0 level1 lfo1</c>; <c>Ignore</c> on the bullet that it draws itself.</summary>
    internal string WordList { get; private set; } = "";

    private void Read(ReadOnlySpan<char> property, ReadOnlySpan<char> value)
    {
        if (Is(property, "font-weight"))
            Bold = IsBold(value);
        else if (Is(property, "font-style"))
            Italic = Is(value, "italic") || Is(value, "oblique");
        else if (Is(property, "text-decoration") || Is(property, "text-decoration-line"))
            Strike |= value.Contains("line-through", StringComparison.OrdinalIgnoreCase);
        else if (Is(property, "display"))
            Hides |= value.StartsWith("none", StringComparison.OrdinalIgnoreCase);
        else if (Is(property, "mso-hide"))
            Hides |= Is(value, "all");
        else if (Is(property, "mso-list"))
            WordList = value.ToString();
    }

    private static bool IsBold(ReadOnlySpan<char> value) => Is(value, "bold") || Is(value, "bolder")
        || (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var weight) && weight >= 600);

    private static bool Is(ReadOnlySpan<char> text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
