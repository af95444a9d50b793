using System.Globalization;
using System.Text.Json;
using KaPipeline.Labels;
using KaPipeline.Scopes;
using KaPipeline.Workbooks;

namespace KaPipeline.Lists;

/// <summary>All rows of a list's filter as a workbook: numbers as numbers, days as days, texts never as formulas.</summary>
public static class ListWorkbook
{
    /// <summary>Writes it.</summary>
    /// <param name="seen">The warehouse as the reader may see it.</param>
    /// <param name="list">The list.</param>
    /// <param name="filter">Which of its rows.</param>
    /// <param name="language">Of names and texts; headings and codes stand in both.</param>
    /// <param name="producedAt">Moment written into the file.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="ct">Stops it.</param>
    public static Task SaveAsync(SeenRows seen, BusinessList list, ListFilter filter, Language language, DateTimeOffset producedAt,
        Stream target, CancellationToken ct = default) => seen.TogetherAsync(list.Clock(filter), async questions =>
        {
            var values = ListSql.Values(filter);
            var control = JsonSerializer.Deserialize<string?[]>(
                (await questions.ListAsync<string>(ListSql.Control(list, filter, language), values, ct)).Single())!;
            var words = new ListWords(await questions.NamesAsync(ct));
            var shown = list.Columns.Select((column, at) => (Column: column, At: at)).Where(one => !one.Column.IsHidden).ToList();
            var chainAt = list.Columns.ToList().FindIndex(column => column.Name == "chain_id");
            var book = new ReportWorkbook(Label.ListTitle.Both(list.Name), producedAt);
            book.AddDetail(new DetailSheet(
                Label.ListTitle.Of(list.Name, Language.Chinese), Title(list, filter, words, language),
                [.. shown.Select(one => new DetailColumn(one.Column.HeadInBoth, one.Column.Kind, Width(one.Column),
                    Sum(control[one.At + 1])))],
                long.Parse(control[0]!, CultureInfo.InvariantCulture),
                (rows, stop) => questions.ReadAsync(ListSql.All(list, filter, language), values, async row =>
                {
                    var chain = chainAt >= 0 && row[chainAt] is string id ? id : "";
                    foreach (var (column, at) in shown)
                    {
                        Write(rows, column, row, at, chain, words, language);
                    }

                    await rows.EndRowAsync(stop);
                }, stop)));
            await book.SaveAsync(target, ct);
            return true;
        }, ct);

    private static void Write(DetailRows rows, ListColumn column, System.Data.Common.DbDataReader row, int at, string chain,
        ListWords words, Language language)
    {
        var isNull = row.IsDBNull(at);
        switch (column.Kind)
        {
            case ColumnKind.Text:
                rows.Text(isNull ? null : column.Codes is { } codes ? codes.Both(row.GetString(at))
                    : words.Text(column, row.GetString(at), chain, language));
                break;
            case ColumnKind.Date:
                rows.Date(isNull ? null : row.GetFieldValue<DateOnly>(at));
                break;
            default:
                rows.Number(isNull ? null : row.GetFieldValue<decimal>(at));
                break;
        }
    }

    private static decimal? Sum(string? text) => text is null ? null : decimal.Parse(text, NumberStyles.Float,
        CultureInfo.InvariantCulture);

    private static double Width(ListColumn column) => column switch
    {
        { Kind: ColumnKind.Date } => 12,
        { Kind: not ColumnKind.Text } => 15,
        { Names: NamedAs.Store or NamedAs.Product } => 24,
        { Codes: not null } => 20,
        _ => 16,
    };

    private static string Title(BusinessList list, ListFilter filter, ListWords words, Language language) => string.Join("  ·  ", new[]
    {
        Label.ListTitle.Both(list.Name), $"截至 as of {language.Date(filter.AsOf)}",
        filter.Month is { } month ? language.Month(month) : "",
        list.Clock(filter).AsOf is var judged && judged < filter.AsOf ? $"判定日 judged on {language.Date(judged)}" : "",
        filter.Chain.Length > 0 ? words.Names.Chain(filter.Chain, language) : "",
        filter.Region.Length > 0 ? words.Names.Area(filter.Region, language) : "",
        words.Names.Person(filter.Representative.Length > 0 ? filter.Representative : null, language),
        filter.Item,
        filter.Kind.Length > 0 && list.Kind is { } kind ? kind.Codes.Both(filter.Kind) : "",
        filter.IsTicked && list.TickHeading is { } tick ? Label.Heading.Both(tick) : "",
    }.Where(part => part.Length > 0));
}
