using System.Buffers.Binary;
using System.Text;

namespace KaPipeline.Ingestion.Tables;

/// <summary>What a BIFF workbook says for all its sheets: where they begin, shared texts, which formats are dates, code page, first
/// day.</summary>
internal sealed class BiffWorkbook
{
    /// <summary>What a text takes beside its characters.</summary>
    public const int BytesOfText = 32;

    private const int EndOfStream = 0x0A;
    private readonly Dictionary<int, string> formats = [];
    private readonly List<int> cellFormats = [];
    private readonly Dictionary<int, ShownCode?> codes = [];
    private readonly List<BiffStrings.Look> fonts = [];
    private readonly HashSet<int> unclear = [];

    /// <param name="records">The stream, at its beginning.</param>
    /// <exception cref="UnreadableFileException">It is protected, damaged or no workbook.</exception>
    public BiffWorkbook(BiffRecords records)
    {
        if (!records.Next() || !IsBegin(records.Id))
        {
            throw BiffTable.Damaged();
        }

        Version = records.Id == 0x809 && records.Data.Length >= 4 ? BinaryPrimitives.ReadUInt16LittleEndian(records.Data) : records.Id;
        var isSheet = records.Data.Length >= 4 && BinaryPrimitives.ReadUInt16LittleEndian(records.Data[2..]) != 5;
        if (isSheet)
        {
            // A bare sheet: its formats come before its cells, and the sheet begins where the stream does.
            Sheets.Add(("", 0, false));
        }

        for (var hasNext = records.Next(); hasNext && records.Id != EndOfStream;)
        {
            if (records.Id == 0xFC && IsWide)
            {
                var (parts, more) = records.WithContinued();
                ReadShared(new BiffStrings(parts, fonts), BinaryPrimitives.ReadUInt32LittleEndian(parts[0].AsSpan(4)));
                hasNext = more;
                continue;
            }

            Take(records.Id, records.Data);
            if (Math.Max(Sheets.Count + fonts.Count, Math.Max(formats.Count, cellFormats.Count)) > ReadingLimits.RowCells)
            {
                throw BiffTable.Damaged();
            }

            hasNext = records.Next();
        }

        if (Sheets.Count == 0)
        {
            throw BiffTable.Damaged();
        }
    }

    public int Version { get; }

    /// <summary>Texts are Unicode, as since Excel 97.</summary>
    public bool IsWide => Version == 0x600;

    public List<(string Name, long Position, bool IsHidden)> Sheets { get; } = [];

    public List<string> Shared { get; } = [];

    /// <summary>Whether a shared text may be another than the one that was meant.</summary>
    public bool IsUnclear(int shared) => unclear.Contains(shared);

    public bool Is1904 { get; private set; }

    public Encoding Encoding { get; private set; } = FileNature.Gb18030;

    public bool IsDate(int cellFormat)
    {
        var format = (uint)cellFormat < (uint)cellFormats.Count ? cellFormats[cellFormat] : 0;
        return formats.TryGetValue(format, out var code) ? NumberFormat.IsDate(code) : NumberFormat.IsDate(format);
    }

    /// <summary>Whether a cell's format shows a time of day.</summary>
    public bool ShowsTime(int cellFormat)
    {
        var format = (uint)cellFormat < (uint)cellFormats.Count ? cellFormats[cellFormat] : 0;
        return formats.TryGetValue(format, out var code) ? NumberFormat.ShowsTime(code) : NumberFormat.ShowsTime(format);
    }

    /// <summary>How a cell's format shows a number as a code; null where it does not.</summary>
    public ShownCode? CodeOf(int cellFormat)
    {
        var format = (uint)cellFormat < (uint)cellFormats.Count ? cellFormats[cellFormat] : 0;
        if (!codes.TryGetValue(format, out var code))
        {
            codes[format] = code = formats.TryGetValue(format, out var own) ? ShownCode.Of(own) : null;
        }

        return code;
    }

    public static bool IsBegin(int id) => id is 0x809 or 0x409 or 0x209 or 0x009;

    /// <summary>A text in a record of its own.</summary>
    public string Text(ReadOnlySpan<byte> data, bool hasShortLength = false)
    {
        if (IsWide)
        {
            return new BiffStrings([data.ToArray()]).Read(hasShortLength);
        }

        var start = hasShortLength ? 1 : 2;
        var length = hasShortLength ? data[0] : BinaryPrimitives.ReadUInt16LittleEndian(data);
        return Encoding.GetString(data.Slice(start, length));
    }

    private void ReadShared(BiffStrings strings, uint count)
    {
        strings.Skip(8);
        var total = 0L;
        for (var at = 0u; at < count; at++)
        {
            Shared.Add(strings.Read());
            if (strings.IsUnclear)
            {
                unclear.Add(Shared.Count - 1);
            }

            total += (Shared[^1].Length * 2) + BytesOfText;
            if (total > ReadingLimits.TextBytes)
            {
                throw ReadingLimits.Beyond($"工作簿的共享文本超过 {ReadingLimits.TextBytes} 字节",
                    $"the workbook's shared texts are more than {ReadingLimits.TextBytes} bytes");
            }
        }
    }

    private void Take(int id, ReadOnlySpan<byte> data)
    {
        switch (id)
        {
            case 0x2F:
                throw UnreadableFileException.Password();
            case 0x22:
                Is1904 = data[0] == 1;
                break;
            case 0x42:
                Encoding = PageOf(BinaryPrimitives.ReadUInt16LittleEndian(data));
                break;
            case 0x85 when data[5] == 0:
                Sheets.Add((Text(data[6..], true), BinaryPrimitives.ReadUInt32LittleEndian(data), (data[4] & 3) != 0));
                break;
            case 0x41E when Version >= 0x500:
                formats[BinaryPrimitives.ReadUInt16LittleEndian(data)] = Text(data[2..], !IsWide);
                break;
            case 0x1E or 0x41E:
                // Before Excel 5 formats are known by their order.
                formats[formats.Count] = Encoding.GetString(id == 0x1E ? data[1..] : data[3..]);
                break;
            case 0x31 when IsWide:
                fonts.Add((data[2] & 8) != 0 ? BiffStrings.Look.Struck : data[8] != 0 ? BiffStrings.Look.Raised : BiffStrings.Look.Plain);
                break;
            case 0xE0:
                cellFormats.Add(BinaryPrimitives.ReadUInt16LittleEndian(data[2..]));
                break;
            case 0x243 or 0x443:
                cellFormats.Add(data[1]);
                break;
            default:
                break;
        }
    }

    // 1200 is UTF-16, 1252 what every early program writes, whatever its texts are.
    private static Encoding PageOf(int page)
    {
        try
        {
            return page is 1200 or 1252 or 0x8000 or 0x8001 or 367 ? FileNature.Gb18030
                : CodePagesEncodingProvider.Instance.GetEncoding(page) ?? Encoding.GetEncoding(page);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return FileNature.Gb18030;
        }
    }
}
