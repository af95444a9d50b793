using KaPipeline.Ingestion.Profiles;
using KaPipeline.Labels;
using KaPipeline.Workbooks;
using OfficeOpenXml;

namespace KaPipeline.Opening;

/// <summary>The workbooks that a company fills with what it brings along: one for each kind, with the headings by which they are
/// read.</summary>
public static class OpeningTemplates
{
    private const int HintRow = 4;
    private const int HeaderRow = 5;
    private const int FilledRows = 500;

    // What a kind is for, and what must not be forgotten.
    private static readonly Dictionary<string, (string Zh, string En)> Notes = new(StringComparer.Ordinal)
    {
        ["opening_contracts"] = ("每份合同一行，含去年仍在执行的。回款日写每月的日子，多个用 | 分隔。", "One contract a row, last year's included while it holds."),
        ["opening_terms"] = ("每个条款一行；对方用语为对账单上的费用名称，多个用 | 分隔。", "One clause a row; the chain's words for the fee, divided by |."),
        ["opening_tiers"] = ("有条件返利的每一档一行；序号与条款一致。", "One tier of a conditional rebate a row; the clause by its number."),
        ["opening_statements"] = ("合同年度开始以来、启用日之前的每张对账单，已付清的也写：年度返利按其货款计算。退货写负数。",
            "Every statement since the contract's year began, paid ones too: yearly rebates count their goods. Returns are negative."),
        ["opening_invoices"] = ("上述对账单的增值税发票；未投票或对方未签收的，日期留空。", "Our VAT invoices for them; leave days empty that have not come."),
        ["opening_payments"] = ("上述对账单启用日之前的回款，每张对账单一行。", "What was paid for them before the start, one statement a row."),
        ["opening_claims"] = ("仍未了结的索赔，每笔一行；金额为仍未了的部分，含税。", "Claims that are open, one a row; what is still open, VAT included."),
        ["opening_sales"] = ("去年及今年启用日之前每月销售：供货减退货，不含税。同一系统同一月用同一明细程度：合计、按门店、按产品，或两者。",
            "Sales of each month before the start: supply less returns, VAT excluded. One degree of detail in a chain's month."),
    };

    /// <summary>Writes all workbooks into a folder; one that is there already stays.</summary>
    /// <returns>Paths that were written.</returns>
    public static IReadOnlyList<string> Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var written = new List<string>();
        foreach (var report in OpeningProfile.Profile.Reports)
        {
            var path = Path.Combine(folder, report.Files[0].Replace("*", "", StringComparison.Ordinal));
            if (File.Exists(path))
            {
                throw new IOException($"{path}：已存在，不覆盖 is there already and is not written over.");
            }

            using var package = new ExcelPackage();
            Fill(package.Workbook.Worksheets.Add(Path.GetFileNameWithoutExtension(path).Split('_')[^1]), report);
            package.SaveAs(new FileInfo(path));
            written.Add(path);
        }

        return written;
    }

    private static void Fill(ExcelWorksheet sheet, ReportProfile report)
    {
        SheetLook.PrintSetUp(sheet);
        sheet.View.ShowGridLines = true;
        sheet.Cells["A1"].Value = Label.Feed.Both(report.Name);
        SheetLook.Title(sheet.Cells["A1"]);
        sheet.Cells["A2"].Value = Notes[report.Name].Zh;
        sheet.Cells["A3"].Value = Notes[report.Name].En;
        var record = report.Rows[0];
        var column = 0;
        foreach (var field in record.Into!.Fields.Where(field => record.Fields.ContainsKey(field.Name)))
        {
            var mapping = record.Fields[field.Name];
            column++;
            sheet.Cells[HintRow, column].Value = Hint(field, mapping);
            sheet.Cells[HeaderRow, column].Value = mapping.Names[0];
            sheet.Column(column).Width = 17;
            var cells = sheet.Cells[HeaderRow + 1, column, HeaderRow + FilledRows, column];
            cells.Style.Numberformat.Format = field.Kind switch
            {
                FieldKind.Date => "yyyy-mm-dd",
                FieldKind.Number => "#,##0.00",
                FieldKind.Whole => "0",
                _ => "@",
            };
            if (Words(mapping) is { Count: > 0 } words)
            {
                var list = cells.Worksheet.DataValidations.AddListValidation(cells.Address);
                foreach (var word in words)
                {
                    list.Formula.Values.Add(word);
                }
            }
        }

        SheetLook.Note(sheet.Cells[2, 1, HintRow, column]);
        sheet.Cells[HintRow, 1, HintRow, column].Style.WrapText = true;
        sheet.Row(HintRow).Height = 40;
        SheetLook.Header(sheet.Cells[HeaderRow, 1, HeaderRow, column]);
        sheet.Row(HeaderRow).Height = 32;
        sheet.View.FreezePanes(HeaderRow + 1, 1);
    }

    private static string Hint(StagingField field, FieldMapping mapping)
    {
        var needed = field.IsRequired ? "必填 required" : "可空 may be empty";
        var what = field.Kind switch
        {
            FieldKind.Date => "2026-05-31",
            FieldKind.Number => "1234.56",
            FieldKind.Whole => "12",
            FieldKind.Flag => "true / false",
            _ => string.Join(" / ", Words(mapping)),
        };
        return what.Length == 0 ? needed : $"{needed}\n{what}";
    }

    // The Chinese words; the codes behind them are read too.
    private static List<string> Words(FieldMapping mapping) =>
        [.. mapping.Values.Keys.Where(word => word.Any(letter => letter > '\u2e80'))];
}
