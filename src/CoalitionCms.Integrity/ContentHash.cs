namespace CoalitionCms.Integrity;

/// <summary>
/// The fingerprint of a revision's text and facts. An approval is bound to it; any change of any field gives another one.
/// </summary>
public static class ContentHash
{
    private const string Label = "coalitioncms/content/v1";

    /// <summary>
    /// Lower-case hex SHA-256 of the fields in this order. <c>("ab", "c")</c> and <c>("a", "bc")</c> differ, and so do an empty field and
    /// none.
    /// </summary>
    /// <exception cref="System.Text.EncoderFallbackException">A field holds half of a surrogate pair, which has no UTF-8 form.</exception>
    public static string Of(params ReadOnlySpan<string> fields) => CanonicalHash.Of(Label, fields);
}
