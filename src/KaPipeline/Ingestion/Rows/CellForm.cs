namespace KaPipeline.Ingestion.Rows;

/// <summary>What a cell looks like: nothing, a text, a text with digits in it (a code, a day), a number without or with a fraction. What a
/// number is, <see cref="Number"/> says alone.</summary>
internal readonly record struct CellForm(CellForm.Kinds Kind, int Digits, int Decimals, int Length)
{
    public enum Kinds
    {
        Blank,
        Word,
        Code,
        Whole,
        Fraction,
    }

    public bool IsNumber => Kind is Kinds.Whole or Kinds.Fraction;

    /// <param name="cell">The cell as it is meant.</param>
    public static CellForm Of(ReadOnlySpan<byte> cell)
    {
        if (cell.IsEmpty)
        {
            return default;
        }

        var isNumber = Number.TryParse(cell, out var number);
        var digits = 0;
        foreach (var character in isNumber ? Cells.HalfWidth(cell, withoutBlanks: false) : cell)
        {
            if (isNumber && character == (byte)'.')
            {
                break;
            }

            digits += character is >= (byte)'0' and <= (byte)'9' ? 1 : 0;
        }

        return new CellForm(isNumber ? (number.Scale > 0 ? Kinds.Fraction : Kinds.Whole) : digits > 0 ? Kinds.Code : Kinds.Word,
            digits, isNumber ? number.Scale : 0, cell.Length);
    }
}
