using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>A label outside the table with what is beside it.</summary>
/// <param name="Label">The label as labels are compared.</param>
/// <param name="Values">The values behind it, up to the next label.</param>
/// <param name="Rank">How sure it is: 2 it fills its cell or has a colon behind it, 1 it begins a cell that continues with a number, 0 it may
/// be a word of a title.</param>
internal sealed record FoundLabel(string Label, IReadOnlyList<(byte[] Text, CellKind Kind)> Values, int Rank)
{
    /// <summary>Whether more stands behind a document's number than can belong to it, so that the number is not known.</summary>
    public bool IsUnclear { get; init; }
}
