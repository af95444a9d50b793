using System.Globalization;
using System.Text.RegularExpressions;
using KaPipeline.Warehouse;

namespace KaPipeline.Ingestion.Loading;

/// <summary>Fills the steps of <c>sql/merges/versions</c> with a table's columns.</summary>
/// <param name="table">The table that is merged into.</param>
/// <param name="source">Where its rows come from.</param>
/// <param name="isWhole">Whether the file holds whole documents.</param>
/// <param name="isPerStore">Whether orders and delivery notes are known by number and store.</param>
internal sealed partial class MergeText(VersionedTable table, MergeSource source, bool isWhole, bool isPerStore)
{
    // An index entry holds 2,704 bytes at most, the fields of fixed size and the lengths of the texts included.
    private const int LongestKeyText = 800;
    private const int LongestKey = 2_400;

    private bool HasDocuments => source.DocumentKind is not null;

    // A statement has one number for all its stores.
    private bool HasStore => isPerStore && source.DocumentKind is "order" or "delivery";

    private bool HasMonth => HasDocuments && table.IsPartitioned;

    /// <summary>The rows of the file with the rule that each breaks, if any.</summary>
    public string Resolve =>
        $"""
        select {List(table.Key, null)}, {List(table.Values, null)}, row_number, found_item, found_store, found_account, found_cases,
               coalesce(problem{Case(Limits())}{Case(Checks())}) as problem
        from ({source.Resolve}) resolved
        """;

    /// <summary>One step, ready to run.</summary>
    public string Step(string name) => Token().Replace(SqlFiles.Read($"merges/versions/{name}.sql"), Replace);

    private string Replace(Match match)
    {
        var alias = match.Groups[2].Success ? match.Groups[2].Value : null;
        return match.Groups[1].Value switch
        {
            "table" => table.Name,
            "resolve" => Resolve,
            "number" => source.Number!,
            "document_store" => HasStore ? (alias is null ? "" : alias + ".") + "store_id" : "''",
            "and_store" => AndStore(alias!.Split('=')),
            "date" => source.Date ?? "null::date",
            "key" when alias == "typed" => Typed(table.Key),
            "values" when alias == "typed" => Typed(table.Values),
            "key" when alias == "coalesce" =>
            string.Join(", ", table.Key.Select(column => $"coalesce(i.{column}, c.{column}) as {column}")),
            "key" => List(table.Key, alias),
            "values" => List(table.Values, alias),
            "values_cancelled" => string.Join(", ", table.Values.Select(column => column == "is_cancelled" ? "true" : $"{alias}.{column}")),
            "join" => Join(alias!.Split('=')),
            "unit" => Unit(alias is null ? "" : alias + "."),
            "sums" => string.Join(", ", source.Sums.Select(column => $"sum({column}) as {column}")),
            "summed" => string.Join(", ", table.Values.Select(column => (source.Sums.Contains(column) ? "g." : "i.") + column)),
            "outgrown" => string.Join(" or ", source.Sums.Select(column => Outgrows(column, "s."))),
            "partition" when alias == "coalesce" => If(HasMonth, "coalesce(i.partition_month, c.partition_month) as partition_month,"),
            "partition" => If(HasMonth, (alias is null ? "" : alias + ".") + "partition_month, "),
            "more_rows" => If(table.HasMoreRows, (alias is null ? "" : alias + ".") + "more_rows, "),
            "existing_more_rows" => table.HasMoreRows ? "e.more_rows" : "null::integer[]",
            "set_more_rows" => If(table.HasMoreRows, ", more_rows = case when k.load_id = @load then k.more_rows else t.more_rows end"),
            "late_document" => If(HasDocuments, ", d.number, d.partition_month"),
            "join_document" => If(HasDocuments, $" join incoming_document d on d.number = i.{source.Number}" + AndStore("d", "i")),
            "late_window" => If(table.Name == "order_line",
                "\n       or exists (select from later where i.ordered_on between window_from and window_to)"),
            "same_chain" => HasDocuments ? $"{alias}.chain_id = @chain" : "true",
            "join_known" =>
            If(HasDocuments, $" join incoming_document d on d.number = i.{source.Number}{AndStore("d", "i")} and d.is_known"),
            "join_in_force" => If(
                HasDocuments,
                $" join incoming_document d on d.is_known and d.number = t.{source.Number}{AndStore("d", "t")}{AndMonth("d", "t")}"),
            "in_force" => HasDocuments ? "t.chain_id = @chain" + If(HasMonth, " and t.partition_month = any (@months)") : "true",
            "takes_back" => HasDocuments && isWhole ? TakesBack : "false",
            "and_month" => AndMonth(alias!.Split('=')),
            "and_late_document" => If(HasDocuments, $" and t.{source.Number} = l.number{AndMonth("t", "l")}"),
            "join_late_document" => If(HasDocuments, " join late_unit l on l.unit = p.unit"),
            "absences" => If(table.Name == "order_line", Step("7_absences")),
            "is_new" => If(HasDocuments, HasStore
                ? $" or (i.{source.Number}, i.store_id) in (select number, store_id from incoming_document where not is_known)"
                : $" or i.{source.Number} in (select number from incoming_document where not is_known)"),
            var other => throw new InvalidOperationException($"sql/merges/versions uses {{{{{other}}}}}, which nothing fills."),
        };
    }

    // A document of which a row lies in quarantine may hold more than was read: it takes nothing back.
    private string TakesBack =>
        $"""
        not exists (select from late_unit l where l.unit = c.unit)
                and not exists (
                    select from ops.quarantined_row q
                    where q.load_id = @load and q.state = 'open' and (q.document_number is null or q.document_number = c.{source.Number}))
        """;

    private string Unit(string prefix) => HasDocuments && isWhole
        ? $"hashtextextended('{source.DocumentKind} ' || {prefix}{source.Number}{If(HasStore, $@" || e'\x1f' || {prefix}store_id")}, 0)"
        : $"hashtextextended(concat_ws(e'\\x1f', {string.Join(", ", table.Key.Select(column => prefix + column))}), 0)";

    // What the columns' types and the indexes on them refuse: it would stop the whole file.
    private IEnumerable<string> Limits()
    {
        foreach (var column in table.Key.Concat(table.Values))
        {
            var type = table.Types[column].Type;

            // The key of a document's line has been looked up, or was required of the row.
            if (table.Required.Contains(column) && !(HasDocuments && table.Key.Contains(column)))
            {
                yield return $"when {column} is null then 'missing_value {column}'";
            }

            if (Outgrows(column, "") is { Length: > 0 } outgrows)
            {
                yield return $"when {outgrows} then 'too_large {column}'";
            }
            else if (!HasDocuments && type == "text" && table.Key.Contains(column))
            {
                yield return $"when octet_length({column}) > {LongestKeyText} then 'too_long {column}'";
            }
        }

        if (!HasDocuments && table.Key.Where(column => table.Types[column].Type == "text").ToList() is { Count: > 1 } texts)
        {
            yield return $"when octet_length(concat({string.Join(", ", texts)})) > {LongestKey} then 'too_long'";
        }
    }

    private string Outgrows(string column, string prefix) => table.Types[column].Type switch
    {
        "smallint" => $"{prefix}{column} not between -32768 and 32767",
        var type when NumericType().Match(type) is { Success: true } match =>
            $"{prefix}{column} not between -{Most(match)} and {Most(match)}",
        _ => "",
    };

    // One less than the type holds, so that rounding to its decimals cannot outgrow it either.
    private static string Most(Match type) =>
        new string('9', int.Parse(type.Groups[1].ValueSpan, CultureInfo.InvariantCulture) - int.Parse(type.Groups[2].ValueSpan,
        CultureInfo.InvariantCulture));

    private string Typed(IEnumerable<string> columns) =>
        string.Join(", ", columns.Select(column => $"{column}::{table.Types[column].Type} as {column}"));

    private static string Case(IEnumerable<string> conditions) =>
        string.Join(' ', conditions) is { Length: > 0 } text ? $", case {text} end" : "";

    // As the row will be kept: 0.00000001 is above zero, and no price once it has its four decimals.
    private IEnumerable<string> Checks() => table.Checks.Select(check => $"when not ({Rounded(check)}) then '{check.Name}'");

    private string Rounded(TableCheck check)
    {
        var rounded = check.Columns.Where(column => NumericType().IsMatch(table.Types[column].Type)).ToHashSet();
        return rounded.Count == 0 ? check.Expression : Word().Replace(check.Expression, word =>
            rounded.Contains(word.Value) ? $"{word.Value}::{table.Types[word.Value].Type}" : word.Value);
    }

    private string AndStore(params string[] sides) => If(HasStore, $" and {sides[0]}.store_id = {sides[1]}.store_id");

    private string AndMonth(params string[] sides) => If(HasMonth, $" and {sides[0]}.partition_month = {sides[1]}.partition_month");

    private string Join(string[] sides) => string.Join(" and ", table.Key.Select(column => $"{sides[0]}.{column} = {sides[1]}.{column}"));

    private static string List(IEnumerable<string> columns, string? alias) =>
        string.Join(", ", columns.Select(column => alias is null ? column : $"{alias}.{column}"));

    private static string If(bool condition, string text) => condition ? text : "";

    [GeneratedRegex(@"\{\{(\w+)(?::([\w=]+))?\}\}")]
    private static partial Regex Token();

    // A name, or a whole text in which no name is meant.
    [GeneratedRegex(@"'(?:[^']|'')*'|\w+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^numeric\((\d+),(\d+)\)$")]
    private static partial Regex NumericType();
}
