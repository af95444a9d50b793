using System.Globalization;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Ingestion.Tables;
using KaPipeline.Labels;
using KaPipeline.Workbooks;
using OfficeOpenXml;

namespace KaPipeline.Shadow;

/// <summary>A figure of the company's own Excel.</summary>
/// <param name="ChainId">Chain.</param>
/// <param name="Month">First day of the month.</param>
/// <param name="Figure">Code of <see cref="Label.ShadowFigure"/>.</param>
/// <param name="Amount">RMB, VAT included.</param>
public sealed record TheirFigure(string ChainId, DateOnly Month, string Figure, decimal Amount);

/// <summary>A cell that says nothing that can be compared.</summary>
public sealed record BadCell(string Sheet, int Row, string Column, string Found, string Expected);

/// <summary>The workbook into which a company writes what its own Excel says of a month: one row for each chain and month.</summary>
public static class ShadowFile
{
    private const int HeaderRow = 5;

    private static readonly string[] Figures = [.. Label.ShadowFigure.Codes];

    /// <summary>Writes it, a row for each chain and month.</summary>
    /// <param name="path">Where; a file that is there already stays.</param>
    /// <param name="chains">Chains by id, with their names.</param>
    /// <param name="months">First days of the months.</param>
    /// <exception cref="IOException">There is a file of that name.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, string> chains, IReadOnlyList<DateOnly> months)
    {
        if (File.Exists(path))
        {
            throw new IOException($"{path}：已存在，不覆盖 is there already and is not written over.");
        }

        using var package = new ExcelPackage();
        var sheet = package.Workbook.Worksheets.Add("影子月 Shadow month");
        SheetLook.PrintSetUp(sheet);
        sheet.View.ShowGridLines = true;
        sheet.Cells["A1"].Value = "影子月：自有台账的数字 Shadow month: what your own Excel says";
        SheetLook.Title(sheet.Cells["A1"]);
        sheet.Cells["A2"].Value = "金额含税，单位元；对账单按期末所在月；扣款写正数；没有的数字留空。";
        sheet.Cells["A3"].Value = "RMB, VAT included; statements by the month in which they end; deductions positive; leave empty what you do not have.";
        SheetLook.Note(sheet.Cells["A2:A3"]);
        string[] headings = ["系统编号 Chain", "系统名称 Name", "月份 Month", .. Figures.Select(Label.ShadowFigure.Both)];
        for (var i = 0; i < headings.Length; i++)
        {
            sheet.Cells[HeaderRow, i + 1].Value = headings[i];
            sheet.Column(i + 1).Width = i < 3 ? 16 : 20;
        }

        SheetLook.Header(sheet.Cells[HeaderRow, 1, HeaderRow, headings.Length]);
        sheet.Row(HeaderRow).Height = 32;
        var row = HeaderRow;
        foreach (var month in months)
        {
            foreach (var (chain, name) in chains.OrderBy(chain => chain.Key, StringComparer.Ordinal))
            {
                row++;
                sheet.Cells[row, 1].Value = chain;
                sheet.Cells[row, 2].Value = name;
                sheet.Cells[row, 3].Value = month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
            }
        }

        sheet.Cells[HeaderRow + 1, 1, row + 100, 3].Style.Numberformat.Format = "@";
        sheet.Cells[HeaderRow + 1, 4, row + 100, headings.Length].Style.Numberformat.Format = "#,##0.00";
        sheet.View.FreezePanes(HeaderRow + 1, 4);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        package.SaveAs(new FileInfo(path));
    }

    /// <summary>Reads it.</summary>
    /// <param name="path">A filled workbook, or a CSV file with the same headings.</param>
    /// <param name="chains">Chains that there are.</param>
    /// <exception cref="InvalidDataException">It is not that workbook.</exception>
    public static (IReadOnlyList<TheirFigure> Figures, IReadOnlyList<BadCell> Bad) Read(string path, IReadOnlyCollection<string> chains)
    {
        using var table = TableFile.Open(path, FileNature.Of(path));
        Dictionary<string, int>? columns = null;
        List<TheirFigure> figures = [];
        List<BadCell> bad = [];
        var seen = new HashSet<(string, DateOnly)>();
        while (columns is null && table.NextSheet())
        {
            while (table.NextRow())
            {
                var cells = Enumerable.Range(0, table.CellCount).Select(cell => table.Text(cell).Trim()).ToList();
                if (columns is null)
                {
                    columns = Headings(cells);
                }
                else if (cells.Exists(cell => cell.Length > 0))
                {
                    Row(table, cells, columns, chains, seen, figures, bad);
                }
            }
        }

        return columns is null
            ? throw new InvalidDataException($"{Path.GetFileName(path)}：没有找到表头，应为 ka shadow template 所写的工作簿 "
                + "has no heading row of the workbook that ka shadow template writes.")
            : (figures, bad);
    }

    private static Dictionary<string, int>? Headings(List<string> cells)
    {
        // The Chinese word is enough: who copies the sheet may leave the English out.
        var found = Figures.Select(figure => (figure, Label.ShadowFigure.Of(figure, Language.Chinese)))
            .Append(("chain", "系统编号")).Append(("month", "月份"))
            .Select(heading => (heading.Item1, At: cells.FindIndex(cell => cell.StartsWith(heading.Item2, StringComparison.Ordinal))))
            .Where(heading => heading.At >= 0).ToDictionary(heading => heading.Item1, heading => heading.At);
        return found.ContainsKey("chain") && found.ContainsKey("month") && found.Count > 2 ? found : null;
    }

    private static void Row(TableReader table, List<string> cells, Dictionary<string, int> columns, IReadOnlyCollection<string> chains,
        HashSet<(string, DateOnly)> seen, List<TheirFigure> figures, List<BadCell> bad)
    {
        var (sheet, row) = (table.Sheet.Length > 0 ? table.Sheet : "CSV", table.RowNumber);
        string Of(string column) => columns[column] < cells.Count ? cells[columns[column]] : "";
        var (chain, month) = (Of("chain"), Month(Of("month")));
        if (!chains.Contains(chain))
        {
            bad.Add(new(sheet, row, "系统编号 Chain", chain, string.Join(" / ", chains)));
        }
        else if (month is null)
        {
            bad.Add(new(sheet, row, "月份 Month", Of("month"), "2026-05"));
        }
        else if (!seen.Add((chain, month.Value)))
        {
            bad.Add(new(sheet, row, "系统编号 Chain", $"{chain} {month:yyyy-MM}", "每个系统每月一行 one row for each chain and month"));
        }
        else
        {
            foreach (var figure in Figures.Where(columns.ContainsKey).Where(figure => Of(figure).Length > 0))
            {
                if (Number.TryParse(table.Cell(columns[figure]), out var number))
                {
                    figures.Add(new(chain, month.Value, figure, Math.Round(number.ToDecimal(), 2, MidpointRounding.AwayFromZero)));
                }
                else
                {
                    bad.Add(new(sheet, row, Label.ShadowFigure.Both(figure), Of(figure), "1234.56"));
                }
            }
        }
    }

    // A spreadsheet may have made a day of the month, shown in whatever form.
    private static DateOnly? Month(string text)
    {
        string[] forms = ["yyyy-MM", "yyyy-M", "yyyy/M", "yyyyMM", "yyyy-MM-dd", "yyyy/M/d", "yyyy年M月"];
        return DateOnly.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new DateOnly(day.Year, day.Month, 1)
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var serial) && serial is > 36_526 and < 73_050
            ? Month(DateOnly.FromDateTime(DateTime.FromOADate(serial)).ToString("yyyy-MM", CultureInfo.InvariantCulture))
            : null;
    }
}
