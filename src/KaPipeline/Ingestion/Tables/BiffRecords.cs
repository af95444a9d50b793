using System.Buffers.Binary;

namespace KaPipeline.Ingestion.Tables;

/// <summary>The records of a BIFF stream, one after another.</summary>
internal sealed class BiffRecords(Stream stream)
{
    public const int Continue = 0x3C;

    private readonly byte[] head = new byte[4];
    private byte[] data = new byte[8224];
    private int length;
    private long passed;

    /// <summary>Kind of the current record.</summary>
    public int Id { get; private set; }

    public ReadOnlySpan<byte> Data => data.AsSpan(0, length);

    /// <summary>Goes to a place in the stream.</summary>
    public void Seek(long position) => stream.Position = position;

    /// <summary>Reads the next record; false at the end of the stream.</summary>
    /// <exception cref="UnreadableFileException">The record is cut off.</exception>
    public bool Next()
    {
        var read = stream.ReadAtLeast(head, 4, throwOnEndOfStream: false);
        if (read < 4)
        {
            return false;
        }

        Id = BinaryPrimitives.ReadUInt16LittleEndian(head);
        length = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(2));
        // Sheets follow each other: who reads more than there is, twice over, reads sheets that lie in one place.
        passed += 4 + length;
        if (passed > (2 * stream.Length) + ushort.MaxValue)
        {
            throw BiffTable.Damaged();
        }

        if (length > data.Length)
        {
            data = new byte[ushort.MaxValue];
        }

        if (stream.ReadAtLeast(data.AsSpan(0, length), length, throwOnEndOfStream: false) < length)
        {
            throw BiffTable.Damaged();
        }

        return true;
    }

    /// <summary>The current record and those that continue it; afterwards the next one is current, if there is one.</summary>
    public (List<byte[]> Parts, bool HasNext) WithContinued()
    {
        var parts = new List<byte[]> { Data.ToArray() };
        long total = length;
        while (Next())
        {
            if (Id != Continue)
            {
                return (parts, true);
            }

            parts.Add(Data.ToArray());
            total += length + BiffWorkbook.BytesOfText;
            if (total > ReadingLimits.TextBytes / 2)
            {
                throw ReadingLimits.Beyond($"工作簿的共享文本超过 {ReadingLimits.TextBytes / 2} 字节",
                    $"the workbook's shared texts are more than {ReadingLimits.TextBytes / 2} bytes");
            }
        }

        return (parts, false);
    }
}
