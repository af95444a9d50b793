namespace KaPipeline.Ingestion.Rows;

/// <summary>A data row that is not loaded, kept whole with the reason.</summary>
/// <param name="Sheet">Sheet name; empty for text files.</param>
/// <param name="RowNumber">Row of the file or sheet, from 1 as a person counts it.</param>
/// <param name="Column">Header of the column at fault; null when the row as a whole is.</param>
/// <param name="Rule">Stable word for the broken rule, one of <see cref="RejectionRule"/>.</param>
/// <param name="Found">The text that was found.</param>
/// <param name="Expected">What should have been there.</param>
/// <param name="Raw">The row as read: a JSON object, header to text.</param>
/// <param name="DocumentKind">order, delivery, statement, or null.</param>
/// <param name="DocumentNumber">The document it belongs to, where readable.</param>
public sealed record RejectedRow(
    string Sheet, int RowNumber, string? Column, string Rule, string? Found, string? Expected, string Raw,
    string? DocumentKind, string? DocumentNumber)
{
    /// <summary>Its number in the load: like <see cref="RowNumber"/>, but the rows of further data sheets are numbered on.</summary>
    public int NumberInLoad { get; init; } = RowNumber;
}
