namespace CoalitionCms.Integrity;

/// <summary>The state of one row of a table (FORMATS.md, "Rows").</summary>
public static class RowHash
{
    private const string Label = "coalitioncms/row/v1";

    /// <summary>Returns the hash of the columns that hold a value, in any order.</summary>
    public static string Of(string table, string key, IEnumerable<KeyValuePair<string, string>> columns) => CanonicalHash.Of(
        Label, [table, key, .. columns.OrderBy(c => c.Key, StringComparer.Ordinal).SelectMany(c => new[] { c.Key, c.Value })]);
}
