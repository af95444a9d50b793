namespace KaPipeline.Ingestion.Rows;

/// <summary>What became of one sheet of a workbook, or of one table of a page; a text file is one part.</summary>
/// <param name="Sheet">Its name; empty for a text file and the first table of a page.</param>
/// <param name="Rows">Data rows read from it.</param>
/// <param name="Skipped">Rows that are no data, by what they are; a rule of the profile is called by its name.</param>
/// <param name="Reason">Why nothing was read from it; null where it was.</param>
public sealed record ReadPart(string Sheet, long Rows, IReadOnlyDictionary<string, int> Skipped, string? Reason)
{
    /// <summary>For people: <c>订单 读取 read 57 行 rows; 说明 跳过 skipped: 没有表头 no header row</c>.</summary>
    public override string ToString()
    {
        var name = Sheet.Length > 0 ? $"{Sheet}: " : "";
        var skipped = Skipped.Count == 0 ? "" : $" (跳过 skipped: {string.Join(", ", Skipped.Select(kind => $"{kind.Key} {kind.Value}"))})";
        return Reason is null ? $"{name}读取 read {Rows} 行 rows{skipped}" : $"{name}跳过 skipped: {Reason}";
    }
}
