using System.Buffers.Binary;

namespace KaPipeline.Ingestion.Tables;

/// <summary>A workbook of Excel 97–2003 and before (BIFF8, BIFF5, and bare sheets of older ones). A sheet, which has 65,536 rows at most,
/// is taken in whole: writers order its cells as they like.</summary>
internal sealed class BiffTable : TableReader
{
    // A damaged or lying sheet holds tens of thousands of columns; no portal's table has a thousand.
    private const int MostColumns = 1024;

    private readonly FileStream file;
    private readonly Stream stream;
    private readonly BiffRecords records;
    private readonly BiffWorkbook workbook;
    private readonly List<Stored> sheetCells = [];
    private readonly RowCells row = new();
    private MergedCells merged = new();
    private int sheet = -1;
    private int next;
    private int awaitsText = -1;
    private int rowNumber;
    private long textBytes;

    public BiffTable(string path)
    {
        file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 64 * 1024);
        try
        {
            if (file.Length > ReadingLimits.BiffBytes)
            {
                throw ReadingLimits.Beyond($"工作簿超过 {ReadingLimits.BiffBytes} 字节",
                    $"a workbook of Excel 97–2003 of more than {ReadingLimits.BiffBytes} bytes");
            }

            stream = CompoundFile.Is(file) ? CompoundFile.Open(file, ["Workbook", "Book", "WORKBOOK", "BOOK"], out var names)
                ?? throw NoWorkbook(names) : new BufferedStream(file);
            stream.Position = 0;
            records = new BiffRecords(stream);
            workbook = Guard(() => new BiffWorkbook(records));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private record struct Stored(int Row, int Column, CellKind Kind, int Format, double Number, string? Text);

    public override string Sheet => workbook.Sheets[Math.Max(0, sheet)].Name;

    public override bool IsHidden => workbook.Sheets[Math.Max(0, sheet)].IsHidden;

    public override int RowNumber => rowNumber;

    public override int CellCount => row.Count;

    /// <summary>What is said of a damaged workbook.</summary>
    public static UnreadableFileException Damaged(Exception? inner = null) => new("工作簿被截断或损坏 | the workbook is cut off or damaged", inner);

    public override bool NextSheet()
    {
        rowNumber = next = 0;
        row.Clear();
        sheetCells.Clear();
        merged = new MergedCells();
        awaitsText = -1;
        textBytes = 0;
        if (++sheet >= workbook.Sheets.Count)
        {
            sheet = workbook.Sheets.Count - 1;
            return false;
        }

        return Guard(() =>
        {
            records.Seek(workbook.Sheets[sheet].Position);
            ReadSheet();
            merged.Begin();
            var isOrdered = true;
            for (var at = 1; at < sheetCells.Count && isOrdered; at++)
            {
                isOrdered = (sheetCells[at - 1].Row, sheetCells[at - 1].Column).CompareTo((sheetCells[at].Row, sheetCells[at].Column)) <= 0;
            }

            if (!isOrdered)
            {
                sheetCells.Sort((one, other) => (one.Row, one.Column).CompareTo((other.Row, other.Column)));
            }

            return true;
        });
    }

    public override bool NextRow()
    {
        row.Clear();
        if (next >= sheetCells.Count)
        {
            return false;
        }

        rowNumber = sheetCells[next].Row + 1;
        for (; next < sheetCells.Count && sheetCells[next].Row == rowNumber - 1; next++)
        {
            var cell = sheetCells[next];
            if (cell.Column >= MostColumns || cell.Column < row.Count)
            {
                continue;
            }

            while (row.Count < cell.Column)
            {
                row.Add("");
            }

            if (cell.Text is not null)
            {
                row.Add(cell.Text, cell.Kind);
            }
            else if (workbook.IsDate(cell.Format) && NumberFormat.Moment(cell.Number, workbook.Is1904) is var (moment, shown))
            {
                row.AddMoment(moment, shown, !workbook.ShowsTime(cell.Format));
            }
            else
            {
                row.AddNumber(cell.Number, workbook.CodeOf(cell.Format));
            }
        }

        merged.Hide(rowNumber - 1, row, static column => column);
        return true;
    }

    public override ReadOnlySpan<byte> Cell(int index) => row[index];

    public override CellKind KindOf(int index) => row.KindOf(index);

    public override ReadOnlySpan<byte> Shown(int index) => row.Shown(index);

    protected override void Dispose(bool disposing)
    {
        stream.Dispose();
        file.Dispose();
    }

    // Charts inside a sheet are streams inside its stream.
    private void ReadSheet()
    {
        var depth = 0;
        while (records.Next())
        {
            if (BiffWorkbook.IsBegin(records.Id))
            {
                depth++;
            }
            else if (records.Id == 0x0A && --depth <= 0)
            {
                return;
            }
            else if (depth == 1)
            {
                Take(records.Id, records.Data);
                if (sheetCells.Count > ReadingLimits.SheetCells / 4)
                {
                    // Doubled once more it would hold twice what the limit allows.
                    sheetCells.EnsureCapacity(ReadingLimits.SheetCells + ReadingLimits.RowCells);
                }

                if (sheetCells.Count > ReadingLimits.SheetCells || textBytes > ReadingLimits.TextBytes)
                {
                    throw ReadingLimits.Beyond(
                        $"工作表超过 {ReadingLimits.SheetCells} 个单元格，或文本超过 {ReadingLimits.TextBytes} 字节",
                        $"a sheet of more than {ReadingLimits.SheetCells} cells, or {ReadingLimits.TextBytes} bytes of text");
                }
            }
        }

        if (depth > 0)
        {
            throw Damaged();
        }
    }

    private void Take(int id, ReadOnlySpan<byte> data)
    {
        switch (id)
        {
            case 0x02:
                Add(data, 0, BinaryPrimitives.ReadUInt16LittleEndian(data[7..]));
                break;
            case 0x03 when data.Length >= 15:
                Add(data, 0, BinaryPrimitives.ReadDoubleLittleEndian(data[7..]));
                break;
            case 0x04:
                Add(data, CellKind.Text, workbook.Text(data[7..], true));
                break;
            case 0xFD:
                var shared = BinaryPrimitives.ReadInt32LittleEndian(data[6..]);
                Add(data, workbook.IsUnclear(shared) ? CellKind.Error : CellKind.Text, workbook.Shared[shared], isShared: true);
                break;
            case 0x204 or 0xD6:
                Add(data, CellKind.Text, workbook.Text(data[6..]));
                break;
            case 0x203:
                Add(data, Format(data), BinaryPrimitives.ReadDoubleLittleEndian(data[6..]));
                break;
            case 0x27E:
                Add(data, Format(data), Short(data[6..]));
                break;
            case 0xBD:
                var column = BinaryPrimitives.ReadUInt16LittleEndian(data[2..]);
                for (var at = 4; at + 6 <= data.Length - 2; at += 6, column++)
                {
                    sheetCells.Add(new Stored(BinaryPrimitives.ReadUInt16LittleEndian(data), column, CellKind.Number,
                        BinaryPrimitives.ReadUInt16LittleEndian(data[at..]), Short(data[(at + 2)..]), null));
                }

                break;
            case 0x205:
                AddFlagOrError(data, data[6], data[7] != 0);
                break;
            case 0xE5:
                for (var at = 2; at + 8 <= data.Length; at += 8)
                {
                    // First and last row, first and last column.
                    var area = data[at..];
                    merged.Add(Word(area), Word(area[4..]), Word(area[2..]), Word(area[6..]), MostColumns);
                }

                break;
            case 0x06 or 0x206 or 0x406:
                TakeFormula(data);
                break;
            case 0x207 or 0x07 when awaitsText >= 0 && awaitsText == sheetCells.Count - 1:
                // The text that the formula before came to.
                sheetCells[^1] = sheetCells[^1] with { Text = workbook.Text(data, id == 0x07), Kind = CellKind.Text };
                awaitsText = -1;
                break;
            default:
                break;
        }
    }

    private void TakeFormula(ReadOnlySpan<byte> data)
    {
        var value = data[6..14];
        if (value is not [_, _, _, _, _, _, 0xFF, 0xFF])
        {
            Add(data, Format(data), BinaryPrimitives.ReadDoubleLittleEndian(value));
        }
        else if (value[0] is 1 or 2)
        {
            AddFlagOrError(data, value[2], value[0] == 2);
        }
        else
        {
            // A blank text of its own is blank, unless the writer left it to be calculated; any other follows in a record of its own.
            var isBlank = value[0] == 3 && (data.Length <= 14 || (data[14] & 3) == 0);
            Add(data, isBlank ? CellKind.Text : CellKind.Error, isBlank ? "" : "=");
            awaitsText = sheetCells.Count - 1;
        }
    }

    private void AddFlagOrError(ReadOnlySpan<byte> data, byte value, bool isError) =>
        Add(data, isError ? CellKind.Error : CellKind.Text, !isError ? (value != 0 ? "TRUE" : "FALSE") : value switch
        {
            0x00 => "#NULL!",
            0x07 => "#DIV/0!",
            0x0F => "#VALUE!",
            0x17 => "#REF!",
            0x1D => "#NAME?",
            0x24 => "#NUM!",
            _ => "#N/A",
        });

    private void Add(ReadOnlySpan<byte> data, int format, double number) =>
        sheetCells.Add(new Stored(BinaryPrimitives.ReadUInt16LittleEndian(data), BinaryPrimitives.ReadUInt16LittleEndian(data[2..]),
        CellKind.Number, format, number, null));

    private void Add(ReadOnlySpan<byte> data, CellKind kind, string text, bool isShared = false)
    {
        textBytes += isShared ? 0 : (text.Length * 2) + BiffWorkbook.BytesOfText;
        sheetCells.Add(new Stored(BinaryPrimitives.ReadUInt16LittleEndian(data), BinaryPrimitives.ReadUInt16LittleEndian(data[2..]), kind,
            0, 0, text));
    }

    private static int Format(ReadOnlySpan<byte> data) => Word(data[4..]);

    private static int Word(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt16LittleEndian(data);

    // RK: thirty bits of a double or a whole number, both maybe a hundredth.
    private static double Short(ReadOnlySpan<byte> data)
    {
        var bits = BinaryPrimitives.ReadInt32LittleEndian(data);
        var number = (bits & 2) != 0 ? bits >> 2 : BitConverter.Int64BitsToDouble((long)(bits & ~3) << 32);
        return (bits & 1) != 0 ? number / 100 : number;
    }

    private static UnreadableFileException NoWorkbook(IReadOnlyList<string> streams) =>
        streams.Contains("EncryptedPackage") ? UnreadableFileException.Password()
        : streams.Contains("WordDocument") ? new("Word 文档 (doc)：请将其表格另存为 .xlsx 后再提供 | a Word document (doc): save its table as .xlsx")
        : Damaged();

    // Damage shows in lengths and indexes that lead nowhere.
    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw Damaged(e);
        }
    }
}
