using System.Globalization;
using System.Text;

namespace KaPipeline.Ingestion.Tables;

/// <summary>The cells of one row as UTF-8, for containers whose libraries hand out objects.</summary>
internal sealed class RowCells
{
    private static readonly TimeSpan LostSeconds = new(23, 59, 17);

    // China's midnight, as UTC says it.
    private static readonly TimeSpan Midnight = new(16, 0, 0);
    private static readonly TimeSpan MidnightLessSeconds = new(15, 59, 17);

    private byte[] bytes = new byte[1024];
    private readonly List<(int End, CellKind Kind)> cells = [];
    private readonly Dictionary<int, byte[]> shown = [];

    public int Count => cells.Count;

    public void Clear()
    {
        cells.Clear();
        shown.Clear();
    }

    public ReadOnlySpan<byte> this[int index] =>
        (uint)index < (uint)cells.Count ? bytes.AsSpan((index == 0 ? 0 : cells[index - 1].End)..cells[index].End) : default;

    public CellKind KindOf(int index) => (uint)index < (uint)cells.Count ? cells[index].Kind : CellKind.Text;

    public void Add(ReadOnlySpan<char> text, CellKind kind = CellKind.Text)
    {
        var from = Begin(text.Length);
        var most = from + (text.Length * 3);
        if (most > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, most));
        }

        cells.Add((from + Encoding.UTF8.GetBytes(text, bytes.AsSpan(from)), kind));
    }

    public void Add(ReadOnlySpan<byte> utf8, CellKind kind = CellKind.Text)
    {
        var from = Begin(utf8.Length);
        if (from + utf8.Length > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, from + utf8.Length));
        }

        utf8.CopyTo(bytes.AsSpan(from));
        cells.Add((from + utf8.Length, kind));
    }

    /// <summary>A value in the invariant culture, written without a string in between.</summary>
    public void Add<T>(T value, ReadOnlySpan<char> format, CellKind kind)
        where T : IUtf8SpanFormattable
    {
        var from = Begin(0);
        int written;
        while (!value.TryFormat(bytes.AsSpan(from), out written, format, CultureInfo.InvariantCulture))
        {
            Array.Resize(ref bytes, bytes.Length * 2);
        }

        cells.Add((from + written, kind));
    }

    /// <summary>What a cell shows of a code that it holds as a number, where that is more than digits; else nothing.</summary>
    public ReadOnlySpan<byte> Shown(int index) => shown.Count > 0 && shown.TryGetValue(index, out var text) ? text : default;

    /// <summary>Says anew what a cell is.</summary>
    public void Mark(int index, CellKind kind) => cells[index] = (cells[index].End, kind);

    /// <summary>A number of a spreadsheet, of which fifteen digits are shown and kept; with the zeros that its format shows before
    /// it.</summary>
    public void AddNumber(double number, ShownCode? code)
    {
        var written = code?.Write(number);
        if (written is not null && !code!.HasText)
        {
            Add(written, CellKind.Number);
            return;
        }

        Add(number, "G15", CellKind.Number);
        if (written is not null)
        {
            shown[Count - 1] = Encoding.UTF8.GetBytes(written);
        }
    }

    /// <summary>A date as <see cref="NumberFormat"/> tells it. One that lies 43 seconds before midnight may be the next day's: programs
    /// that count Shanghai's time as it was before 1901 (SheetJS) lose them.</summary>
    /// <param name="moment">What the cell holds.</param>
    /// <param name="shown">How it is written.</param>
    /// <param name="hidesTime">Whether the cell shows the day alone. One at 16:00 may then be a midnight of China that was written as UTC,
    /// which a T before the time says.</param>
    public void AddMoment(DateTime moment, string shown, bool hidesTime = false)
    {
        if (moment.TimeOfDay == LostSeconds && moment.Year > 1901)
        {
            Add(string.Create(CultureInfo.InvariantCulture,
                $"{moment:yyyy-MM-dd HH:mm:ss}（差 43 秒到 43 seconds before {moment.Date.AddDays(1):yyyy-MM-dd}）"), CellKind.Error);
        }
        else
        {
            var isMidnight = hidesTime && (moment.TimeOfDay == Midnight || moment.TimeOfDay == MidnightLessSeconds);
            Add(moment, isMidnight ? "yyyy-MM-ddTHH:mm:ss" : shown, CellKind.Date);
        }
    }

    // Where the next cell begins.
    private int Begin(int length)
    {
        var from = cells.Count == 0 ? 0 : cells[^1].End;
        return from + length <= ReadingLimits.RowBytes && cells.Count < ReadingLimits.RowCells ? from
            : throw ReadingLimits.Beyond($"一行超过 {ReadingLimits.RowBytes} 字节或 {ReadingLimits.RowCells} 列",
            $"a row of more than {ReadingLimits.RowBytes} bytes or {ReadingLimits.RowCells} cells");
    }
}
