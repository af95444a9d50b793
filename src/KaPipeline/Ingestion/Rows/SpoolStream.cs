namespace KaPipeline.Ingestion.Rows;

/// <summary>Bytes kept aside: in memory while they are few, then in a temporary file that vanishes when it is closed.</summary>
internal sealed class SpoolStream : Stream
{
    private const int MostInMemory = 4 * 1024 * 1024;
    private Stream kept = new MemoryStream();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => kept.Length;

    public override long Position { get => kept.Position; set => throw new NotSupportedException(); }

    /// <summary>Copies everything written so far.</summary>
    public void CopyAllTo(Stream target)
    {
        kept.Position = 0;
        kept.CopyTo(target);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (kept is MemoryStream && kept.Length + buffer.Length > MostInMemory)
        {
            var file = new FileStream(
                Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose);
            CopyAllTo(file);
            kept.Dispose();
            kept = file;
        }

        kept.Write(buffer);
    }

    public override void Flush()
    {
        // Nothing is promised to anyone before CopyAllTo.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            kept.Dispose();
        }

        base.Dispose(disposing);
    }
}
