using KaPipeline.Warehouse;

namespace KaPipeline.Ingestion.Loading;

/// <summary>How the staged rows of one target become rows of its table: the query of <c>sql/merges/TARGET.sql</c> for the typed facts,
/// a cast of each field for the small feeds of <c>staging.master_row</c>.</summary>
/// <param name="Resolve">Query with a row per staged row: row_number, key, values, problem.</param>
/// <param name="DocumentKind">order, delivery or statement; null where the table knows no documents.</param>
/// <param name="Number">Column of the document's number.</param>
/// <param name="Date">Column of the date that fixes the document's month.</param>
/// <param name="Sums">Columns that add up when a key occurs several times in a file.</param>
public sealed record MergeSource(string Resolve, string? DocumentKind, string? Number, string? Date, IReadOnlyList<string> Sums)
{
    // What the catalogue does not say: the documents of the tables that know some. A statement line has its statement's month.
    private static readonly Dictionary<string, (string? Kind, string? Number, string? Date)> Documents = new(StringComparer.Ordinal)
    {
        ["order_line"] = ("order", "order_number", "ordered_on"),
        ["delivery_line"] = ("delivery", "delivery_number", "received_on"),
        ["statement"] = ("statement", "statement_number", "period_to"),
        ["statement_line"] = ("statement", "statement_number", null),
    };

    private static readonly Dictionary<string, string[]> Summed = new(StringComparer.Ordinal)
    {
        ["order_line"] = ["ordered_quantity"],
        ["delivery_line"] = ["shipped_quantity", "received_quantity"],
        ["sale"] = ["quantity", "amount"],
        ["stock"] = ["quantity"],
        ["warehouse_shipment"] = ["sent_quantity", "arrived_quantity"],
        ["delivery_lot"] = ["quantity"],
        ["stock_lot"] = ["quantity"],
    };

    /// <summary>Whether it asks the tables of <c>merges/lookups.sql</c>, as what a chain sends does; master data need none.</summary>
    public bool LooksUp => Resolve.Contains(" lookup_", StringComparison.Ordinal);

    /// <summary>Finds the source of a table's rows.</summary>
    public static MergeSource Of(VersionedTable table)
    {
        var isQueried = SqlFiles.Folder("merges").Any(file => file.Name == table.Name);
        var (kind, number, date) = Documents.GetValueOrDefault(table.Name);
        return new MergeSource(
            isQueried ? SqlFiles.Read($"merges/{table.Name}.sql") : CastFields(table),
            kind, number, date, Summed.GetValueOrDefault(table.Name, []));
    }

    // Empty text is nothing; nothing is the column's default; a feed of a chain's own profile need not name its chain.
    private static string CastFields(VersionedTable table)
    {
        var columns = table.Key.Concat(table.Values).Select(column =>
        {
            var (type, fallback) = table.Types[column];
            type = type.StartsWith("numeric", StringComparison.Ordinal) ? "numeric" : type == "smallint" ? "integer" : type;
            var value = $"nullif(fields ->> '{column}', '')::{type}";
            var otherwise = column == "chain_id" ? "@chain" : fallback;
            return otherwise is null ? $"{value} as {column}" : $"coalesce({value}, {otherwise}) as {column}";
        });
        return $"""
            select row_number,
                   {string.Join(",\n       ", columns)},
                   null::text as problem,
                   null::text as found_item, null::text as found_store, null::text as found_account, null::numeric as found_cases
            from staging.master_row
            where load_id = @load and feed = '{table.Name}'
            """;
    }
}
