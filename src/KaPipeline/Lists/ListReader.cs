using System.Globalization;
using System.Text.Json;
using KaPipeline.Digests.Facts;
using KaPipeline.Labels;
using KaPipeline.Scopes;
using KaPipeline.Workbooks;

namespace KaPipeline.Lists;

/// <summary>One point of a chart.</summary>
/// <param name="Label">What it stands for.</param>
/// <param name="Value">Its value; null: there is no figure.</param>
/// <param name="Goal">What it is held against; null: nothing.</param>
public sealed record ChartPoint(object? Label, decimal? Value, decimal? Goal);

/// <summary>What a list says to one reader.</summary>
/// <param name="Count">Rows of the whole filter.</param>
/// <param name="Totals">Totals over them.</param>
/// <param name="Rows">Rows of the page: text, decimal, date or null, one for each column.</param>
/// <param name="Charts">Points of each chart.</param>
/// <param name="Names">Names by the same clocks.</param>
public sealed record ListAnswer(
    long Count, IReadOnlyList<decimal?> Totals, IReadOnlyList<object?[]> Rows, IReadOnlyList<IReadOnlyList<ChartPoint>> Charts,
    Names Names);

/// <summary>Reads lists for whoever asks.</summary>
public static class ListReader
{
    /// <summary>One page of a list.</summary>
    public static Task<ListAnswer> PageAsync(this SeenRows seen, BusinessList list, ListFilter filter, Language language, int skip,
        int take,
        CancellationToken ct = default) => seen.TogetherAsync(list.Clock(filter), async questions =>
        {
            var said = (await questions.ListAsync<string>(ListSql.Page(list, filter, language), ListSql.Values(filter, skip, take),
                ct)).Single();
            using var json = JsonDocument.Parse(said);
            var root = json.RootElement;
            return new ListAnswer(
                root.GetProperty("count").GetInt64(), [.. root.GetProperty("totals").EnumerateArray().Select(Number)],
                [.. root.GetProperty("rows").EnumerateArray().Select(row => list.Columns.Select((column, i) => Cell(column.Kind,
                    row[i])).ToArray())],
                [.. root.GetProperty("charts").EnumerateArray().Select((points, i) => Points(list, list.Charts[i], points))],
                await questions.NamesAsync(ct));
        }, ct);

    private static List<ChartPoint> Points(BusinessList list, ListChart chart, JsonElement points)
    {
        var kind = chart.IsOverMonths ? ColumnKind.Date : list.Columns.First(column => column.Name == chart.Label).Kind;
        return [.. points.EnumerateArray().Select(point => new ChartPoint(Cell(kind, point[0]), Number(point[1]), Number(point[2])))];
    }

    private static decimal? Number(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number => cell.GetDecimal(),
        _ => decimal.Parse(cell.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static object? Cell(ColumnKind kind, JsonElement cell) => cell.ValueKind == JsonValueKind.Null ? null : kind switch
    {
        ColumnKind.Text => cell.GetString(),
        ColumnKind.Date => DateOnly.ParseExact(cell.GetString()![..10], "yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Number(cell),
    };
}
