using KaPipeline.Ingestion.Profiles;

namespace KaPipeline.Ingestion.Rows;

/// <summary>A file read without a warehouse: counts, rejected rows, the first rows of each kind as they would land, and amounts that are
/// not read.</summary>
/// <param name="Outcome">What reading came to.</param>
/// <param name="First">Target to the first rows of each of its kinds, canonical field to text.</param>
/// <param name="Unread">Columns of numbers that nothing reads, per sheet.</param>
public sealed record FilePreview(
    ReadOutcome Outcome, IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyDictionary<string, string?>>> First,
    IReadOnlyList<UnreadNumbers> Unread)
{
    /// <summary>Reads a file to its end and writes nothing.</summary>
    /// <param name="report">The report's profile.</param>
    /// <param name="rows">Rows to show of each kind of each target.</param>
    /// <param name="limits">From when on content is implausible.</param>
    /// <param name="ct">Stops between two rows.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static FilePreview Read(ReportProfile report, string path, int rows, FileLimits limits, CancellationToken ct)
    {
        var kept = new Dictionary<string, FirstRowsStream>();
        using var sink = new StagingSink(table => kept.TryGetValue(table.Name, out var stream) ? stream
            : kept[table.Name] = new FirstRowsStream(table, rows), 0);
        var outcome = new ReportReader(report, limits).Read(path, Path.GetFileName(path), sink, ct);
        if (outcome.State == ReadState.Read)
        {
            sink.Complete();
        }

        return new FilePreview(
            outcome,
            kept.ToDictionary(pair => pair.Key, pair =>
            (IReadOnlyList<IReadOnlyDictionary<string, string?>>)[.. CopyText.Decode(
                StagingTable.ByName[pair.Key], pair.Value.FirstBytes)]),
            outcome.State is ReadState.Read ? UnreadNumbers.In(report, path, ct) : []);
    }
}
