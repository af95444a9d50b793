namespace KaPipeline.Lineage;

/// <summary>One row of a view of <c>mart</c>, with the rows of files that it came from.</summary>
/// <param name="Figure">The row: column to value.</param>
/// <param name="Sources">Rows of files, the view's own first; at most <see cref="FigureLineage.SourceLimit"/>.</param>
/// <param name="SourceCount">How many there are in all.</param>
public sealed record TracedFigure(IReadOnlyDictionary<string, object?> Figure, IReadOnlyList<SourceRow> Sources, long SourceCount);

/// <summary>One row of a file.</summary>
/// <param name="Table">What it became: a table of <c>core</c>, or the side of the view that names it (<c>our</c>, <c>their</c>).</param>
/// <param name="LoadId">Number of the load.</param>
/// <param name="RowNumber">Number of the row in the load.</param>
/// <param name="ChainId">Chain; empty for the company's own files.</param>
/// <param name="Report">Report that read it.</param>
/// <param name="FileName">Name under which the file arrived.</param>
/// <param name="Sha256">Hash under which the archive keeps it.</param>
/// <param name="Sheet">Sheet on which the row is; null where the file has none, or was loaded before sheets were kept.</param>
/// <param name="RowInSheet">Row of the sheet, or of the file, counted from 1 as a person does.</param>
public sealed record SourceRow(
    string Table, long LoadId, int RowNumber, string ChainId, string Report, string FileName, string Sha256, string? Sheet, int RowInSheet);
