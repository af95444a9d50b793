using System.Text;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;
using OfficeOpenXml;

namespace KaPipeline.Tests.Ingestion.Quirks;

/// <summary>A small order report to vary: five columns, whatever else a test needs.</summary>
internal static class Portal
{
    public const string Columns = "订单号,门店,货号,日期,数量";
    public const string Row = "PO1,S01,000123,2026-05-01,24";

    public static ReportProfile Orders(string settings = "", string fields = "", string rows = "") => ProfileFile.Parse($$"""
        chain: test
        name: 测试
        name_en: Test
        reports:
          orders:
            files: ["*"]
        {{Indent(settings, 4)}}
            rows:
              - into: order_line
                fields:
                  order_number: 订单号
                  store_id: 门店
                  item_number: 货号
                  ordered_on: 日期
                  requested_on: 日期
                  units: 数量
        {{Indent(fields, 10)}}
        {{Indent(rows, 6)}}
        """, "test.yaml").Reports[0];

    /// <summary>A profile whose fields a test gives in full.</summary>
    public static ReportProfile Report(string settings, string rows) => ProfileFile.Parse($$"""
        chain: test
        name: 测试
        name_en: Test
        reports:
          report:
            files: ["*"]
        {{Indent(settings, 4)}}
            rows:
        {{Indent(rows, 6)}}
        """, "test.yaml").Reports[0];

    public static StagedFile Read(this ReportProfile report, string text, Encoding? encoding = null) =>
        StagedFile.Read(report, [.. (encoding ?? new UTF8Encoding(false)).GetPreamble(), .. (encoding ?? Encoding.UTF8).GetBytes(text)]);

    public static byte[] Workbook(Action<ExcelPackage> fill)
    {
        var package = new ExcelPackage();
        fill(package);
        return package.GetAsByteArray();
    }

    /// <summary>A sheet of texts, rows parted by line ends and cells by |.</summary>
    public static ExcelWorksheet Fill(this ExcelPackage package, string sheet, string cells)
    {
        var worksheet = package.Workbook.Worksheets.Add(sheet);
        var lines = cells.ReplaceLineEndings("\n").Split('\n');
        for (var row = 0; row < lines.Length; row++)
        {
            var values = lines[row].Split('|', StringSplitOptions.TrimEntries);
            for (var column = 0; column < values.Length; column++)
            {
                if (values[column].Length > 0)
                {
                    worksheet.Cells[row + 1, column + 1].Value = values[column];
                }
            }
        }

        return worksheet;
    }

    public static string Html(params string[] rows) => string.Concat(rows.Select(row =>
        "<tr>" + string.Concat(row.Split(',').Select(cell => $"<td>{cell}</td>")) + "</tr>\n"));

    /// <summary>The rows as SpreadsheetML 2003, below the header.</summary>
    public static string SpreadsheetXml(IEnumerable<string> rows) =>
        "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">"
        + "<Worksheet ss:Name=\"订单\"><Table>" + string.Concat(rows.Prepend(Columns).Select(row =>
            "<Row>" + string.Concat(row.Split(',').Select(cell => $"<Cell><Data ss:Type=\"String\">{cell}</Data></Cell>")) + "</Row>\n"))
            + "</Table></Worksheet></Workbook>";

    public static byte[] Gb18030(string text) => FileNature.Gb18030.GetBytes(text);

    /// <summary>One field of all rows, as text.</summary>
    public static IEnumerable<string?> Values(this StagedFile file, string field, string target = "order_line") => file[target]
        .Select(row => row[field]);

    private static string Indent(string text, int columns) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => new string(' ', columns) + line));
}
