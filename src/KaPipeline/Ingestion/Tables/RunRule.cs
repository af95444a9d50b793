namespace KaPipeline.Ingestion.Tables;

/// <summary>What a cell says whose text is in several runs: one that is struck out says nothing beside another, and a raised or lowered
/// one, mostly the mark of a footnote, is no digit of the number beside it.</summary>
internal struct RunRule
{
    private bool hasRaised;
    private int raisedDigits;

    /// <summary>Takes account of a raised or lowered run.</summary>
    public void TakeRaised(ReadOnlySpan<char> run)
    {
        hasRaised |= !run.IsWhiteSpace();
        raisedDigits += Digits(run);
    }

    /// <summary>Whether the text with all its runs may be another than the one that was meant.</summary>
    public readonly bool IsUnclear(ReadOnlySpan<char> text) => hasRaised && Digits(text) > raisedDigits;

    private static int Digits(ReadOnlySpan<char> text)
    {
        var digits = 0;
        foreach (var character in text)
        {
            digits += char.IsDigit(character) ? 1 : 0;
        }

        return digits;
    }
}
