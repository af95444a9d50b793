using System.Drawing;
using System.Globalization;
using System.Xml;
using OfficeOpenXml;
using OfficeOpenXml.Drawing.Chart;

namespace KaPipeline.Workbooks;

/// <summary>
/// Native bars over cells of a sheet. What EPPlus leaves undone in a chart is put right on saving: its series get the order of the
/// schema (it appends the fill, which Excel takes for damage), and each reference the values that it points to, without which a
/// program that does not calculate shows an empty frame.
/// </summary>
public static class BarChart
{
    private const string Schema = "http://schemas.openxmlformats.org/drawingml/2006/chart";

    // ECMA-376 part 1, 21.2.2.170: what a series of bars holds, in this order.
    private static readonly string[] InOrder =
    [
        "idx", "order", "tx", "spPr", "invertIfNegative", "pictureOptions", "dPt", "dLbls", "trendline", "errBars", "cat", "val", "shape",
        "extLst",
    ];

    /// <summary>Adds one without a legend; its labels are at the edge of the plot, clear of bars below zero.</summary>
    /// <param name="sheet">Where it is.</param>
    /// <param name="name">Its name in the sheet.</param>
    /// <param name="title">What the bars are, with the unit.</param>
    /// <param name="type">Columns or bars.</param>
    public static ExcelBarChart Add(ExcelWorksheet sheet, string name, string title, eChartType type = eChartType.ColumnClustered)
    {
        var chart = (ExcelBarChart)sheet.Drawings.AddChart(name, type);
        chart.Title.Text = title;
        chart.Title.Font.Size = 11;
        chart.Legend.Remove();
        chart.XAxis.LabelPosition = eTickLabelPosition.Low;
        chart.YAxis.Format = "#,##0";
        return chart;
    }

    /// <summary>Adds a series of one colour.</summary>
    /// <param name="head">Cell that names the series.</param>
    /// <param name="values">Its values, one column.</param>
    /// <param name="labels">What each stands for, one column.</param>
    /// <param name="color">Of its bars.</param>
    public static void Series(ExcelBarChart chart, ExcelRangeBase head, ExcelRangeBase values, ExcelRangeBase labels, Color color)
    {
        var series = chart.Series.Add(values, labels);
        series.HeaderAddress = new ExcelAddress(head.FullAddressAbsolute);
        series.Fill.Color = color;
    }

    /// <summary>Puts a chart's XML right.</summary>
    /// <param name="chart">As EPPlus holds it, over cells that have their values.</param>
    /// <param name="valueOf">The value beside the formula of a cell; null where the cell holds none.</param>
    internal static void Complete(ExcelChart chart, Func<ExcelRangeBase, string?> valueOf)
    {
        var names = new XmlNamespaceManager(chart.ChartXml.NameTable);
        names.AddNamespace("c", Schema);
        foreach (var series in chart.ChartXml.SelectNodes("//c:ser", names)!.Cast<XmlElement>())
        {
            series.ChildNodes.Cast<XmlNode>().OrderBy(child => Array.IndexOf(InOrder, child.LocalName)).ToList()
                .ForEach(child => series.AppendChild(child));
            foreach (var reference in series.SelectNodes(".//c:f/..", names)!.Cast<XmlElement>().ToList())
            {
                reference.ParentNode!.ReplaceChild(
                    WithValues(chart.ChartXml, reference["f", Schema]!.InnerText, chart.WorkSheet.Workbook, valueOf), reference);
            }
        }
    }

    // EPPlus refers to everything as numbers; labels are texts or dates.
    private static XmlElement WithValues(XmlDocument xml, string formula, ExcelWorkbook workbook, Func<ExcelRangeBase, string?> valueOf)
    {
        var mark = formula.LastIndexOf('!');
        var cells = workbook.Worksheets[formula[..mark].Trim('\'').Replace("''", "'", StringComparison.Ordinal)].Cells;
        var range = new ExcelAddress(formula[(mark + 1)..]);

        // A range of EPPlus is one object that moves: each cell is read before the next is asked for.
        var points = Enumerable.Range(range.Start.Row, range.Rows).Select(row => cells[row, range.Start.Column])
            .Select(cell => (IsText: cell.Value is string, Value: valueOf(cell) ?? Text(cell.Value))).ToList();
        var kind = points.Any(point => point.IsText) ? "str" : "num";
        var cache = New(kind + "Cache");
        if (kind == "num")
        {
            cache.AppendChild(New("formatCode"))!.InnerText = cells[range.Start.Row, range.Start.Column].Style.Numberformat.Format;
        }

        cache.AppendChild(New("ptCount", "val", points.Count));
        for (var i = 0; i < points.Count; i++)
        {
            if (points[i].Value is { } value)
            {
                cache.AppendChild(New("pt", "idx", i))!.AppendChild(New("v"))!.InnerText = value;
            }
        }

        var reference = New(kind + "Ref");
        reference.AppendChild(New("f"))!.InnerText = formula;
        reference.AppendChild(cache);
        return reference;

        XmlElement New(string name, string? attribute = null, int value = 0)
        {
            var element = xml.CreateElement("c", name, Schema);
            if (attribute is not null)
            {
                element.SetAttribute(attribute, value.ToString(CultureInfo.InvariantCulture));
            }

            return element;
        }
    }

    private static string? Text(object? value) => value switch
    {
        DateTime date => date.ToOADate().ToString(CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value as string,
    };
}
