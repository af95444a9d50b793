using KaPipeline.Workbooks;
using OfficeOpenXml;
using OfficeOpenXml.DataValidation.Contracts;

namespace KaPipeline.Items;

/// <summary>One column of a form.</summary>
/// <param name="Header">Its heading; a profile maps it by these words.</param>
/// <param name="Format">How its cells are written: <c>@</c> for codes, <c>yyyy-mm-dd</c> for days, empty for numbers.</param>
/// <param name="Choice">Name of the sheet of choices that it is chosen from; null: anything.</param>
/// <param name="Words">The few words that it is chosen from; none: anything.</param>
public sealed record FormColumn(string Header, string Format = "", string? Choice = null, params string[] Words)
{
    /// <summary>Whether it stands on each page of a form that is two pages wide: what a line is about.</summary>
    public bool IsOnEachPage { get; init; }
}

/// <summary>What may be chosen: a sheet of its own, which the profile skips; its first column is what is written.</summary>
public sealed record FormChoice(string Sheet, IReadOnlyList<string> Headers, IReadOnlyList<object?[]> Rows);

/// <summary>A workbook that people fill in and drop into the folder: a sheet of lines, and a sheet for each list to choose from.</summary>
internal static class EntryForm
{
    private const int HeaderRow = 4;
    private const int Lines = 200;
    // Three lines of a heading.
    private const double HeaderHeight = 42;

    /// <summary>Codes.</summary>
    public const string Text = "@";

    /// <summary>Days.</summary>
    public const string Day = "yyyy-mm-dd";

    /// <summary>Writes it.</summary>
    /// <param name="workbook">Where.</param>
    /// <param name="sheetName">Name of the sheet that is filled in.</param>
    /// <param name="title">What it is, in both languages.</param>
    /// <param name="notes">How it is filled in: Chinese, English.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="choices">Its lists.</param>
    /// <param name="known">Lines that are there already.</param>
    public static void Write(
        ReportWorkbook workbook, string sheetName, string title, (string Chinese, string English) notes, IReadOnlyList<FormColumn> columns,
        IReadOnlyList<FormChoice> choices, IReadOnlyList<object?[]>? known = null)
    {
        var sheet = workbook.AddFront(sheetName);
        sheet.Cells["A1"].Value = title;
        SheetLook.Title(sheet.Cells["A1"]);
        (sheet.Cells["A2"].Value, sheet.Cells["A3"].Value) = notes;
        SheetLook.Note(sheet.Cells["A2:A3"]);
        var rows = known ?? [];
        for (var i = 0; i < columns.Count; i++)
        {
            sheet.Column(i + 1).Width = WidthOf(columns[i], rows.Select(row => i < row.Length ? row[i] as string : null));
            sheet.Cells[HeaderRow, i + 1].Value = columns[i].Header;
            var cells = sheet.Cells[HeaderRow + 1, i + 1, HeaderRow + Lines + rows.Count, i + 1];
            if (columns[i].Format.Length > 0)
            {
                cells.Style.Numberformat.Format = columns[i].Format;
            }

            if (columns[i].Choice is { } name && choices.FirstOrDefault(choice => choice.Sheet == name) is { } choice)
            {
                Choose(sheet, cells.Address).Formula.ExcelFormula = $"'{name}'!$A$2:$A${Math.Max(2, choice.Rows.Count + 1)}";
            }
            else if (columns[i].Words is { Length: > 0 } words)
            {
                Choose(sheet, cells.Address).Formula.ExcelFormula = $"\"{string.Join(',', words)}\"";
            }
        }

        Fill(sheet, HeaderRow + 1, rows);
        SheetLook.Print(sheet, HeaderRow, columns.Select((_, i) => sheet.Column(i + 1).Width).Sum());
        if (columns.Select((column, i) => (column, Letters: DetailSheet.Letters(i))).Where(one => one.column.IsOnEachPage)
            .Select(one => one.Letters).ToList() is [var first, ..] each)
        {
            // Filled in on paper in a store: two pages of a size that is read.
            sheet.PrinterSettings.FitToWidth = 2;
            sheet.PrinterSettings.RepeatColumns = new ExcelAddress($"${first}:${each[^1]}");
        }

        SheetLook.Header(sheet.Cells[HeaderRow, 1, HeaderRow, columns.Count]);
        sheet.Row(HeaderRow).Height = HeaderHeight;
        sheet.View.FreezePanes(HeaderRow + 1, 1);
        foreach (var choice in choices)
        {
            var list = workbook.AddFront(choice.Sheet);
            for (var i = 0; i < choice.Headers.Count; i++)
            {
                list.Column(i + 1).Width = 24;
                list.Cells[1, i + 1].Value = choice.Headers[i];
            }

            SheetLook.Header(list.Cells[1, 1, 1, choice.Headers.Count]);
            Fill(list, 2, choice.Rows);
        }
    }

    // As wide as what stands in it, a Chinese character counting twice; figures and days have a width of their own.
    private static double WidthOf(FormColumn column, IEnumerable<string?> texts) =>
        Math.Clamp(texts.Concat(column.Words).Max(text => text?.Sum(letter => letter > '\u2E7F' ? 2 : 1)) + 2 ?? 0,
            column.Format == Text ? 14 : 12, 40);

    private static void Fill(ExcelWorksheet sheet, int from, IReadOnlyList<object?[]> rows)
    {
        foreach (var (row, n) in rows.Select((row, n) => (row, n)))
        {
            for (var i = 0; i < row.Length; i++)
            {
                sheet.Cells[from + n, i + 1].Value = row[i] is DateOnly day ? day.ToDateTime(TimeOnly.MinValue) : row[i];
            }
        }
    }

    private static IExcelDataValidationList Choose(ExcelWorksheet sheet, string address)
    {
        var choice = sheet.DataValidations.AddListValidation(address);
        choice.ShowErrorMessage = true;
        choice.Error = "请从列表中选择 Choose from the list";
        return choice;
    }
}
