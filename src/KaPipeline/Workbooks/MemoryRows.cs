namespace KaPipeline.Workbooks;

/// <summary>Fills a detail sheet from rows that are in memory already.</summary>
public static class MemoryRows
{
    /// <summary>One value per column: text, decimal, date, or null.</summary>
    public static Func<DetailRows, CancellationToken, Task> Of(IEnumerable<object?[]> values) => async (rows, ct) =>
    {
        foreach (var row in values)
        {
            foreach (var value in row)
            {
                switch (value)
                {
                    case decimal number:
                        rows.Number(number);
                        break;
                    case DateOnly date:
                        rows.Date(date);
                        break;
                    default:
                        rows.Text((string?)value);
                        break;
                }
            }

            await rows.EndRowAsync(ct);
        }
    };
}
