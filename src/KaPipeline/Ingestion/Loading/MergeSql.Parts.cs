using System.Text;

namespace KaPipeline.Ingestion.Loading;

/// <content>What the statements are put together from: lists of columns, comparisons, and what only some tables have.</content>
internal sealed partial class MergeSql
{
    private const int ListWidth = 80;

    private string Table => $"core.{table.Name}";

    private bool IsOrders => table.Name == "order_line";

    private bool HasDocuments => source.DocumentKind is not null;

    // A line that a whole document no longer holds ends; elsewhere what a file does not name is not looked at.
    private bool TakesBack => HasDocuments && isWhole;

    // A statement has one number for all its stores.
    private bool HasStore => isPerStore && source.DocumentKind is "order" or "delivery";

    private bool HasMonth => HasDocuments && table.IsPartitioned;

    private string IsNew =>
        "i.unit in (select unit from change) or i.unit in (select unit from place where load_id = @load)"
        + If(HasDocuments, HasStore
            ? $"\n        or (i.{source.Number}, i.store_id) in (select number, store_id from incoming_document where not is_known)"
            : $"\n        or i.{source.Number} in (select number from incoming_document where not is_known)");

    private string JoinDocument =>
        If(HasDocuments, $"\n    join incoming_document d on d.number = i.{source.Number}{AndStore("d", "i")}");

    private string Insert(string more = "") =>
        $"""
        insert into {Table} ({Columns()}{Month()},
                load_id, row_number{MoreRows()}, arrived_at, recorded_at{more})
        """;

    private string Unit(string alias = "") => HasDocuments && isWhole
        ? $"hashtextextended('{source.DocumentKind} ' || {Of(source.Number!, alias)}{If(HasStore, $@" || e'\x1f' || {Of("store_id", alias)}")}, 0)"
        : $@"hashtextextended(concat_ws(e'\x1f', {Key(alias)}), 0)";

    private string Key(string alias = "") => List(table.Key.Select(column => Of(column, alias)));

    private string Values(string alias = "") => List(table.Values.Select(column => Of(column, alias)));

    private string Columns(string alias = "") => List(table.Key.Concat(table.Values).Select(column => Of(column, alias)));

    private string Cancelled(string alias) =>
        List(table.Key.Concat(table.Values).Select(column => column == "is_cancelled" ? "true" : Of(column, alias)));

    private string Same(string one, string other) =>
        Wrapped(table.Key.Select(column => $"{one}.{column} = {other}.{column}"), "", " and ");

    private string SameVersion(string one, string other, string prefix = "") =>
        $"""
        {Same(one, other)}{AndMonth(one, other)}
              and {one}.arrived_at = {other}.{prefix}arrived_at and {one}.recorded_at = {other}.{prefix}recorded_at
              and {one}.load_id is not distinct from {other}.{prefix}load_id
        """;

    private string OfChain(string alias) => If(HasDocuments, $"{alias}.chain_id = @chain and ");

    private string Month(string alias = "") => If(HasMonth, ", " + Of("partition_month", alias));

    private string MoreRows(string alias = "") => If(table.HasMoreRows, ", " + Of("more_rows", alias));

    private string AndStore(string one, string other) => If(HasStore, $" and {one}.store_id = {other}.store_id");

    private string AndMonth(string one, string other) => If(HasMonth, $" and {one}.partition_month = {other}.partition_month");

    private static string Of(string column, string alias) => alias.Length == 0 ? column : $"{alias}.{column}";

    private static string If(bool condition, string text) => condition ? text : "";

    private static string List(IEnumerable<string> columns) => Wrapped(columns, ",", " ");

    // Broken where a line would grow too long to be read.
    private static string Wrapped(IEnumerable<string> parts, string end, string begin)
    {
        var (text, width) = (new StringBuilder(), 0);
        foreach (var part in parts)
        {
            var isBroken = width + part.Length > ListWidth;
            text.Append(width == 0 ? "" : isBroken ? $"{end}\n       {begin}" : end + begin).Append(part);
            width = (isBroken ? 0 : width) + part.Length + end.Length + begin.Length;
        }

        return text.ToString();
    }
}
