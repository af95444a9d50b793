using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO.Compression;
using OfficeOpenXml;
using OfficeOpenXml.Drawing.Chart;

namespace KaPipeline.Workbooks;

/// <summary>
/// A workbook of formatted front sheets, made with EPPlus, and long detail sheets, streamed: EPPlus writes each detail sheet with
/// its head alone, and on saving our rows flow into that sheet inside the zip. Formulas keep the value that we calculated beside
/// them, so that a viewer which does not calculate shows the right figure too.
/// </summary>
[SuppressMessage("Design", "CA1001",
    Justification = "The package holds nothing but memory, and its Dispose collects the garbage of the process, with all threads halted.")]
public sealed class ReportWorkbook
{
    private readonly ExcelPackage package = new();
    private readonly List<DetailSheet> details = [];
    private readonly Dictionary<(string Sheet, string Cell), string> values = [];
    private readonly DateTimeOffset producedAt;

    /// <param name="title">Title in the file's properties.</param>
    /// <param name="producedAt">Moment written into the properties and the zip; the same input gives the same file.</param>
    public ReportWorkbook(string title, DateTimeOffset producedAt)
    {
        this.producedAt = producedAt;
        package.Workbook.Properties.Title = title;
        package.Workbook.Properties.Author = "KaPipeline";
        package.Workbook.Properties.Created = producedAt.UtcDateTime;
        package.Workbook.Properties.Modified = producedAt.UtcDateTime;
    }

    /// <summary>When set: detail sheets are left out, formulas are written as values, and a separate sheet says this sentence. For mails
    /// that would grow too big.</summary>
    public string? FrontsOnly { get; init; }

    /// <summary>EPPlus's own workbook, for named ranges.</summary>
    public ExcelWorkbook Workbook => package.Workbook;

    /// <summary>Adds a front sheet: landscape A4, one page wide, with its name and page numbers in the footer.</summary>
    public ExcelWorksheet AddFront(string name)
    {
        var sheet = package.Workbook.Worksheets.Add(name);
        SheetLook.PrintSetUp(sheet);
        return sheet;
    }

    /// <summary>Adds a detail sheet (and its continuations) after the sheets added so far; its rows are asked for on saving.</summary>
    public void AddDetail(DetailSheet sheet)
    {
        if (FrontsOnly is not null)
        {
            return;
        }

        details.Add(sheet);
        for (var index = 0; index < sheet.SheetCount; index++)
        {
            DetailHead.Write(this, sheet, index, package.Workbook.Worksheets.Add(sheet.SheetName(index)));
        }
    }

    /// <summary>A live formula with the value that it gives by our own arithmetic.</summary>
    /// <param name="cell">One cell of a front sheet.</param>
    /// <param name="formula">Without the leading equals sign.</param>
    /// <param name="value">What it must give; LibreOffice's recalculation is compared with it in a test.</param>
    public void Formula(ExcelRangeBase cell, string formula, decimal value)
    {
        if (FrontsOnly is not null)
        {
            cell.Value = value;
            return;
        }

        cell.Formula = formula;
        values[(cell.Worksheet.Name, cell.Address)] = value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Writes the workbook; memory does not grow with the detail rows.</summary>
    /// <exception cref="ControlTotalException">A detail sheet's rows do not add up to its control totals.</exception>
    public async Task SaveAsync(Stream target, CancellationToken ct = default)
    {
        if (FrontsOnly is not null)
        {
            var note = package.Workbook.Worksheets.Add("说明 Note").Cells["A1"];
            note.Value = FrontsOnly;
            SheetLook.Title(note);
        }

        foreach (var sheet in package.Workbook.Worksheets.Where(sheet => sheet.Dimension is not null))
        {
            foreach (var cell in sheet.Cells[sheet.Dimension.Address])
            {
                // Only what changes: a value that is set takes a formula away.
                if (cell.Value is string text && VisibleText.Lines(text) is var shown && shown != text)
                {
                    cell.Value = shown;
                }
            }
        }

        foreach (var chart in package.Workbook.Worksheets.SelectMany(sheet => sheet.Drawings.OfType<ExcelChart>()))
        {
            BarChart.Complete(chart, cell => values.GetValueOrDefault((cell.Worksheet.Name, cell.Address)));
        }

        using var fronts = new MemoryStream();
        package.SaveAs(fronts);
        using var source = new ZipArchive(fronts, ZipArchiveMode.Read);
        using var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        var paths = SheetParts.Paths(source);
        var streamed = details.SelectMany(sheet => Enumerable.Range(0, sheet.SheetCount).Select(sheet.SheetName))
            .ToDictionary(name => paths[name]);
        foreach (var entry in source.Entries.Where(entry => !streamed.ContainsKey(entry.FullName)))
        {
            await CopyAsync(source, entry, zip, paths.FirstOrDefault(path => path.Value == entry.FullName).Key, ct);
        }

        foreach (var sheet in details)
        {
            await StreamAsync(sheet, name => source.GetEntry(paths[name])!, zip, ct);
        }
    }

    /// <summary>Writes the workbook into a file, whole or not at all.</summary>
    /// <exception cref="ControlTotalException">A detail sheet's rows do not add up to its control totals.</exception>
    public async Task SaveAsync(string path, CancellationToken ct = default)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var unfinished = path + ".part";
        try
        {
            await using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16,
                useAsync: false))
            {
                await SaveAsync(file, ct);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private async Task CopyAsync(ZipArchive source, ZipArchiveEntry entry, ZipArchive zip, string? sheetName, CancellationToken ct)
    {
        await using var to = await NewEntryAsync(zip, entry.FullName, ct);
        if (sheetName is not null)
        {
            SheetParts.Load(source, entry.FullName, cell => values.GetValueOrDefault((sheetName, cell))).Save(to);
            return;
        }

        await using var from = await entry.OpenAsync(ct);
        await from.CopyToAsync(to, ct);
    }

    private async Task StreamAsync(DetailSheet sheet, Func<string, ZipArchiveEntry> entryOf, ZipArchive zip, CancellationToken ct)
    {
        Stream? open = null;
        byte[] tail = [];
        async Task<Stream> OpenAsync(int index)
        {
            await CloseAsync();
            var name = sheet.SheetName(index);
            var entry = entryOf(name);
            var part = SheetParts.Load(entry.Archive!, entry.FullName, cell => values.GetValueOrDefault((name, cell)));
            (var head, tail) = SheetParts.Split(part);
            open = await NewEntryAsync(zip, entry.FullName, ct);
            await open.WriteAsync(head, ct);
            return open;
        }

        async Task CloseAsync()
        {
            if (open is not null)
            {
                await open.WriteAsync(tail, ct);
                await open.DisposeAsync();
            }
        }

        var rows = new DetailRows(sheet, SheetParts.Styles(entryOf(sheet.Name), sheet.Columns.Count), OpenAsync);
        await rows.NextSheetAsync(ct);
        await sheet.Fill(rows, ct);
        await rows.EndAsync(ct);
        await CloseAsync();
    }

    private async Task<Stream> NewEntryAsync(ZipArchive zip, string name, CancellationToken ct)
    {
        var entry = zip.CreateEntry(name, System.IO.Compression.CompressionLevel.Fastest);
        entry.LastWriteTime = TimeZoneInfo.ConvertTime(producedAt, BusinessTime.Zone);
        return await entry.OpenAsync(ct);
    }
}
