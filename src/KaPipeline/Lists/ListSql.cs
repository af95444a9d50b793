using KaPipeline.Labels;
using KaPipeline.Workbooks;

namespace KaPipeline.Lists;

/// <summary>The questions of a list. Names in them come from its declaration alone, what a reader asks for only as parameters.</summary>
internal static class ListSql
{
    // The stores as they are on the as-of date, with who answers for them: what lists call shop. Read once; joined as a view it would be
    // computed for each row.
    private const string Shops =
        "with shop as materialized (select one.chain_id, one.store_id, one.region, one.city, one.representative_id from seen.outlet as one)";

    /// <summary>One page, the count, the totals and the charts, of one reading of the view, as one JSON text.</summary>
    public static string Page(BusinessList list, ListFilter filter, Language language) =>
        $"""
        {Shops}, {(HasMonths(list, filter) ? Months(list, filter, language) : $"rows as materialized ({Rows(list, filter, language)})")}
        select json_build_object(
          'count', (select count(*) from rows),
          'totals', {Totals(list)},
          'rows', (select coalesce(json_agg(json_build_array({string.Join(", ", list.Columns.Select(column => $"page.{column.Name}"))})),
              '[]')
            from (select * from rows order by {Order(list, filter)} limit @Take offset @Skip) as page),
          'charts', json_build_array({string.Join(", ", list.Charts.Select(chart => $"({Chart(list, filter, chart)})"))}))::text
        """;

    private static string Totals(BusinessList list) => list.Totals.Count == 0 ? "json_build_array()"
        : $"(select json_build_array({string.Join(", ", list.Totals.Select(total => $"({total.Sql})::text"))}) from rows)";

    /// <summary>All rows, in order, one field for each column.</summary>
    public static string All(BusinessList list, ListFilter filter, Language language) =>
        $"""
        {Shops}, rows as materialized ({Rows(list, filter, language)})
        select {string.Join(", ", list.Columns.Select(column => column.Name))} from rows order by {Order(list, filter)}
        """;

    /// <summary>How many rows there are, and the sums of the columns that the workbook adds up.</summary>
    public static string Control(BusinessList list, ListFilter filter, Language language) =>
        $"""
        {Shops}, rows as materialized ({Rows(list, filter, language)})
        select json_build_array(count(*)::text{string.Concat(list.Columns.Select(column => column.IsSummed
            ? $", coalesce(sum({column.Name}), 0)::text" : ", null"))})::text from rows
        """;

    /// <summary>What the questions name.</summary>
    public static object Values(ListFilter filter, int skip = 0, int take = int.MaxValue) => new
    {
        filter.Chain, filter.Region, filter.Representative, filter.Kind, filter.Item, filter.Month,
        FirstMonth = filter.Month?.AddMonths(-12),
        Skip = skip, Take = take,
    };

    private static string Rows(BusinessList list, ListFilter filter, Language language) =>
        $"select {Selected(list, language)} from {list.From}"
        + Where([.. Conditions(list, filter),
            .. list.Month is { } month && filter.Month is not null ? [$"{month} = @Month"] : (string[])[]]);

    private static bool HasMonths(BusinessList list, ListFilter filter) =>
        list.Month is not null && filter.Month is not null && list.Charts.Any(chart => chart.IsOverMonths);

    // A year's months up to the one asked for, read once: for its rows and for the charts over all of them.
    private static string Months(BusinessList list, ListFilter filter, Language language) =>
        $"read as materialized (select {Selected(list, language)}, {list.Month} as month_read from {list.From}"
        + Where([.. Conditions(list, filter), $"{list.Month} between @FirstMonth and @Month"])
        + "), rows as materialized (select * from read where month_read = @Month)";

    private static string Selected(BusinessList list, Language language) =>
        string.Join(", ", list.Columns.Select(column => $"{Cast(column, language)} as {column.Name}"));

    private static string Chart(BusinessList list, ListFilter filter, ListChart chart)
    {
        if (chart.IsOverMonths && !HasMonths(list, filter))
        {
            return "'[]'::json";
        }

        var from = chart.IsOverMonths ? "read" : "rows";
        // What has no name is shown where there is any of it.
        var label = chart.IsOverMonths ? "month_read" : chart.Label;
        return $"""
            select coalesce(json_agg(json_build_array(label, value::text, goal::text)), '[]') from (
              select {label} as label, ({chart.Value}) as value, {chart.Goal ?? "null"} as goal
              from {from} group by 1 having {label} is not null or ({chart.Value}) <> 0 order by {chart.Order} limit {chart.Most}) as points
            """;
    }

    private static IEnumerable<string> Conditions(BusinessList list, ListFilter filter)
    {
        if (list.Where is { } always)
        {
            yield return always;
        }

        foreach (var (sql, asked, name) in new[]
        {
            (list.Chain, filter.Chain, "@Chain"), (list.Region, filter.Region, "@Region"),
            (list.Representative, filter.Representative, "@Representative"), (list.Kind?.Sql, filter.Kind, "@Kind"),
        })
        {
            if (sql is not null && asked.Length > 0)
            {
                yield return $"{sql} = {name}";
            }
        }

        if (filter.Item.Length > 0 && list.Item.Count > 0)
        {
            yield return $"@Item in ({string.Join(", ", list.Item)})";
        }

        if (filter.IsTicked && list.Tick is { } tick)
        {
            yield return tick;
        }
    }

    private static string Where(IReadOnlyList<string> conditions) =>
        conditions.Count == 0 ? "" : " where " + string.Join(" and ", conditions.Select(condition => $"({condition})"));

    private static string Cast(ListColumn column, Language language)
    {
        var sql = language == Language.English && column.EnglishSql is { } english ? english : column.Sql;
        return column.Kind switch
        {
            ColumnKind.Text => $"({sql})::text",
            ColumnKind.Date => $"({sql})::date",
            _ => $"({sql})::numeric",
        };
    }

    private static string Order(BusinessList list,
        ListFilter filter) => filter.Sort is { } sort && list.Columns.Any(column => column.Name == sort)
        ? $"{sort}{(filter.IsDescending ? " desc" : "")} nulls last, {list.Order}" : list.Order;
}
