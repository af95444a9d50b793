using System.Buffers.Binary;
using System.Text;
using KaPipeline.Ingestion.Profiles;

namespace KaPipeline.Ingestion.Rows;

/// <summary>Takes COPY bytes and keeps the first rows of each kind: goods, returns and deductions, paid and free.</summary>
/// <param name="most">Rows to keep of each kind.</param>
internal sealed class FirstRowsStream(StagingTable table, int most) : Stream
{
    private const int HeadLength = 19;

    // Load and row number are before the fields; of a feed, its name tells the kind.
    private readonly int[] telling = table.IsFeed ? [2]
        : [.. table.Fields.Select((field, at) => (field.Name, At: at + 2)).Where(one => one.Name is "kind" or "is_free")
        .Select(one => one.At)];
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);
    private readonly MemoryStream kept = new();
    private byte[] rest = [];
    private bool isBegun;

    /// <summary>The rows kept, as COPY bytes.</summary>
    public ReadOnlySpan<byte> FirstBytes => kept.ToArray();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => kept.Length;

    public override long Position { get => kept.Position; set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        byte[] all = [.. rest, .. buffer];
        var at = 0;
        if (!isBegun && all.Length >= HeadLength)
        {
            kept.Write(all, 0, HeadLength);
            (isBegun, at) = (true, HeadLength);
        }

        while (isBegun && RowLength(all.AsSpan(at)) is > 0 and var length)
        {
            Take(all.AsSpan(at, length));
            at += length;
        }

        rest = all[at..];
    }

    public override void Flush()
    {
        // Nothing is passed on.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    // 0 where the row is not whole yet, or where the rows end.
    private static int RowLength(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2 || BinaryPrimitives.ReadInt16BigEndian(bytes) is var fields && fields < 0)
        {
            return 0;
        }

        var at = 2;
        for (var field = 0; field < fields; field++)
        {
            if (bytes.Length < at + 4)
            {
                return 0;
            }

            at += 4 + Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(bytes[at..]));
        }

        return at <= bytes.Length ? at : 0;
    }

    private void Take(ReadOnlySpan<byte> row)
    {
        var kind = new StringBuilder();
        var at = 2;
        for (var field = 0; field <= telling.DefaultIfEmpty(-1).Max(); field++)
        {
            var length = Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(row[at..]));
            if (telling.Contains(field))
            {
                kind.Append(Convert.ToHexString(row.Slice(at + 4, length))).Append('|');
            }

            at += 4 + length;
        }

        var key = kind.ToString();
        var count = counts[key] = counts.GetValueOrDefault(key) + 1;
        if (count <= most)
        {
            kept.Write(row);
        }
    }
}
