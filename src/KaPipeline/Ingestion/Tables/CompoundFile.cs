using System.Buffers.Binary;

namespace KaPipeline.Ingestion.Tables;

/// <summary>
/// Looks over the sector chains of an OLE compound file, the container of BIFF workbooks, before a library follows them: a damaged or
/// hostile file may lead a chain round in a circle.
/// </summary>
internal static class CompoundFile
{
    private const int MostSectors = 1 << 22;

    /// <summary>Checks all chains.</summary>
    /// <exception cref="UnreadableFileException">A chain runs in a circle or leaves the file.</exception>
    public static void Check(FileStream file)
    {
        var header = new byte[512];
        file.Position = 0;
        if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
        {
            throw Damaged();
        }

        if (header[0] != 0xD0)
        {
            // A bare worksheet stream of early Excel has no sectors.
            return;
        }

        var shift = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(30));
        if (shift is not (9 or 12))
        {
            throw Damaged();
        }

        var size = 1 << shift;
        var sectors = (file.Length / size) + 1;
        var table = Chains(file, header, size, sectors);
        CheckCircles(table);
        var mini = new List<uint>();
        for (var sector = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(60)); sector < table.Count; sector = table[(int)sector])
        {
            mini.AddRange(Sector(file, size, sector));
        }

        CheckCircles(mini);
    }

    // The allocation table: for each sector the one that follows it.
    private static List<uint> Chains(FileStream file, byte[] header, int size, long sectors)
    {
        var parts = new List<uint>();
        for (var at = 76; at < 512; at += 4)
        {
            parts.Add(BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(at)));
        }

        var next = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(68));
        for (var count = 0L; next < sectors; count++)
        {
            if (count > sectors)
            {
                throw Damaged();
            }

            var more = Sector(file, size, next);
            parts.AddRange(more[..^1]);
            next = more[^1];
        }

        var table = new List<uint>();
        foreach (var part in parts.Where(part => part < sectors))
        {
            table.AddRange(Sector(file, size, part));
            if (table.Count > MostSectors)
            {
                throw Damaged();
            }
        }

        return table;
    }

    private static void CheckCircles(List<uint> next)
    {
        // 0: not seen; else the number of the walk that came by.
        var walk = new int[next.Count];
        for (var start = 0; start < next.Count; start++)
        {
            var at = (uint)start;
            while (at < next.Count && walk[(int)at] == 0)
            {
                walk[(int)at] = start + 1;
                at = next[(int)at];
            }

            if (at < next.Count && walk[(int)at] == start + 1)
            {
                throw Damaged();
            }
        }
    }

    private static uint[] Sector(FileStream file, int size, uint number)
    {
        var bytes = new byte[size];
        file.Position = (number + 1L) * size;
        var length = file.ReadAtLeast(bytes, size, throwOnEndOfStream: false);
        bytes.AsSpan(length).Fill(0xFF);
        var entries = new uint[size / 4];
        for (var at = 0; at < entries.Length; at++)
        {
            entries[at] = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at * 4));
        }

        return entries;
    }

    private static UnreadableFileException Damaged() =>
        new("工作簿被截断或损坏：扇区链不成立 | the workbook is cut off or damaged: its sector chains do not hold");
}
