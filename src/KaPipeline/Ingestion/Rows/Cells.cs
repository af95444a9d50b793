namespace KaPipeline.Ingestion.Rows;

/// <summary>Cell texts as UTF-8.</summary>
internal static class Cells
{
    /// <summary>Without blanks around it: ASCII ones, no-break and ideographic spaces, byte order marks.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> cell)
    {
        // Nearly all cells begin and end with a printable ASCII character.
        if (cell.Length > 0 && (uint)(cell[0] - 0x21) < 0x5E && (uint)(cell[^1] - 0x21) < 0x5E)
        {
            return cell;
        }

        while (BlankAtStart(cell) is var count and > 0)
        {
            cell = cell[count..];
        }

        while (BlankAtEnd(cell) is var count and > 0)
        {
            cell = cell[..^count];
        }

        return cell;
    }

    private static int BlankAtStart(ReadOnlySpan<byte> cell) => cell switch
    {
        [<= 0x20, ..] => 1,
        [0xC2, 0xA0, ..] => 2,
        [0xE3, 0x80, 0x80, ..] or [0xEF, 0xBB, 0xBF, ..] or [0xE2, 0x80, 0x8B, ..] => 3,
        _ => 0,
    };

    private static int BlankAtEnd(ReadOnlySpan<byte> cell) => cell switch
    {
        [.., <= 0x20] => 1,
        [.., 0xC2, 0xA0] => 2,
        [.., 0xE3, 0x80, 0x80] or [.., 0xEF, 0xBB, 0xBF] or [.., 0xE2, 0x80, 0x8B] => 3,
        _ => 0,
    };
}
