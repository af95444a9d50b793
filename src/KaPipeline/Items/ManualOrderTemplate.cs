using System.Globalization;
using Dapper;
using KaPipeline.Workbooks;
using Npgsql;
using OfficeOpenXml;

namespace KaPipeline.Items;

/// <summary>The template for orders that a store faxes (手工订单, M2): one workbook for each chain, with its stores and items to choose from.
/// Filled and dropped into the folder, it is loaded by the report <c>manual_orders</c> of the chain's profile.</summary>
public static class ManualOrderTemplate
{
    /// <summary>Its columns; the profiles of <c>config/chains/</c> map them by these words.</summary>
    public static IReadOnlyList<string> Headers { get; } =
        ["订单号 Order", "门店编号 Store", "货号 Item", "订货日期 Ordered on", "要求送货日期 Wanted on", "箱数 Cases", "散数 Units", "未税单价 Price"];

    private const int HeaderRow = 4;
    private const int Lines = 200;

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
        using var workbook = new ReportWorkbook($"手工订单 Manual orders {chainId}", producedAt);
        Form(workbook, stores.Count, items.Count);
        Choice(workbook, "门店 Stores", ["门店编号 Store", "名称 Name"], [.. stores.Select(store => new object?[] { store.Id, store.Name })]);
        Choice(workbook, "品项 Items", ["货号 Item", "产品 Product", "入数 Pack size"],
            [.. items.Select(item => new object?[] { item.Number, item.Name, (decimal?)item.Pack })]);
        await workbook.SaveAsync(target, ct);
        return (stores.Count, items.Count);
    }

    private static void Form(ReportWorkbook workbook, int stores, int items)
    {
        var sheet = workbook.AddFront("手工订单");
        sheet.Cells["A1"].Value = "手工订单 Manual orders";
        SheetLook.Title(sheet.Cells["A1"]);
        sheet.Cells["A2"].Value = "每行一个门店的一个品项；箱数与散数相加；同一张传真的各行用同一订单号。存盘后放入收件文件夹。";
        sheet.Cells["A3"].Value =
            "One item of one store a line; cases and units add up; lines of one fax share its number. Save it and drop it into the folder.";
        SheetLook.Note(sheet.Cells["A2:A3"]);
        for (var i = 0; i < Headers.Count; i++)
        {
            sheet.Column(i + 1).Width = 17;
            sheet.Cells[HeaderRow, i + 1].Value = Headers[i];
        }

        SheetLook.Header(sheet.Cells[HeaderRow, 1, HeaderRow, Headers.Count]);
        ExcelRange Column(int column) => sheet.Cells[HeaderRow + 1, column, HeaderRow + Lines, column];
        for (var column = 1; column <= 5; column++)
        {
            Column(column).Style.Numberformat.Format = column <= 3 ? "@" : "yyyy-mm-dd";
        }

        Choose(sheet, Column(2).Address, $"'门店 Stores'!$A$2:$A${Math.Max(2, stores + 1)}");
        Choose(sheet, Column(3).Address, $"'品项 Items'!$A$2:$A${Math.Max(2, items + 1)}");
        sheet.View.FreezePanes(HeaderRow + 1, 1);
    }

    private static void Choose(ExcelWorksheet sheet, string address, string source)
    {
        var choice = sheet.DataValidations.AddListValidation(address);
        choice.Formula.ExcelFormula = source;
        choice.ShowErrorMessage = true;
        choice.Error = "请从列表中选择 Choose from the list";
    }

    private static void Choice(ReportWorkbook workbook, string name, string[] headers, List<object?[]> rows)
    {
        var sheet = workbook.AddFront(name);
        for (var i = 0; i < headers.Length; i++)
        {
            sheet.Column(i + 1).Width = 24;
            sheet.Cells[1, i + 1].Value = headers[i];
        }

        SheetLook.Header(sheet.Cells[1, 1, 1, headers.Length]);
        foreach (var (row, n) in rows.Select((row, n) => (row, n)))
        {
            for (var i = 0; i < headers.Length; i++)
            {
                sheet.Cells[n + 2, i + 1].Value = row[i];
            }
        }
    }
}
