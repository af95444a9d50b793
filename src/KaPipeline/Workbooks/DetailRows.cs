namespace KaPipeline.Workbooks;

/// <summary>
/// Writes the rows of one detail sheet straight as sheet XML. Cells are written left to right, one call each, then
/// <see cref="EndRowAsync"/>. Texts are inline strings, so that what begins with <c>= + - @</c> is text, and stays text when
/// somebody edits the cell (its style has the quote prefix).
/// </summary>
public sealed class DetailRows
{
    private const int FlushAt = 1 << 16;
    private static readonly int ExcelEpoch = new DateOnly(1899, 12, 30).DayNumber;

    private readonly DetailSheet sheet;
    private readonly DetailStyles styles;
    private readonly Func<int, Task<Stream>> openSheet;
    private readonly decimal[] sums;
    private readonly XmlBytes xml = new();
    private Stream target = Stream.Null;
    private int sheetIndex = -1;
    private int row;
    private int column = -1;
    private int written;

    internal DetailRows(DetailSheet sheet, DetailStyles styles, Func<int, Task<Stream>> openSheet)
    {
        this.sheet = sheet;
        this.styles = styles;
        this.openSheet = openSheet;
        sums = new decimal[sheet.Columns.Count];
    }

    /// <summary>Rows written so far, over all the sheets that this one runs over.</summary>
    public long Count { get; private set; }

    /// <summary>A text cell; null or nothing leaves it empty.</summary>
    public void Text(string? value)
    {
        var index = Begin();
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        Open(index, "<c t=\"inlineStr\""u8, other: value[0] is '=' or '+' or '-' or '@' or '\t' or '\r');
        // Space at either end is lost where nothing asks to keep it.
        xml.Raw(char.IsWhiteSpace(value[0]) || char.IsWhiteSpace(value[^1]) ? "><is><t xml:space=\"preserve\">"u8 : "><is><t>"u8);
        xml.Text(value);
        xml.Raw("</t></is></c>"u8);
    }

    /// <summary>A number: quantity, money, price, fraction or count, as the column says; null leaves the cell empty.</summary>
    public void Number(decimal? value)
    {
        var index = Begin();
        if (value is not { } number)
        {
            return;
        }

        sums[index] += number;
        Open(index, "<c"u8, other: sheet.Columns[index].Kind == ColumnKind.Quantity && !decimal.IsInteger(number));
        xml.Raw("><v>"u8);
        xml.Number(number);
        xml.Raw("</v></c>"u8);
    }

    /// <summary>A business date; null leaves the cell empty.</summary>
    public void Date(DateOnly? value)
    {
        var index = Begin();
        if (value is not { } date)
        {
            return;
        }

        Open(index, "<c"u8, other: false);
        xml.Raw("><v>"u8);
        xml.Whole(date.DayNumber - ExcelEpoch);
        xml.Raw("</v></c>"u8);
    }

    /// <summary>Ends the row; cells that were not written stay empty. Goes on in the next sheet when this one is full.</summary>
    public async ValueTask EndRowAsync(CancellationToken ct = default)
    {
        xml.Raw("</row>"u8);
        (column, written) = (-1, 0);
        Count++;
        if (row == DetailSheet.HeaderRow + sheet.SheetLimit && Count < sheet.RowCount)
        {
            await NextSheetAsync(ct);
        }
        else if (xml.Length >= FlushAt)
        {
            await FlushAsync(ct);
        }
    }

    internal async Task NextSheetAsync(CancellationToken ct)
    {
        await FlushAsync(ct);
        target = await openSheet(++sheetIndex);
        row = DetailSheet.HeaderRow;
    }

    /// <exception cref="ControlTotalException">The rows do not add up to what was announced.</exception>
    internal async Task EndAsync(CancellationToken ct)
    {
        await FlushAsync(ct);
        if (Count != sheet.RowCount)
        {
            throw new ControlTotalException(sheet.Name, "rows", sheet.RowCount, Count);
        }

        foreach (var (definition, sum) in sheet.Columns.Zip(sums))
        {
            if (definition.ControlTotal is { } expected && expected != sum)
            {
                throw new ControlTotalException(sheet.Name, definition.Header, expected, sum);
            }
        }
    }

    private async ValueTask FlushAsync(CancellationToken ct)
    {
        await target.WriteAsync(xml.Written, ct);
        xml.Clear();
    }

    private int Begin()
    {
        if (column < 0)
        {
            row++;
            xml.Raw("<row r=\""u8);
            xml.Whole(row);
            xml.Raw("\">"u8);
        }

        return ++column;
    }

    // A cell without a reference is that behind the one before it: references are a third of a sheet's bytes.
    private void Open(int index, ReadOnlySpan<byte> start, bool other)
    {
        for (; written < index; written++)
        {
            xml.Raw("<c/>"u8);
        }

        written++;
        xml.Raw(start);
        xml.Raw(styles.Attribute(index, other));
    }
}
