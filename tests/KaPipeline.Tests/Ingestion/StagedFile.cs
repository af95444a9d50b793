using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;

namespace KaPipeline.Tests.Ingestion;

/// <summary>Reads a file without a database and takes the COPY bytes apart again: what would stand in the staging tables, as
/// text.</summary>
internal sealed class StagedFile
{
    private readonly Dictionary<string, MemoryStream> streams = [];

    private StagedFile(ReadOutcome outcome) => Outcome = outcome;

    public ReadOutcome Outcome { get; }

    /// <summary>Rows of a target: field to text, null for nothing; with row_number.</summary>
    public IReadOnlyList<Dictionary<string, string?>> this[string target] =>
        streams.TryGetValue(target, out var stream) ? CopyText.Decode(StagingTable.ByName[target], stream.ToArray()) : [];

    public static StagedFile Read(ReportProfile report, byte[] content, string fileName = "file")
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, content);
            return Read(report, path, fileName);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public static StagedFile Read(ReportProfile report, string path, string? fileName = null)
    {
        var streams = new Dictionary<string, MemoryStream>();
        using var sink = new StagingSink(table => streams[table.Name] = new MemoryStream(), 1);
        var outcome = new ReportReader(report, FileJudgement.Limits)
            .Read(path, fileName ?? Path.GetFileName(path), sink, Stopping);
        sink.Complete();
        var staged = new StagedFile(outcome);
        foreach (var (name, stream) in streams)
        {
            staged.streams[name] = stream;
        }

        return staged;
    }
}
