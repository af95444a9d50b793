using System.Globalization;
using System.IO.Compression;
using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace KaPipeline.Ingestion.Tables;

/// <summary>A workbook, BIFF or xlsx, read row by row.</summary>
internal sealed class WorkbookTable : TableReader
{
    // A damaged or lying sheet declares tens of thousands of columns; no portal's table has a thousand.
    private const int MostColumns = 1024;
    private const long MostBytesUnpacked = 2L * 1024 * 1024 * 1024;

    private readonly FileStream file;
    private readonly IExcelDataReader reader;
    private readonly RowCells cells = new();
    private bool isStarted;
    private int rowNumber;

    // BIFF files name their text's code page, and the library asks the runtime for it.
    static WorkbookTable() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public WorkbookTable(string path, Container container)
    {
        file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 64 * 1024);
        try
        {
            if (container == Container.Xlsx)
            {
                CheckSizes(file);
            }
            else
            {
                CompoundFile.Check(file);
            }

            file.Position = 0;

            reader = Guard(() => ExcelReaderFactory.CreateReader(new BoundedReads(file), new ExcelReaderConfiguration { FallbackEncoding = FileNature.Gb18030 }));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public override string Sheet => reader.Name ?? "";

    public override int RowNumber => rowNumber;

    public override int CellCount => cells.Count;

    public override bool NextSheet()
    {
        rowNumber = 0;
        var isFirst = !isStarted;
        isStarted = true;
        return isFirst ? reader.ResultsCount > 0 : Guard(reader.NextResult);
    }

    public override bool NextRow()
    {
        if (!Guard(reader.Read))
        {
            return false;
        }

        rowNumber++;
        cells.Clear();
        var blanks = 0;
        for (var at = 0; at < Math.Min(reader.FieldCount, MostColumns); at++)
        {
            if (reader.GetValue(at) is not { } value)
            {
                blanks++;
                continue;
            }

            // Blanks count only in front of something.
            for (; blanks > 0; blanks--)
            {
                cells.Add("");
            }

            switch (value)
            {
                case string text:
                    cells.Add(text);
                    break;
                case DateTime moment:
                    cells.Add(moment, moment.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CellKind.Date);
                    break;
                case double number:
                    // Fifteen digits are what a spreadsheet shows and keeps.
                    cells.Add(number, "G15", CellKind.Number);
                    break;
                case IFormattable other:
                    cells.Add(other.ToString(null, CultureInfo.InvariantCulture), CellKind.Number);
                    break;
                case var other:
                    cells.Add(other.ToString());
                    break;
            }
        }

        return true;
    }

    public override ReadOnlySpan<byte> Cell(int index) => cells[index];

    public override CellKind KindOf(int index) => cells.KindOf(index);

    protected override void Dispose(bool disposing)
    {
        reader.Dispose();
        file.Dispose();
    }

    // The runtime never unpacks more of an entry than the archive states, so what a bomb states is what it could do: a size that is
    // stated too small ends in XML that is cut off. An archive that is itself cut off has lost its directory, which stands at its end.
    private static void CheckSizes(FileStream file)
    {
        try
        {
            using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            if (!archive.Entries.Any(entry => entry.FullName.EndsWith("workbook.xml", StringComparison.OrdinalIgnoreCase)))
            {
                throw new UnreadableFileException("压缩包中没有工作簿；请解压后再提供其中的文件 | a zip archive without a workbook: unpack it and give the files in it");
            }

            var most = Math.Min(MostBytesUnpacked, Math.Max(64L * 1024 * 1024, file.Length * 200));
            if (archive.Entries.Sum(entry => (decimal)(ulong)entry.Length) > most)
            {
                throw new UnreadableFileException($"解压后超过 {most} 字节，疑为压缩炸弹 | unpacks to more than {most} bytes: taken for a zip bomb");
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException)
        {
            throw new UnreadableFileException("工作簿被截断或损坏 | the workbook is cut off or damaged", e);
        }
    }

    // The library meets damage with whatever exception its code runs into.
    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidPasswordException)
        {
            throw new UnreadableFileException("工作簿设有密码；请去掉密码后重新导出 | the workbook is password-protected: export it without a password", e);
        }
        catch (Exception e) when (e is not (UnreadableFileException or OutOfMemoryException))
        {
            throw new UnreadableFileException("工作簿被截断或损坏 | the workbook is cut off or damaged", e);
        }
    }
}
