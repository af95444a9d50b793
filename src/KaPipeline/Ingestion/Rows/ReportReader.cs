using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>Reads files as one report of a chain.</summary>
/// <param name="report">The report's profile.</param>
/// <param name="limits">From when on content is implausible.</param>
public sealed class ReportReader(ReportProfile report, FileLimits limits)
{
    /// <summary>The report's profile.</summary>
    public ReportProfile Report => report;

    /// <summary>From when on content is implausible.</summary>
    public FileLimits Limits => limits;

    /// <summary>Whether a person has let the file in: then nothing in it holds it for being implausible.</summary>
    public bool IsBelieved { get; init; }

    /// <summary>Reads one file into the staging tables. It neither opens nor ends a transaction, nor completes the sink.</summary>
    /// <param name="path">The file, for example in the archive.</param>
    /// <param name="fileName">Its name as the portal gave it.</param>
    /// <param name="sink">Takes the rows. To be completed by the caller when the outcome's state is <see cref="ReadState.Read"/>, else
    /// disposed.</param>
    /// <param name="ct">Stops between two rows.</param>
    /// <returns>Counts, rejected rows and findings; a file that is no readable table is an outcome, not an exception.</returns>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public ReadOutcome Read(string path, string fileName, StagingSink sink, CancellationToken ct) => Read(path, fileName, sink, null, ct);

    /// <summary>The last row of a file, as numbered in the load.</summary>
    public int LastRow(string path, string fileName, CancellationToken ct)
    {
        var last = 0;
        using var nowhere = new StagingSink(_ => Stream.Null, 0);
        Read(path, fileName, nowhere, number =>
        {
            last = Math.Max(last, number);
            return null;
        }, ct);
        return last;
    }

    /// <summary>Reads a file again for rows that something later found fault with, and gives them as they are in the file.</summary>
    /// <param name="fileName">Its name as the portal gave it.</param>
    /// <param name="faults">Number in the load to its fault.</param>
    /// <param name="ct">Stops between two rows.</param>
    public IReadOnlyList<RejectedRow> Find(
        string path, string fileName, IReadOnlyDictionary<int, RowFault> faults,
        CancellationToken ct)
    {
        using var nowhere = new StagingSink(_ => Stream.Null, 0);
        return [.. Read(path, fileName, nowhere, faults.GetValueOrDefault, ct).Rejected.Where(row => faults.ContainsKey(row.NumberInLoad))];
    }

    /// <summary>Reads one file into the staging tables, but for rows that something found fault with.</summary>
    internal ReadOutcome Read(string path, string fileName, StagingSink sink, Func<int, RowFault?>? faultOf, CancellationToken ct)
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
            using var turn = LargeFiles.Take(path, nature, ct);
            using var table = TableFile.Open(path, nature, report.Separator);
            return new FileReading(report, table, fileName, sink, limits, faultOf) { IsBelieved = IsBelieved || faultOf is not null }
                .Run(outcome, ct);
        }
        catch (UnreadableFileException e)
        {
            return outcome with { State = ReadState.Refused, Finding = e.Message };
        }
        catch (Exception e) when (e is ArgumentException or ArithmeticException or FormatException or IndexOutOfRangeException
            or InvalidOperationException or NullReferenceException)
        {
            // What no reader foresaw is a fault of ours that the bytes of one file bring out; the other files continue.
            return outcome with
            {
                State = ReadState.Refused,
                Finding = $"无法读取，请反馈此文件 cannot be read, please report this file: {e.GetType().Name}: {e.Message}"
            };
        }
    }
}
