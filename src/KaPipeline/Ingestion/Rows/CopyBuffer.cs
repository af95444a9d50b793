using System.Buffers.Binary;
using System.Text;

namespace KaPipeline.Ingestion.Rows;

/// <summary>Rows of one target in PostgreSQL's binary COPY format; a row that turns out bad is taken back before it leaves the
/// buffer.</summary>
internal sealed class CopyBuffer
{
    private const int FlushAt = 64 * 1024;
    private static readonly byte[] Signature = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];

    private static readonly ulong[] PowerOfTen = [1, 10, 100, 1000];

    private readonly Stream stream;
    private readonly short columns;
    private byte[] bytes = new byte[FlushAt + (16 * 1024)];
    private int length;
    private int rowStart;
    private int pending;

    public CopyBuffer(Stream stream, int columns)
    {
        this.stream = stream;
        this.columns = checked((short)columns);
        Signature.CopyTo(bytes, 0);
        length = Signature.Length;
    }

    public long Rows { get; private set; }

    public void BeginRow()
    {
        rowStart = pending++ == 0 ? length : rowStart;
        BinaryPrimitives.WriteInt16BigEndian(Take(2), columns);
    }

    /// <summary>Keeps the rows begun since the last call; <see cref="TakeBack"/> no longer reaches them.</summary>
    public void Keep()
    {
        Rows += pending;
        pending = 0;
        if (length >= FlushAt)
        {
            stream.Write(bytes, 0, length);
            length = 0;
        }
    }

    /// <summary>Forgets all rows begun since the last <see cref="Keep"/>: a row of the file may become several.</summary>
    public void TakeBack()
    {
        length = pending > 0 ? rowStart : length;
        pending = 0;
    }

    public void Null() => BinaryPrimitives.WriteInt32BigEndian(Take(4), -1);

    public void Text(ReadOnlySpan<byte> utf8)
    {
        var span = Take(4 + utf8.Length);
        BinaryPrimitives.WriteInt32BigEndian(span, utf8.Length);
        utf8.CopyTo(span[4..]);
    }

    public void Text(string text)
    {
        var count = Encoding.UTF8.GetByteCount(text);
        var span = Take(4 + count);
        BinaryPrimitives.WriteInt32BigEndian(span, count);
        Encoding.UTF8.GetBytes(text, span[4..]);
    }

    /// <summary>A jsonb value: version byte, then its text.</summary>
    public void Json(ReadOnlySpan<byte> utf8)
    {
        var span = Take(5 + utf8.Length);
        BinaryPrimitives.WriteInt32BigEndian(span, 1 + utf8.Length);
        span[4] = 1;
        utf8.CopyTo(span[5..]);
    }

    public void Long(long value)
    {
        var span = Take(12);
        BinaryPrimitives.WriteInt32BigEndian(span, 8);
        BinaryPrimitives.WriteInt64BigEndian(span[4..], value);
    }

    public void Int(int value)
    {
        var span = Take(8);
        BinaryPrimitives.WriteInt32BigEndian(span, 4);
        BinaryPrimitives.WriteInt32BigEndian(span[4..], value);
    }

    public void Flag(bool value)
    {
        var span = Take(5);
        BinaryPrimitives.WriteInt32BigEndian(span, 1);
        span[4] = value ? (byte)1 : (byte)0;
    }

    /// <summary>PostgreSQL counts days from 2000-01-01.</summary>
    public void Date(DateOnly date) => Int(date.DayNumber - 730119);

    /// <summary>PostgreSQL's numeric: groups of four decimal digits, the first with weight 10000^(groups before the point − 1).</summary>
    public void Number(Number number)
    {
        var padding = (4 - (number.Scale & 3)) & 3;
        var rest = (ulong)Math.Abs(number.Mantissa) * PowerOfTen[padding];
        var weight = -1 - ((number.Scale + padding) / 4);
        Span<ushort> groups = stackalloc ushort[8];
        var first = groups.Length;
        for (; rest != 0; weight++)
        {
            (rest, var group) = Math.DivRem(rest, 10000);
            groups[--first] = (ushort)group;
        }

        groups = groups[first..];
        var span = Take(12 + (2 * groups.Length));
        BinaryPrimitives.WriteInt32BigEndian(span, 8 + (2 * groups.Length));
        BinaryPrimitives.WriteInt16BigEndian(span[4..], (short)groups.Length);
        BinaryPrimitives.WriteInt16BigEndian(span[6..], (short)(groups.IsEmpty ? 0 : weight));
        BinaryPrimitives.WriteUInt16BigEndian(span[8..], (ushort)(number.Mantissa < 0 ? 0x4000 : 0));
        BinaryPrimitives.WriteInt16BigEndian(span[10..], (short)number.Scale);
        for (var at = 0; at < groups.Length; at++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(span[(12 + (2 * at))..], groups[at]);
        }
    }

    /// <summary>Writes what is left and the end mark.</summary>
    public void Complete()
    {
        BinaryPrimitives.WriteInt16BigEndian(Take(2), -1);
        stream.Write(bytes, 0, length);
        length = 0;
        stream.Flush();
    }

    private Span<byte> Take(int count)
    {
        if (length + count > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + count));
        }

        var span = bytes.AsSpan(length, count);
        length += count;
        return span;
    }
}
