using System.Text;
using System.Text.RegularExpressions;
using CsvHelper;

namespace KaPipeline.Ingestion.Tables;

/// <summary>Text with a separator, read as UTF-8 spans without a string per cell.</summary>
/// <remarks>A quote that is never closed would swallow the rest of the file: such a stretch is read again line by line, so that one bad
/// row costs one row.</remarks>
internal sealed partial class TextTable : TableReader
{
    // Above the largest honest row; a longer one can only come from a quote that is never closed.
    private const int LongestRow = 12 * 1024 * 1024;

    private readonly string path;
    private readonly Encoding encoding;
    private readonly char separator;
    private CsvReader reader;
    private CsvReader? rescued;
    private long skipped;
    private bool isBroken;
    private bool isStarted;
    private int rowNumber;
    private (int Columns, bool IsSo)? leavesOut;

    public TextTable(string path, Encoding encoding, char? separator)
    {
        (this.path, this.encoding) = (path, encoding);
        this.separator = separator ?? FindSeparator(path, encoding);
        reader = Open(TableFile.OpenUtf8(path, encoding), true);
    }

    public override string Sheet => "";

    public override int RowNumber => rowNumber;

    public override int CellCount => (rescued ?? reader).FieldCount;

    public override bool HasExactRows => true;

    public override bool NextSheet()
    {
        var isFirst = !isStarted;
        isStarted = true;
        return isFirst;
    }

    public override ReadOnlySpan<byte> Cell(int index) => (rescued ?? reader).GetSpan(index);

    public override bool NextRow()
    {
        if (rescued is not null)
        {
            if (rescued.Read())
            {
                rowNumber++;
                return true;
            }

            rescued.Dispose();
            rescued = null;
        }

        isBroken = false;
        try
        {
            if (!reader.Read())
            {
                return false;
            }
        }
        catch (CsvFormatException)
        {
            if (skipped < 0)
            {
                throw new UnreadableFileException($"第 {rowNumber + 1} 行过长 | row {rowNumber + 1} is longer than {LongestRow} bytes");
            }

            RestartLineByLine();
            return NextRow();
        }

        if (isBroken && reader.RawRecord.IndexOfAny((byte)'\r', (byte)'\n') >= 0)
        {
            rescued = Open(new MemoryStream(reader.RawRecord.ToArray()), false);
            return NextRow();
        }

        rowNumber++;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        rescued?.Dispose();
        reader.Dispose();
    }

    private void RestartLineByLine()
    {
        skipped = reader.ByteOffset;
        reader.Dispose();
        var stream = TableFile.OpenUtf8(path, encoding);
        var buffer = new byte[64 * 1024];
        for (var left = skipped; left > 0;)
        {
            left -= stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length)) is var read and > 0 ? read : left;
        }

        skipped = -1;
        reader = Open(stream, false);
    }

    private CsvReader Open(Stream stream, bool linesInQuotes) => CsvReader.Create(stream, new CsvReaderOptions
    {
        HasHeader = false,
        Separator = separator,
        SkipEmptyLines = false,
        DetectSeparatorHint = false,
        AllowLineBreaksInQuotes = linesInQuotes,
        MaxRecordSize = LongestRow,
        BufferSize = 256 * 1024,
        OnMalformedRecord = _ => isBroken = true,
    });

    /// <summary>True where several rows are short and no row of the width or near it ends in a blank cell; the file is read once more for
    /// it.</summary>
    public override bool LeavesOutTrailingBlanks(int columns)
    {
        if (leavesOut is { } known && known.Columns == columns)
        {
            return known.IsSo;
        }

        var (isShort, isBlank) = (0, false);
        using (var again = Open(TableFile.OpenUtf8(path, encoding), true))
        {
            try
            {
                while (!isBlank && again.Read())
                {
                    var count = again.FieldCount;
                    var isRow = count <= columns && count * 2 >= columns;
                    isBlank = isRow && again.GetSpan(count - 1).Trim(" \t\0"u8).IsEmpty;
                    isShort += isRow && count < columns ? 1 : 0;
                }
            }
            catch (CsvFormatException)
            {
                isBlank = true;
            }
        }

        isBroken = false;
        leavesOut = (columns, !isBlank && isShort > 1);
        return leavesOut.Value.IsSo;
    }

    // The candidate that most lines have, and have equally often; a comma where no line has any. What is in quotes separates nothing,
    // nor does a tab that a portal puts behind every cell, in front of the separator.
    private static char FindSeparator(string path, Encoding encoding)
    {
        using var text = new StreamReader(TableFile.OpenUtf8(path, encoding), Encoding.UTF8);
        var buffer = new char[32 * 1024];
        var length = text.ReadBlock(buffer);
        var lines = Quoted().Replace(new string(buffer, 0, length), "").Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Take(40)
            .Select(line => PaddedWithTabs().IsMatch(line) ? line.Replace("\t", "", StringComparison.Ordinal) : line).ToList();
        return "\t,;|".MaxBy(candidate => lines
            .Select(line => line.Count(character => character == candidate))
            .Where(count => count > 0)
            .GroupBy(count => count)
            .Select(group => group.Count() * 10 * Math.Min(group.Key, 20))
            .DefaultIfEmpty(0)
            .Max());
    }

    // A quote opens at the beginning of a cell.
    [GeneratedRegex("(?<=^|[\t,;|])\"(?:[^\"]|\"\")*\"", RegexOptions.Multiline)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^[^\t]*(?:\t[,;|][^\t]*)+\t?$")]
    private static partial Regex PaddedWithTabs();
}
