namespace KaPipeline.Ingestion.Tables;

/// <summary>A file that may be read a few times over and not for ever: what leads a library round in a circle ends as an error.</summary>
internal sealed class BoundedReads(FileStream file) : Stream
{
    private long left = (file.Length * 20) + (16 * 1024 * 1024);
    private long calls = (file.Length * 20) + 1_000_000;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position { get => file.Position; set => file.Position = value; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = file.Read(buffer);
        left -= read;
        return left >= 0 && --calls >= 0 ? read
            : throw new UnreadableFileException("工作簿损坏：读取没有尽头 | the workbook is damaged: reading it leads round in a circle");
    }

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void Flush()
    {
        // Nothing is written.
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
