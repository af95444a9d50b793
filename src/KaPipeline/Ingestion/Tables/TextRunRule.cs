namespace KaPipeline.Ingestion.Tables;

/// <summary>What a cell says whose text is in several runs: one that is struck out says nothing beside another, and a raised or lowered
/// one, mostly the mark of a footnote, is no digit of the number beside it.</summary>
internal struct TextRunRule
{
    private bool hasRaised;
    private int raisedDigits;
    private string? struck;

    /// <summary>Takes account of a raised or lowered run.</summary>
    public void TakeRaised(ReadOnlySpan<char> run)
    {
        hasRaised |= !run.IsWhiteSpace();
        raisedDigits += Digits(run);
    }

    /// <summary>Takes account of a run that is struck out, and not part of the text.</summary>
    public void TakeStruck(ReadOnlySpan<char> run) => struck ??= run.IsWhiteSpace() ? null : run.Trim().ToString();

    /// <summary>What the cell shows.</summary>
    /// <param name="text">All runs that are not struck out.</param>
    /// <param name="isUnclear">Whether it may be another text than the one that was meant. One that is all struck out no longer holds, and
    /// nothing stands in its place.</param>
    public readonly ReadOnlySpan<char> Settle(ReadOnlySpan<char> text, out bool isUnclear)
    {
        var isGone = struck is not null && text.IsWhiteSpace();
        isUnclear = isGone || (hasRaised && Digits(text) > raisedDigits);
        return isGone ? struck : text;
    }

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
