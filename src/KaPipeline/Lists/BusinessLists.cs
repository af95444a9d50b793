using KaPipeline.Labels;
using KaPipeline.Workbooks;

namespace KaPipeline.Lists;

/// <summary>The business lists of the console, one declaration each in the file of its noun, and the columns that they share.</summary>
public static partial class BusinessLists
{
    // The store of the row (ListSql).
    private const string Shop = "left join shop on shop.chain_id = figure.chain_id and shop.store_id = figure.store_id";

    /// <summary>All of them, in the order of the console's navigation.</summary>
    public static IReadOnlyList<BusinessList> All => field ??=
    [
        .. OfSales, .. OfRankings, .. OfAssortment, .. OfOrders, .. OfWork, .. OfClaims, .. OfContracts, .. OfReceivables, .. OfLocks,
        .. OfStock, .. OfPrices,
        .. OfPromotions, .. OfSurveys, .. OfInspections, .. OfPenalties, .. OfMasterData,
    ];

    /// <summary>The list of a name; null: there is none.</summary>
    public static BusinessList? Of(string name) => All.FirstOrDefault(list => list.Name == name);

    private static ListColumn Chain(string sql = "figure.chain_id") => new("chain_id", sql) { Names = NamedAs.Chain };

    private static ListColumn Store(string sql = "figure.store_id") =>
        new("store_id", $"nullif({sql}, '')") { Names = NamedAs.Store, Link = "/stores/{chain_id}/{store_id}" };

    private static ListColumn Product(string sql = "figure.product_id") => new("product_id",
        $"nullif({sql}, '')")
    { Names = NamedAs.Product };

    private static ListColumn Representative => new("representative_id", "shop.representative_id") { Names = NamedAs.Person };

    private static ListColumn Owner => new("representative_id", "figure.representative_id") { Names = NamedAs.Person };

    private static ListColumn Region => Text("region", "shop.region");

    private static ListColumn Text(string name, string sql) => new(name, sql);

    private static ListColumn Codes(string name, string sql, LabelFamily codes) => new(name, sql) { Codes = codes };

    private static ListColumn Yes(string name, string sql) => new(name, $"case when {sql} then 'yes' end") { Codes = Label.YesNo };

    private static ListColumn Day(string name, string sql) => new(name, sql, ColumnKind.Date);

    private static ListColumn Money(string name, string sql, bool isSummed = true, int badSide = 0) =>
        new(name, sql, ColumnKind.Money) { IsSummed = isSummed, BadSide = badSide };

    private static ListColumn Count(string name, string sql, bool isSummed = false) => new(name, sql,
        ColumnKind.Count)
    { IsSummed = isSummed };

    private static ListColumn Units(string name, string sql) => new(name, sql, ColumnKind.Quantity);

    private static ListColumn Share(string name, string sql, int badSide = 0) => new(name, sql, ColumnKind.Percent) { BadSide = badSide };

    private static ListColumn Rate(string name, string sql) => new(name, sql, ColumnKind.Rate);

    private static ListColumn Price(string name, string sql) => new(name, sql, ColumnKind.Price);

    private static ListColumn Hidden(string name, string sql) => new(name, sql) { IsHidden = true };

    private static ListColumn MonthKey => Day("month", "figure.month") with { IsHidden = true };

    private static ListTotal NewCount => new("new_count", "count(*) filter (where since_on >= core.as_of())", ColumnKind.Count);

    private static IEnumerable<ListColumn> Source => [Hidden("load_id", "figure.load_id"), Hidden("row_number", "figure.row_number")];

    private static (string Heading, string Link) SourceRow => ("source_row", "/source/{load_id}/{row_number}");
}
