using Microsoft.EntityFrameworkCore.Metadata;

namespace CoalitionCms.Content;

/// <summary>Compares an item's columns with what its facts give.</summary>
internal static class ProjectedRow
{
    /// <summary>Returns whether all columns of the row and of its lists are what these facts give, positions included.</summary>
    public static bool Holds(IModel model, ItemRow row, FactsRevision facts)
    {
        // The facts themselves first: an equal text proves that they are complete.
        if (row.FactsNumber != facts.Number || row.ToJson() != facts.Json)
        {
            return false;
        }

        var fresh = (ItemRow)Activator.CreateInstance(row.GetType())!;
        fresh.Project(facts.Json, facts.Number);
        return Same(model.FindEntityType(row.GetType())!, fresh, row);
    }

    private static bool Same(IEntityType type, object expected, object found) =>
        type.GetFlattenedProperties().Where(p => !p.IsShadowProperty() && !p.IsPrimaryKey())
            .All(p => Equals(Stored(p, expected), Stored(p, found)))
        && type.GetNavigations().Where(n => n.IsCollection && n.TargetEntityType.FindProperty("Position") is not null)
            .All(n => SameList(n, expected, found));

    private static bool SameList(INavigation list, object expected, object found)
    {
        var position = list.TargetEntityType.FindProperty("Position")!.GetGetter();
        var (one, other) = (In(expected), In(found));
        return one.Count == other.Count && one.Zip(other).All(rows => Same(list.TargetEntityType, rows.First, rows.Second));

        List<object> In(object owner) => [.. ((IEnumerable<object>)list.GetGetter().GetClrValueUsingContainingEntity(owner)!)
            .OrderBy(r => (int)position.GetClrValueUsingContainingEntity(r)!)];
    }

    private static object? Stored(IProperty property, object owner)
    {
        var value = property.GetGetter().GetClrValueUsingContainingEntity(owner);
        return value is not null && property.GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider(value) : value;
    }
}
