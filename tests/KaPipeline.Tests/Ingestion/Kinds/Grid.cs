using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;
using KaPipeline.Tests.Ingestion.Quirks;

namespace KaPipeline.Tests.Ingestion.Kinds;

/// <summary>A sample file taken apart into sheets of cells, to be varied and written anew in a container of one's choice.</summary>
internal sealed partial class Grid
{
    private const string Workbook = "xlsx";
    private readonly ReportProfile report;
    private int[] codes = [];
    private int[] numbers = [];
    private int first;
    private int last;

    private Grid(ReportProfile report, string container) => (this.report, Container) = (report, container);

    /// <summary>csv, tab, html or xlsx.</summary>
    public string Container { get; }

    public List<Sheet> Sheets { get; private init; } = [];

    /// <summary>The sheet that holds the rows.</summary>
    public Sheet Data { get; private set; } = null!;

    /// <summary>Titles and header rows above the rows.</summary>
    public List<List<Cell>> Above => Data.Rows[..first];

    public List<List<Cell>> Header => Data.Rows[(first - report.HeaderRows)..first];

    /// <summary>How the text is encoded; text files only.</summary>
    public Func<string, byte[]> Encode { get; set; } = FileNature.Gb18030.GetBytes;

    public byte[] Tail { get; set; } = [];

    public string LineEnd { get; set; } = "\r\n";

    /// <summary>How the workbook is written, but for its sheets.</summary>
    public RawWorkbook Package { get; set; } = new();

    public bool HasIsoDates { get; set; }

    /// <summary>What stands around a cell's text in HTML.</summary>
    public Func<string, string> Markup { get; set; } = text => text;

    /// <summary>Rows in one table of the page; the header stands above each.</summary>
    public int RowsOfTable { get; set; } = int.MaxValue;

    /// <summary>What is done to the whole page last.</summary>
    public Func<byte[], byte[]> Wrap { get; set; } = page => page;

    /// <summary>A cell: its text, and what its container says it is.</summary>
    public sealed record Cell(string Text, CellKind Kind = CellKind.Text);

    public sealed record Sheet(string Name, List<List<Cell>> Rows, string State = "visible");

    /// <summary>Takes a file apart.</summary>
    /// <param name="report">The report as which it is read.</param>
    /// <param name="path">The file.</param>
    /// <param name="plain">The file as it is read unchanged.</param>
    /// <param name="container">How it is to be written anew.</param>
    public static Grid Of(ReportProfile report, string path, StagedFile plain, string container)
    {
        var grid = new Grid(report, container);
        using var table = TableFile.Open(path, FileNature.Of(path), report.Separator);
        while (table.NextSheet())
        {
            var rows = new List<List<Cell>>();
            while (table.NextRow())
            {
                while (rows.Count < table.RowNumber - 1)
                {
                    rows.Add([]);
                }

                rows.Add([.. Enumerable.Range(0, table.CellCount).Select(at => new Cell(table.Text(at), table.KindOf(at)))]);
            }

            grid.Sheets.Add(new(table.Sheet, rows, table.IsHidden ? "hidden" : "visible"));
        }

        var places = plain.Outcome.Staged.Keys.Where(target => target != "statement").SelectMany(target => plain[target])
            .Select(row => plain.Outcome.PlaceOf(int.Parse(row["row_number"]!, CultureInfo.InvariantCulture))).ToList();
        grid.Data = grid.Sheets.First(sheet => sheet.Name == places[0].Sheet || grid.Sheets.Count == 1);
        (grid.first, grid.last) = (places.Min(place => place.Row) - 1, places.Max(place => place.Row));
        var data = grid.Data.Rows[grid.first..grid.last];
        var columns = Enumerable.Range(0, data.Max(row => row.Count)).ToList();
        grid.codes = [.. columns.Where(column => Texts(data, column) is { Count: > 0 } texts && texts.TrueForAll(CodeShape().IsMatch)
            && !texts.TrueForAll(DayShape().IsMatch))];
        grid.numbers = [.. columns.Except(grid.codes)
            .Where(column => grid.Header.Exists(row => column < row.Count && NumberName().IsMatch(row[column].Text))
            && Texts(data, column) is { Count: > 0 } texts && texts.TrueForAll(NumberShape().IsMatch))];
        return grid;
    }

    /// <summary>Changes codes: in all rows, or in some.</summary>
    public void Codes(Random random, Func<string, string> change) => Change(codes, random, change);

    /// <summary>Changes quantities and amounts: in all rows, or in some.</summary>
    public void Numbers(Random random, Func<string, string> change) => Change(numbers, random, change);

    public void Cells(Func<string, string> change)
    {
        foreach (var row in Data.Rows)
        {
            for (var at = 0; at < row.Count; at++)
            {
                row[at] = row[at] with { Text = change(row[at].Text) };
            }
        }
    }

    /// <summary>Puts rows between two data rows.</summary>
    public void Insert(Random random, params IEnumerable<List<Cell>> rows)
    {
        var all = rows.ToList();
        Data.Rows.InsertRange(first + random.Next(1, Math.Max(2, last - first)), all);
        last += all.Count;
    }

    public void Append(params string[] cells) => Data.Rows.Add([.. cells.Select(cell => new Cell(cell))]);

    public void MarkAnyRow(Random random)
    {
        var row = Data.Rows[random.Next(first, last)];
        row[0] = new("\uFEFF" + row[0].Text);
    }

    public void LeaveOutTrailingBlanks()
    {
        foreach (var row in Data.Rows)
        {
            row.RemoveRange(row.FindLastIndex(cell => cell.Text.Length > 0)
                + 1, row.Count - row.FindLastIndex(cell => cell.Text.Length > 0) - 1);
        }
    }

    /// <summary>The rows from the middle on go to a sheet of their own, below the same titles and header.</summary>
    public void Split(string name)
    {
        var middle = (first + last) / 2;
        Sheets.Insert(Sheets.IndexOf(Data) + 1, new(name, [.. Above, .. Data.Rows[middle..]]));
        Data.Rows.RemoveRange(middle, Data.Rows.Count - middle);
        last = middle;
    }

    /// <summary>The file in its container.</summary>
    public byte[] Bytes() => Container switch
    {
        Workbook => (Package with { Sheets = [.. Sheets.Select(InWorkbook)] }).Bytes(),
        "html" => Wrap(Encode($"<meta charset=gb2312>\n{string.Concat(Sheets.Select(Tables))}")),
        _ => [.. Encode(string.Concat(Data.Rows.Select(row => string.Join(Separator, row.Select(Quote)) + LineEnd))), .. Tail],
    };

    private char Separator => Container == "tab" ? '\t' : ',';

    private string Tables(Sheet sheet)
    {
        if (sheet != Data || RowsOfTable > sheet.Rows.Count)
        {
            return Table(sheet.Rows);
        }

        return string.Concat(sheet.Rows[first..].Chunk(RowsOfTable).Select((rows, at) => Table([.. at == 0 ? Above : Header, .. rows])));
    }

    private string Table(List<List<Cell>> rows) =>
        $"<table>{string.Concat(rows.Select(row => $"<tr>{string.Concat(row.Select(cell => $"<td>{InPage(cell.Text)}</td>"))}</tr>\n"))}</table>\n";

    private string InPage(string text) => text.Length == 0 ? "&nbsp;" : Markup(WebUtility.HtmlEncode(text));

    private RawWorkbook.Sheet InWorkbook(Sheet sheet) => new(sheet.Name, [],
        sheet.State)
    { Cells = [.. sheet.Rows.Select(row => row.Select(InWorkbook).ToArray())] };

    private string InWorkbook(Cell cell) => cell.Kind switch
    {
        _ when cell.Text.Length == 0 => "",
        CellKind.Number => $"n:{cell.Text}",
        CellKind.Error => $"e:{cell.Text}",
        CellKind.Date when HasIsoDates => $"t:{cell.Text.Replace(' ', 'T')}{(cell.Text.Length == 10 ? "T00:00:00" : "")}",
        CellKind.Date => string.Create(CultureInfo.InvariantCulture,
            $"d:{DateTime.Parse(cell.Text, CultureInfo.InvariantCulture).ToOADate() - (Package.Date1904 is null ? 0 : 1462)}"),
        _ => cell.Text,
    };

    private string Quote(Cell cell) => cell.Text.Contains(Separator, StringComparison.Ordinal)
        || cell.Text.Contains('"', StringComparison.Ordinal)
        ? $"\"{cell.Text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell.Text;

    // All rows, or some of them.
    private void Change(int[] columns, Random random, Func<string, string> change)
    {
        var all = random.Next(2) == 0;
        foreach (var row in Data.Rows[first..last].Where(_ => all || random.Next(3) == 0))
        {
            foreach (var column in columns.Where(column => column < row.Count && row[column].Text.Trim() is { Length: > 1 } text
                && text[0] != '-'))
            {
                var changed = change(row[column].Text);
                row[column] = changed == row[column].Text ? row[column] : new(changed, changed[0] == '#' ? CellKind.Error : CellKind.Text);
            }
        }
    }

    private static List<string> Texts(List<List<Cell>> rows, int column) =>
        [.. rows.Where(row => column < row.Count).Select(row => row[column].Text.Trim()).Where(text => text.Length > 0 && text != "-")];

    [GeneratedRegex("^[A-Z]{0,4}[0-9][0-9A-Z]{4,13}$")]
    private static partial Regex CodeShape();

    [GeneratedRegex("^2[0-9]{3}[01][0-9][0-3][0-9]$")]
    private static partial Regex DayShape();

    [GeneratedRegex(@"^\(?-?[0-9,]+(\.[0-9]+)?\)?$")]
    private static partial Regex NumberShape();

    [GeneratedRegex("数|额|价|QTY|COST|实收|发货")]
    private static partial Regex NumberName();
}
