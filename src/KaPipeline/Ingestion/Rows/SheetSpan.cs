namespace KaPipeline.Ingestion.Rows;

/// <summary>Where on a sheet a file says something that is loaded.</summary>
/// <param name="Sheet">Name of the sheet.</param>
/// <param name="IsHead">Whether the labels of the document's head are there; otherwise data rows.</param>
/// <param name="From">First row, counted from 1.</param>
/// <param name="To">Last row.</param>
/// <param name="Offset">Added to its row numbers in the load: the rows of the data sheets before it.</param>
public sealed record SheetSpan(string Sheet, bool IsHead, int From, int To, int Offset);
