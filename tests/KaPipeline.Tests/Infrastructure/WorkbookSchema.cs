using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using OfficeOpenXml;

namespace KaPipeline.Tests.Infrastructure;

/// <summary>What Excel's own schema has against a workbook: LibreOffice forgives what Excel repairs with a question. And what a reader has
/// against it: two columns of one name.</summary>
public static class WorkbookSchema
{
    private const string HeaderFill = "FF1F3A5F";
    private const int MostHeaders = 300;

    /// <summary>Each fault as part, element and what is wrong; nothing for a workbook that Excel opens as it is.</summary>
    public static IReadOnlyList<string> Faults(Stream workbook)
    {
        using var copy = new MemoryStream();
        workbook.CopyTo(copy);
        using var document = SpreadsheetDocument.Open(copy, isEditable: false);
        return
        [
            .. Twice(new MemoryStream(copy.ToArray())),
            .. new OpenXmlValidator(FileFormatVersions.Microsoft365).Validate(document, Stopping)
                .Select(fault => $"{fault.Part?.Uri} {fault.Path?.XPath}: {fault.Description}").Distinct(),
        ];
    }

    // Headings that stand over two columns of one table.
    private static List<string> Twice(MemoryStream workbook)
    {
        var package = new ExcelPackage(workbook);
        return [.. from sheet in package.Workbook.Worksheets
                   where sheet.Dimension is not null
                   from row in Enumerable.Range(1, Math.Min(MostHeaders, sheet.Dimension.End.Row))
                   where IsHead(sheet.Cells[row, 1])
                   from same in Enumerable.Range(1, sheet.Dimension.End.Column).Select(column => sheet.Cells[row, column])
                       .Where(cell => IsHead(cell) && cell.Text.Length > 0).GroupBy(cell => cell.Text.Trim())
                   where same.Count() > 1
                   select $"{sheet.Name} row {row}: two columns \"{same.Key}\""];

        static bool IsHead(ExcelRange cell) => cell.Style.Fill.BackgroundColor.Rgb == HeaderFill;
    }
}
