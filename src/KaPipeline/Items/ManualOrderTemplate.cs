using System.Globalization;
using Dapper;
using KaPipeline.Workbooks;
using Npgsql;

namespace KaPipeline.Items;

/// <summary>The template for orders that a store faxes (手工订单, M2): one workbook for each chain, with its stores and items to choose from.
/// Filled and dropped into the folder, it is loaded by the report <c>manual_orders</c> of the chain's profile.</summary>
public static class ManualOrderTemplate
{
    private const string Stores = "门店 Stores";
    private const string Items = "品项 Items";

    // The profiles of config/chains/ map them by these words.
    private static readonly FormColumn[] Columns =
    [
        new("订单号 Order", EntryForm.Text), new("门店编号 Store", EntryForm.Text, Stores), new("货号 Item", EntryForm.Text, Items),
        new("订货日期 Ordered on", EntryForm.Day), new("要求送货日期 Wanted on", EntryForm.Day), new("箱数 Cases"), new("散数 Units"),
        new("未税单价 Price"),
    ];

    /// <summary>Name of the file of a day; the profile knows it by its beginning.</summary>
    public static string FileName(string chainId, DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"手工订单_{chainId}_{day:yyyyMMdd}.xlsx");

    /// <summary>Writes it.</summary>
    /// <param name="connection">With a transaction in which the clocks are set.</param>
    /// <param name="chainId">Whose orders.</param>
    /// <param name="producedAt">When it is made.</param>
    /// <param name="target">Where to.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>Stores and items that may be chosen.</returns>
    public static async Task<(int Stores, int Items)> SaveAsync(
        NpgsqlConnection connection, string chainId, DateTimeOffset producedAt, Stream target, CancellationToken ct)
    {
        var stores = (await connection.QueryAsync<(string Id, string Name)>(new CommandDefinition(
            "select store_id, store_name from mart.store_representative where chain_id = @chainId order by store_id", new { chainId },
            cancellationToken: ct))).ToList();
        var items = (await connection.QueryAsync<(string Number, string Name, int? Pack)>(new CommandDefinition(
            """
            select distinct on (number.item_number) number.item_number, product.name, coalesce(number.pack_size, product.pack_size)
            from core.chain_item as number
            join core.product as product using (product_id)
            where number.chain_id = @chainId and coalesce(number.delisted_on > core.as_of(), true)
              and core.is_known(number.arrived_at, number.recorded_at, number.superseded_at, number.superseded_recorded_at)
              and core.is_known(product.arrived_at, product.recorded_at, product.superseded_at, product.superseded_recorded_at)
            order by number.item_number, product.valid_from desc
            """, new { chainId }, cancellationToken: ct))).ToList();
        var workbook = new ReportWorkbook($"手工订单 Manual orders {chainId}", producedAt);
        EntryForm.Write(workbook, "手工订单", "手工订单 Manual orders",
            ("每行一个门店的一个品项；箱数与散数相加；同一张传真的各行用同一订单号。存盘后放入收件文件夹。",
            "One item of one store a line; cases and units add up; lines of one fax share its number. Save it and drop it into the folder."),
            Columns,
            [
                new(Stores, ["门店编号 Store", "名称 Name"], [.. stores.Select(store => new object?[] { store.Id, store.Name })]),
                new(Items, ["货号 Item", "产品 Product", "入数 Pack size"],
                    [.. items.Select(item => new object?[] { item.Number, item.Name, (decimal?)item.Pack })]),
            ]);
        await workbook.SaveAsync(target, ct);
        return (stores.Count, items.Count);
    }
}
