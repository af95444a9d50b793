using System.Globalization;
using System.Text;

namespace KaPipeline.Ingestion.Tables;

/// <summary>
/// The merged cells of a sheet. What a cell under a merge holds is not seen: where it differs from what the merged cell shows, it has no
/// clear value. An equal value, as lists have that are still to be filtered, is fine.
/// </summary>
internal sealed class MergedCells
{
    // An honest sheet's merges never overlap, so that those of one row are no wider than it.
    private const int MostCellsOfRow = 1 << 11;
    private const int MostAreas = 1 << 20;
    private const int LongestTag = 200;

    private readonly List<Area> areas = [];
    private readonly List<(Area Area, byte[] Shown)> active = [];
    private int next;
    private int width;

    /// <summary>Rows and columns from 0, the last ones included.</summary>
    private readonly record struct Area(int Top, int Left, int Bottom, int Right);

    /// <summary>Takes an area; of a single cell nothing is hidden.</summary>
    public void Add(int top, int left, int bottom, int right, int mostColumns)
    {
        right = Math.Min(right, mostColumns - 1);
        if (areas.Count < MostAreas && left <= right && top <= bottom && (top < bottom || left < right))
        {
            areas.Add(new Area(top, left, bottom, right));
        }
    }

    /// <summary>Goes back before the first row, once all areas are known.</summary>
    public void Begin()
    {
        areas.Sort((one, other) => (one.Top, one.Left).CompareTo((other.Top, other.Left)));
        active.Clear();
        next = width = 0;
    }

    /// <summary>Marks what cannot be seen in a row as an error; rows come in order.</summary>
    /// <param name="row">Its number from 0.</param>
    /// <param name="cells">Its cells.</param>
    /// <param name="place">The place of a column among them; negative where it has no cell.</param>
    public void Hide(int row, RowCells cells, Func<int, int> place)
    {
        if (active.RemoveAll(one => one.Area.Bottom < row) > 0)
        {
            width = active.Sum(one => one.Area.Right - one.Area.Left + 1);
        }

        for (; next < areas.Count && areas[next].Top <= row; next++)
        {
            var area = areas[next];
            var own = area.Right - area.Left + 1;
            if (area.Bottom >= row && width + own <= MostCellsOfRow)
            {
                width += own;
                active.Add((area, area.Top < row ? [] : cells[place(area.Left)].Trim(" \t\r\n"u8).ToArray()));
            }
        }

        foreach (var (area, shown) in active)
        {
            for (var column = area.Left; column <= area.Right; column++)
            {
                var at = place(column);
                var hidden = cells[at].Trim(" \t\r\n"u8);
                if (!hidden.IsEmpty && !hidden.SequenceEqual(shown) && (row > area.Top || column > area.Left))
                {
                    cells.Mark(at, CellKind.Error);
                }
            }
        }
    }

    /// <summary>Looks through the XML of a sheet for its merged cells, which stand behind its rows.</summary>
    /// <param name="sheet">Its bytes.</param>
    /// <param name="mostColumns">Columns that are read.</param>
    /// <param name="left">How many bytes may still be looked through.</param>
    /// <returns>Null where it is longer.</returns>
    public static MergedCells? Find(Stream sheet, int mostColumns, ref long left)
    {
        var found = new MergedCells();
        var buffer = new byte[128 * 1024];
        var (kept, isLast) = (0, false);
        while (!isLast)
        {
            var read = sheet.Read(buffer, kept, buffer.Length - kept);
            isLast = read <= 0;
            left -= read;
            if (left < 0)
            {
                return null;
            }

            ReadOnlySpan<byte> text = buffer.AsSpan(0, kept + Math.Max(0, read));
            var at = 0;
            for (var step = text.IndexOf(Tag); step >= 0; step = text[at..].IndexOf(Tag))
            {
                at += step;
                if (!isLast && text.Length - at < LongestTag)
                {
                    break;
                }

                found.Take(at == 0 ? (byte)0 : text[at - 1], text[at..Math.Min(text.Length, at + LongestTag)], mostColumns);
                at += Tag.Length;
            }

            // A tag may go on in what follows.
            var from = Math.Max(0, Math.Max(at, text.Length - LongestTag) - 1);
            text[from..].CopyTo(buffer);
            kept = text.Length - from;
        }

        found.Begin();
        return found;
    }

    private static ReadOnlySpan<byte> Tag => "mergeCell "u8;

    // <mergeCell ref="A4:A6"/>, with or without a prefix.
    private void Take(byte before, ReadOnlySpan<byte> tag, int mostColumns)
    {
        var end = tag.IndexOf((byte)'>');
        tag = end < 0 || before is not ((byte)'<' or (byte)':') ? default : tag[..end];
        var place = tag.IndexOf("ref="u8) + 5;
        if (place < 5 || place >= tag.Length)
        {
            return;
        }

        var written = tag[place..];
        var length = written.IndexOfAny((byte)'"', (byte)'\'');
        if (length > 0 && Encoding.ASCII.GetString(written[..length]).Split(':') is [var first, var last]
            && Cell(first) is var (top, left) && Cell(last) is var (bottom, right))
        {
            Add(top, left, bottom, right, mostColumns);
        }
    }

    private static (int Row, int Column)? Cell(string reference)
    {
        reference = reference.Replace("$", "", StringComparison.Ordinal);
        var letters = reference.AsSpan().IndexOfAnyExceptInRange('A', 'Z');
        if (letters is <= 0 or > 3 || !int.TryParse(reference.AsSpan(letters), NumberStyles.None, CultureInfo.InvariantCulture, out var row)
            || row == 0)
        {
            return null;
        }

        var column = 0;
        foreach (var letter in reference.AsSpan(0, letters))
        {
            column = (column * 26) + letter - 'A' + 1;
        }

        return (row - 1, column - 1);
    }
}
