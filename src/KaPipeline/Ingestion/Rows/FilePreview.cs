using KaPipeline.Ingestion.Profiles;

namespace KaPipeline.Ingestion.Rows;

/// <summary>A file read without a warehouse: counts, rejected rows, and the first rows as they would land.</summary>
/// <param name="Outcome">What reading came to.</param>
/// <param name="First">Target to its first rows, canonical field to text.</param>
public sealed record FilePreview(ReadOutcome Outcome, IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyDictionary<string, string?>>> First)
{
    private const int BytesKept = 64 * 1024;

    /// <summary>Reads a file to its end and writes nothing.</summary>
    /// <param name="report">The report's profile.</param>
    /// <param name="path">The file.</param>
    /// <param name="rows">Rows to show of each target.</param>
    /// <param name="limits">From when on content is implausible.</param>
    /// <param name="ct">Stops between two rows.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static FilePreview Read(ReportProfile report, string path, int rows, FileLimits limits, CancellationToken ct)
    {
        var kept = new Dictionary<string, BeginningStream>();
        using var sink = new StagingSink(table => kept.TryGetValue(table.Name, out var stream) ? stream : kept[table.Name] = new BeginningStream(BytesKept), 0);
        var outcome = new ReportReader(report, limits).Read(path, Path.GetFileName(path), sink, ct);
        if (outcome.State == ReadState.Read)
        {
            sink.Complete();
        }

        return new FilePreview(outcome, kept.ToDictionary(
            pair => pair.Key,
            pair => (IReadOnlyList<IReadOnlyDictionary<string, string?>>)[.. CopyText.Decode(StagingTable.ByName[pair.Key], pair.Value.Bytes).Take(rows)]));
    }

    /// <summary>Keeps the first bytes written to it.</summary>
    private sealed class BeginningStream(int most) : Stream
    {
        private readonly MemoryStream kept = new();

        public ReadOnlySpan<byte> Bytes => kept.ToArray();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => kept.Length;

        public override long Position { get => kept.Position; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => kept.Write(buffer, offset, (int)Math.Min(count, most - kept.Length));

        public override void Flush()
        {
            // Nothing is passed on.
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
