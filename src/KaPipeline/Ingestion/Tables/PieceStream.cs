namespace KaPipeline.Ingestion.Tables;

/// <summary>A stream whose bytes lie in pieces of a file.</summary>
internal sealed class PieceStream(FileStream file, List<long> pieces, int size, long length) : Stream
{
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => Math.Min(length, (long)pieces.Count * size);

    public override long Position { get => position; set => position = value; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var total = 0;
        while (total < buffer.Length && position < Length)
        {
            var (piece, at) = Math.DivRem(position, size);
            var most = (int)Math.Min(Math.Min(size - at, Length - position), buffer.Length - total);
            file.Position = pieces[(int)piece] + at;
            var read = file.Read(buffer.Slice(total, most));
            if (read == 0)
            {
                break;
            }

            total += read;
            position += read;
        }

        return total;
    }

    public override long Seek(long offset, SeekOrigin origin) =>
        position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => position + offset, _ => Length + offset };

    public override void Flush()
    {
        // Nothing is written.
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
