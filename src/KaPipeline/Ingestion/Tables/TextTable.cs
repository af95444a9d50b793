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
    private CountedStream text;
    private CsvReader? rescued;
    private CountedStream? lines;
    private long skipped;
    private bool isBroken;
    private bool isStarted;
    private int rowNumber;
    private (int Columns, bool IsSo)? leavesOut;
    private (int Columns, RowWidths Widths)? widths;

    public TextTable(string path, Encoding encoding, char? separator)
    {
        (this.path, this.encoding) = (path, encoding);
        this.separator = separator ?? FindSeparator(path, encoding);
        text = new CountedStream(TableFile.OpenUtf8(path, encoding));
        reader = Open(text, true);
    }

    public override string Sheet => "";

    public override int RowNumber => rowNumber;

    public override int CellCount => (rescued ?? reader).FieldCount;

    public override bool HasExactRows => true;

    // A cell in quotes is whole.
    public override bool IsOpen => IsAtEnd(reader, text) && (rescued is null || IsAtEnd(rescued, lines!))
        && (rescued ?? reader).RawRecord is [.., not (byte)'"'];

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

        var record = reader.RawRecord.TrimEnd("\r\n"u8);
        if (record.IndexOfAny((byte)'\r', (byte)'\n') >= 0 && (isBroken || JoinsRows(record)))
        {
            lines = new CountedStream(new MemoryStream(reader.RawRecord.ToArray()));
            rescued = Open(lines, false);
            return NextRow();
        }

        rowNumber++;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        rescued?.Dispose();
        lines?.Dispose();
        reader.Dispose();
        text.Dispose();
    }

    // A quote that opens in a cell of one row and closes in one of another makes a well-formed cell of all that is between them. Each line
    // of it has as many cells as the whole, though, which lines of an honest cell have not.
    private bool JoinsRows(ReadOnlySpan<byte> record)
    {
        var counts = new HashSet<int>();
        foreach (var line in Encoding.UTF8.GetString(record).EnumerateLines())
        {
            counts.Add(Quoted().Replace(line.ToString(), "").Count(separator) + 1);
        }

        return counts.Count == 1 && counts.Single() >= Math.Max(3, reader.FieldCount);
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
        text = new CountedStream(stream);
        reader = Open(text, false);
    }

    // The record ends where the text does, so that no line end is behind it.
    private static bool IsAtEnd(CsvReader reader, CountedStream text) =>
        text.IsAtEnd && reader.ByteOffset + reader.RawRecord.Length >= text.Count;

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

    /// <summary>True where several rows below the header are short and no row that is filled for the most part ends in a blank cell; the
    /// file is read once more for it. Titles and totals, padded or not, tell nothing of the rows.</summary>
    public override bool LeavesOutTrailingBlanks(int columns)
    {
        if (leavesOut is { } known && known.Columns == columns)
        {
            return known.IsSo;
        }

        var (isShort, padded, isBlank, isBelow) = (0, 0, false, false);
        using (var again = Open(TableFile.OpenUtf8(path, encoding), true))
        {
            try
            {
                while (!isBlank && again.Read())
                {
                    var count = again.FieldCount;
                    isBelow |= count >= columns && !IsBlank(again.GetSpan(columns - 1)) && IsFilled(again, columns);
                    if (isBelow && count <= columns && count * 2 >= columns)
                    {
                        var isPadded = IsBlank(again.GetSpan(count - 1));
                        isBlank = isPadded && IsFilled(again, count);
                        padded += isPadded ? 1 : 0;
                        isShort += count < columns ? 1 : 0;
                    }
                }
            }
            catch (CsvFormatException)
            {
                isBlank = true;
            }
        }

        isBroken = false;
        leavesOut = (columns, !isBlank && isShort > 1 && isShort > padded);
        return leavesOut.Value.IsSo;
    }

    public override bool HasUsualCount(int columns)
    {
        var seen = WidthsOf(columns);
        return (CellCount == columns && !seen.IsFilledBeyond) || seen.IsUsual(CellCount);
    }

    public override TableReader Again() => new TextTable(path, encoding, separator);

    private RowWidths WidthsOf(int columns)
    {
        if (widths is { } known && known.Columns == columns)
        {
            return known.Widths;
        }

        var found = new RowWidths(columns);
        using (var again = Open(TableFile.OpenUtf8(path, encoding), true))
        {
            try
            {
                while (found.Rows < RowWidths.MostRows && again.Read())
                {
                    found.Add(again);
                }
            }
            catch (CsvFormatException)
            {
                // What is behind a quote that is never closed tells nothing.
            }
        }

        isBroken = false;
        widths = (columns, found);
        return found;
    }

    internal static bool IsBlank(ReadOnlySpan<byte> cell) => cell.Trim(" \t\0"u8).IsEmpty;

    // More than half of the cells say something.
    private static bool IsFilled(CsvReader row, int columns)
    {
        var filled = 0;
        for (var at = 0; at < columns; at++)
        {
            filled += IsBlank(row.GetSpan(at)) ? 0 : 1;
        }

        return filled * 2 > columns;
    }

    // The candidate that most lines have, and have equally often. Of those that are nearly as good the one on the most lines: what stands
    // in names alone is not in the header. What is in quotes separates nothing, nor does a tab that a portal puts behind or in front of
    // every cell, beside the separator.
    private static char FindSeparator(string path, Encoding encoding)
    {
        using var text = new StreamReader(TableFile.OpenUtf8(path, encoding), Encoding.UTF8);
        var buffer = new char[32 * 1024];
        var length = text.ReadBlock(buffer);
        var lines = Quoted().Replace(new string(buffer, 0, length), "").Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .Select(line => PaddedWithTabs().IsMatch(line) ? line.Replace("\t", "", StringComparison.Ordinal) : line).ToList();
        var rated = "\t,;|".Select(candidate => (Candidate: candidate, Best: lines
            .Select(line => line.Count(character => character == candidate))
            .Where(count => count > 0)
            .GroupBy(count => count)
            .Select(group => (Score: group.Count() * 10 * Math.Min(group.Key, 20), Lines: group.Count()))
            .DefaultIfEmpty()
            .Max())).ToList();
        return rated.Where(one => one.Best.Score * 4 >= rated.Max(other => other.Best.Score) * 3)
            .MaxBy(one => (one.Best.Lines, one.Best.Score)).Candidate;
    }

    // A quote opens at the beginning of a cell.
    [GeneratedRegex("(?<=^|[\t,;|])\"(?:[^\"]|\"\")*\"", RegexOptions.Multiline)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^\t?[^\t]*(?:(?:\t[,;|]\t?|[,;|]\t)[^\t]*)+\t?$")]
    private static partial Regex PaddedWithTabs();
}
