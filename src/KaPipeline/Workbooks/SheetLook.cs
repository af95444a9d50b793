using System.Drawing;
using OfficeOpenXml;
using OfficeOpenXml.Style;

namespace KaPipeline.Workbooks;

/// <summary>The look that all our sheets share: one font, one accent, thin rules, print set-up.</summary>
public static class SheetLook
{
    /// <summary>Font of every cell; spreadsheet programs fall back to their own CJK font for Chinese.</summary>
    public const string Font = "Microsoft YaHei";

    /// <summary>Ink of titles and header fill.</summary>
    public static readonly Color Accent = Color.FromArgb(0x1F, 0x3A, 0x5F);

    /// <summary>Fill of total rows.</summary>
    public static readonly Color TotalFill = Color.FromArgb(0xEE, 0xF2, 0xF7);

    /// <summary>Ink of notes.</summary>
    public static readonly Color Muted = Color.FromArgb(0x64, 0x70, 0x7D);

    // Characters across a landscape page at three quarters of their size.
    private const double WidestOnA4 = 199;

    /// <summary>Bars of a chart, and of what is against us.</summary>
    public static readonly Color Bars = Color.FromArgb(0x3D, 0x6E, 0xA5);

    /// <summary>Bars of what is for us, where both are in one chart.</summary>
    public static readonly Color BarsForUs = Color.FromArgb(0xC8, 0x45, 0x3C);

    /// <summary>Landscape A4, one page wide, sheet name and page numbers in the footer.</summary>
    public static void PrintSetUp(ExcelWorksheet sheet)
    {
        sheet.Cells.Style.Font.Name = Font;
        sheet.Cells.Style.Font.Size = 10;
        sheet.DefaultRowHeight = 18;
        sheet.View.ShowGridLines = false;
        sheet.PrinterSettings.PaperSize = ePaperSize.A4;
        sheet.PrinterSettings.Orientation = eOrientation.Landscape;
        sheet.PrinterSettings.FitToPage = true;
        sheet.PrinterSettings.FitToWidth = 1;
        sheet.PrinterSettings.FitToHeight = 0;
        sheet.PrinterSettings.LeftMargin = sheet.PrinterSettings.RightMargin = 0.4m;
        sheet.PrinterSettings.TopMargin = sheet.PrinterSettings.BottomMargin = 0.6m;
        sheet.HeaderFooter.OddFooter.LeftAlignedText = "&F · &A";
        sheet.HeaderFooter.OddFooter.RightAlignedText = "&P / &N";
    }

    /// <summary>Height of the empty row above a header, in points.</summary>
    public const double Gap = 6;

    /// <summary>Repeats the header on each page, and takes A3 for what would be too small to read on A4.</summary>
    /// <param name="sheet">A sheet that is set up for printing.</param>
    /// <param name="width">Width of what is printed, in characters.</param>
    public static void Print(ExcelWorksheet sheet, int headerRow, double width)
    {
        sheet.PrinterSettings.RepeatRows = new ExcelAddress($"${headerRow}:${headerRow}");
        if (width > WidestOnA4)
        {
            sheet.PrinterSettings.PaperSize = ePaperSize.A3;
        }
    }

    /// <summary>A sheet's title.</summary>
    public static void Title(ExcelRangeBase cell)
    {
        cell.Style.Font.Size = 15;
        cell.Style.Font.Bold = true;
        cell.Style.Font.Color.SetColor(Accent);
    }

    /// <summary>A note in small grey letters.</summary>
    public static void Note(ExcelRangeBase cell)
    {
        cell.Style.Font.Size = 9;
        cell.Style.Font.Color.SetColor(Muted);
    }

    /// <summary>A header row: white on the accent, wrapped, so that Chinese and English are on two lines.</summary>
    public static void Header(ExcelRangeBase cells)
    {
        cells.Style.Font.Bold = true;
        cells.Style.Font.Color.SetColor(Color.White);
        cells.Style.Fill.PatternType = ExcelFillStyle.Solid;
        cells.Style.Fill.BackgroundColor.SetColor(Accent);
        cells.Style.WrapText = true;
        cells.Style.VerticalAlignment = ExcelVerticalAlignment.Center;
    }

    /// <summary>A total row: bold, light fill, a rule above.</summary>
    public static void Total(ExcelRangeBase cells)
    {
        cells.Style.Font.Bold = true;
        cells.Style.Fill.PatternType = ExcelFillStyle.Solid;
        cells.Style.Fill.BackgroundColor.SetColor(TotalFill);
        cells.Style.Border.Top.Style = ExcelBorderStyle.Thin;
        cells.Style.Border.Top.Color.SetColor(Accent);
    }

    /// <summary>Thin grey rules below each of the given cells.</summary>
    public static void Rules(ExcelRangeBase cells)
    {
        cells.Style.Border.Bottom.Style = ExcelBorderStyle.Hair;
        cells.Style.Border.Bottom.Color.SetColor(Color.FromArgb(0xB8, 0xC2, 0xCC));
    }

    /// <summary>Puts the English of a header like <c>差异 Difference</c> on a second line.</summary>
    public static string TwoLines(string header)
    {
        var space = header.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? header : header[..space] + "\n" + header[(space + 1)..];
    }
}
