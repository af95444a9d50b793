using System.Reflection;

namespace KaPipeline.Labels;

/// <summary>What people call things.</summary>
public static partial class Label
{
    private static readonly Lazy<Dictionary<string, LabelFamily>> ByColumn = new(() =>
    {
        var found = new Dictionary<string, LabelFamily>(StringComparer.Ordinal);
        foreach (var family in typeof(Label).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.PropertyType == typeof(LabelFamily)).Select(property => (LabelFamily)property.GetValue(null)!))
        {
            foreach (var column in family.Columns)
            {
                found.TryAdd(column, family);
            }
        }

        return found;
    });

    /// <summary>The family of the codes that a column holds, as <c>schema.table.column</c>; null where it holds none.</summary>
    public static LabelFamily? OfColumn(string column) => ByColumn.Value.GetValueOrDefault(column);
}
