using System.Buffers.Binary;
using System.Text;

namespace KaPipeline.Ingestion.Tables;

/// <summary>
/// An OLE compound file, the container of BIFF workbooks. Its sector chains are looked over before they are followed: a damaged or hostile
/// file may lead a chain round in a circle.
/// </summary>
internal static class CompoundFile
{
    private const int MostSectors = 1 << 22;
    private const int MostEntries = 4096;
    private const int MiniSize = 64;
    private const int EntrySize = 128;

    /// <summary>Whether a file begins as a compound file does; a bare stream of early Excel does not.</summary>
    public static bool Is(FileStream file)
    {
        file.Position = 0;
        return file.ReadByte() == 0xD0;
    }

    /// <summary>Opens one of its streams.</summary>
    /// <param name="names">Names in order of preference.</param>
    /// <param name="all">Names of all its streams.</param>
    /// <returns>Null where it has none of them.</returns>
    /// <exception cref="UnreadableFileException">A chain runs in a circle or leaves the file.</exception>
    public static Stream? Open(FileStream file, string[] names, out IReadOnlyList<string> all)
    {
        var header = new byte[512];
        file.Position = 0;
        if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
        {
            throw Damaged();
        }

        var shift = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(30));
        if (shift is not (9 or 12))
        {
            throw Damaged();
        }

        var size = 1 << shift;
        var table = Chains(file, header, size, (file.Length / size) + 1);
        CheckCircles(table);
        var mini = Chain(table, BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(60))).SelectMany(sector => Sector(file, size, sector))
            .Take(MostSectors + 1).ToList();
        if (mini.Count > MostSectors)
        {
            throw Damaged();
        }

        CheckCircles(mini);

        var entries = Chain(table, BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(48)))
            .SelectMany(sector => Entries(file, size, sector)).Take(MostEntries).ToList();
        all = [.. entries.Select(entry => entry.Name)];
        var name = Array.Find(names, all.Contains);
        if (name is null)
        {
            return null;
        }

        // A short stream lies in small pieces inside the root's own stream.
        var found = entries.Find(entry => entry.Name == name);
        var isShort = found.Length < BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(56));
        var pieces = Chain(table, isShort ? entries.Find(entry => entry.Name == "Root Entry").Start : found.Start)
            .Select(sector => (sector + 1L) * size).ToList();
        pieces = isShort ? MiniPieces(Chain(mini, found.Start), pieces, size) : pieces;
        return new BufferedStream(new PieceStream(file, pieces, isShort ? MiniSize : size, found.Length), 64 * 1024);
    }

    private static List<long> MiniPieces(IEnumerable<uint> chain, List<long> sectors, int size)
    {
        var pieces = new List<long>();
        foreach (var piece in chain)
        {
            var at = (long)piece * MiniSize;
            pieces.Add(at / size < sectors.Count ? sectors[(int)(at / size)] + (at % size) : throw Damaged());
        }

        return pieces;
    }

    private static IEnumerable<uint> Chain(List<uint> table, uint start)
    {
        for (var sector = start; sector < table.Count; sector = table[(int)sector])
        {
            yield return sector;
        }
    }

    private static IEnumerable<(string Name, uint Start, long Length)> Entries(FileStream file, int size, uint sector)
    {
        var bytes = new byte[size];
        file.Position = (sector + 1L) * size;
        var length = file.ReadAtLeast(bytes, size, throwOnEndOfStream: false);
        for (var at = 0; at + EntrySize <= length; at += EntrySize)
        {
            var entry = bytes.AsSpan(at, EntrySize);
            var name = Encoding.Unicode.GetString(entry[..Math.Clamp(BinaryPrimitives.ReadUInt16LittleEndian(entry[64..]) - 2, 0, 62)]);
            yield return (name, BinaryPrimitives.ReadUInt32LittleEndian(entry[116..]),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[120..]));
        }
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
            var more = Sector(file, size, next);
            parts.AddRange(more[..^1]);
            next = more[^1];
            // The table has fewer sectors than the file; a list of them that runs round in a circle has more.
            if (count > sectors || parts.Count > sectors + size)
            {
                throw Damaged();
            }
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
