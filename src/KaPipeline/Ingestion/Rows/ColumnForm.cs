namespace KaPipeline.Ingestion.Rows;

/// <summary>What the cells of one column of a text file look like in the rows that have a line end.</summary>
internal sealed class ColumnForm
{
    // Quantities and amounts of any column may be so long.
    private const int UsualDigits = 4;

    private readonly int[] counts = new int[5];

    public int Blanks => counts[(int)CellForm.Kinds.Blank];

    public int Codes => counts[(int)CellForm.Kinds.Code];

    public int Texts => Codes + counts[(int)CellForm.Kinds.Word];

    public int Numbers => counts[(int)CellForm.Kinds.Whole] + counts[(int)CellForm.Kinds.Fraction];

    /// <summary>Digits of its numbers before the point, at least and at most.</summary>
    public (int Least, int Most) Digits { get; private set; } = (int.MaxValue, 0);

    /// <summary>Digits of its numbers behind the point, at least.</summary>
    public int LeastDecimals { get; private set; } = int.MaxValue;

    /// <summary>Bytes of its cells that are not blank.</summary>
    public (int Least, int Most) Length { get; private set; } = (int.MaxValue, 0);

    /// <summary>The mark in which all of its cells end; 0 where there is none.</summary>
    public byte End { get; private set; }

    /// <summary>Rows in which it says the same as the last column with a name.</summary>
    public int SameAsLast { get; private set; }

    /// <summary>Whether all rows that are filled have something in the column, most of them no number.</summary>
    public bool HoldsTexts => Blanks == 0 && Texts >= 2 && Texts > Numbers;

    /// <summary>Whether a cell looks like those of the column.</summary>
    public bool Fits(CellForm cell) => cell.Kind switch
    {
        CellForm.Kinds.Blank => Blanks > 0,
        CellForm.Kinds.Word => Texts > Codes,
        CellForm.Kinds.Code => Texts > 0,
        var kind => counts[(int)kind] > 0 && cell.Digits <= Math.Max(Digits.Most, UsualDigits) + 1,
    };

    public void Take(ReadOnlySpan<byte> text, bool isSameAsLast)
    {
        var cell = CellForm.Of(text);
        counts[(int)cell.Kind]++;
        if (cell.Kind == CellForm.Kinds.Blank)
        {
            return;
        }

        SameAsLast += isSameAsLast ? 1 : 0;
        End = Length.Most == 0 && IsMark(text[^1]) ? text[^1] : End == text[^1] ? End : (byte)0;
        Length = (Math.Min(Length.Least, cell.Length), Math.Max(Length.Most, cell.Length));
        if (cell.IsNumber)
        {
            Digits = (Math.Min(Digits.Least, cell.Digits), Math.Max(Digits.Most, cell.Digits));
            LeastDecimals = Math.Min(LeastDecimals, cell.Decimals);
        }
    }

    private static bool IsMark(byte character) => character is > 0x20 and < 0x7F && !char.IsAsciiLetterOrDigit((char)character);
}
