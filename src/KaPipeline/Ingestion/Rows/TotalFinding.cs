namespace KaPipeline.Ingestion.Rows;

/// <summary>What a total row states beside what its rows add up to.</summary>
/// <param name="Column">Header of the column.</param>
/// <param name="Stated">Sum by the total row; null where it is no number.</param>
/// <param name="Summed">Sum over all data rows read, rejected ones included where they can be read.</param>
/// <param name="UnreadableRows">Rejected rows whose value in the column could not be read: with any, the sums cannot be compared.</param>
public sealed record TotalFinding(string Column, decimal? Stated, decimal Summed, int UnreadableRows)
{
    /// <summary>Whether the total contradicts its rows.</summary>
    public bool Differs => UnreadableRows == 0 && Stated != Summed;
}
