namespace KaPipeline.Ingestion.Rows;

/// <summary>Why a row cannot be staged.</summary>
/// <param name="Rule">One of <see cref="RejectionRule"/>.</param>
/// <param name="Column">Place of the column from 0; −1 when the row as a whole is at fault.</param>
/// <param name="Found">What was found.</param>
/// <param name="Expected">What should have been there.</param>
internal sealed record RowProblem(string Rule, int Column, string? Found, string Expected);
