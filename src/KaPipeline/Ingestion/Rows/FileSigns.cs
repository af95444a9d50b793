namespace KaPipeline.Ingestion.Rows;

/// <summary>What a file shows that only earlier files of its report can judge.</summary>
/// <param name="Numbers">Shapes of its documents' numbers.</param>
/// <param name="Amounts">Quantities, prices and amounts by item.</param>
/// <param name="Columns">Field to the header of its column.</param>
internal sealed record FileSigns(IReadOnlyList<NumberShapes.Seen> Numbers, IReadOnlyList<ItemAmounts.Seen> Amounts,
    IReadOnlyDictionary<string, string> Columns);
