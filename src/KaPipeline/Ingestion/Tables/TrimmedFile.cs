namespace KaPipeline.Ingestion.Tables;

/// <summary>A file without the zero bytes that some systems fill its last block with.</summary>
internal sealed class TrimmedFile : FileStream
{
    private readonly long end = long.MaxValue;

    /// <param name="unit">Bytes of a code unit: the last one may end in zero bytes of its own.</param>
    public TrimmedFile(string path, int unit)
        : base(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 128 * 1024, FileOptions.SequentialScan)
    {
        end = Math.Min(Length, (EndOfContent() + unit - 1) / unit * unit);
        Position = 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Left(count));

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Left(buffer.Length)]);

    private int Left(int count) => (int)Math.Clamp(end - Position, 0, count);

    private long EndOfContent()
    {
        var block = new byte[4096];
        for (var until = Length; until > 0;)
        {
            var from = Math.Max(0, until - block.Length);
            Position = from;
            var part = block.AsSpan(0, (int)(until - from));
            base.ReadExactly(part);
            if (part.LastIndexOfAnyExcept((byte)0) is var last and >= 0)
            {
                return from + last + 1;
            }

            until = from;
        }

        return 0;
    }
}
