using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>Reads files as one report of a chain.</summary>
/// <param name="report">The report's profile.</param>
public sealed class ReportReader(ReportProfile report)
{
    /// <summary>Reads one file into the staging tables. It neither opens nor ends a transaction, nor completes the sink.</summary>
    /// <param name="path">The file, for example in the archive.</param>
    /// <param name="fileName">Its name as the portal gave it.</param>
    /// <param name="sink">Takes the rows. To be completed by the caller when the outcome's state is <see cref="ReadState.Read"/>, else disposed.</param>
    /// <param name="ct">Stops between two rows.</param>
    /// <returns>Counts, rejected rows and findings; a file that is no readable table is an outcome, not an exception.</returns>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public ReadOutcome Read(string path, string fileName, StagingSink sink, CancellationToken ct) => Read(path, fileName, sink, null, ct);

    /// <summary>Reads a file again for rows that something later found fault with, and gives them as they stand in the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fileName">Its name as the portal gave it.</param>
    /// <param name="faults">Number in the load to its fault.</param>
    /// <param name="ct">Stops between two rows.</param>
    public IReadOnlyList<RejectedRow> Find(
        string path, string fileName, IReadOnlyDictionary<int, RowFault> faults,
        CancellationToken ct)
    {
        using var nowhere = new StagingSink(_ => Stream.Null, 0);
        return [.. Read(path, fileName, nowhere, faults, ct).Rejected.Where(row => faults.ContainsKey(row.NumberInLoad))];
    }

    private ReadOutcome Read(
        string path, string fileName, StagingSink sink,
        IReadOnlyDictionary<int, RowFault>? faults, CancellationToken ct)
    {
        var nature = FileNature.Of(path, report.Encoding);
        var outcome = new ReadOutcome
        {
            State = ReadState.Empty,
            Finding = "空文件 | an empty file",
            Container = nature.Encoding is { } encoding ? $"{nature.Container}, {encoding.WebName}" : nature.Container.ToString(),
            BusinessDate = report.BusinessDate?.Find(fileName),
        };
        if (nature.Container == Container.Empty)
        {
            return outcome;
        }

        try
        {
            using var table = TableFile.Open(path, nature, report.Separator);
            return new FileReading(report, table, fileName, sink, faults).Run(outcome, ct);
        }
        catch (UnreadableFileException e)
        {
            return outcome with { State = ReadState.Refused, Finding = e.Message };
        }
    }
}
