using KaPipeline.Labels;
using KaPipeline.Lists;

namespace KaPipeline.Host.Web;

/// <summary>The filter of a list in its address: what it does not know is said, never taken for none.</summary>
internal static class ListAddress
{
    /// <summary>Reads it.</summary>
    /// <exception cref="OddRequestException">A date, month, kind or column is none.</exception>
    public static ListFilter Read(IQueryCollection query, BusinessList list, DateOnly today)
    {
        var asOf = AskedValues.Date("asOf", query["asOf"]) ?? today;
        var kind = Text("kind");
        if (kind.Length > 0 && list.Kind?.Codes.Has(kind) != true)
        {
            throw new OddRequestException(Bilingual.Of(
                $"kind \"{kind}\" 不是这一列表的种类。", $"kind: found \"{kind}\", no kind of this list."));
        }

        var sort = Text("sort");
        var column = sort.TrimStart('-');
        if (column.Length > 0 && !list.Columns.Any(one => one.Name == column && !one.IsHidden))
        {
            throw new OddRequestException(Bilingual.Of(
                $"sort \"{sort}\" 不是这一列表的列。", $"sort: found \"{sort}\", no column of this list."));
        }

        return new ListFilter(asOf)
        {
            Chain = Text("chain"),
            Region = list.Region is null ? "" : Text("region"),
            Representative = list.Representative is null ? "" : Text("rep"),
            Item = list.Item.Count == 0 ? "" : Text("item"),
            Kind = kind.Length > 0 ? kind : query.ContainsKey("kind") ? "" : list.Kind?.Default ?? "",
            Month = Month(list, Text("month"), asOf),
            IsTicked = list.Tick is not null && Text("tick").Length > 0,
            Sort = column.Length > 0 ? column : null,
            IsDescending = sort.StartsWith('-'),
        };

        string Text(string name) => query[name].ToString().Trim();
    }

    private static DateOnly? Month(BusinessList list, string text, DateOnly asOf) => list.Month is null ? null
        : text.Length > 0 ? AskedValues.Date("month", text + "-01")
        : list.IsOfAllMonths ? null : new DateOnly(asOf.Year, asOf.Month, 1);
}
