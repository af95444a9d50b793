using System.Text;

namespace KaPipeline.Simulation.Files;

/// <summary>An OLE compound file (version 3, 512-byte sectors) that holds one stream.</summary>
internal static class CompoundFile
{
    private const int SectorSize = 512;
    private const int SmallestStream = 4096;
    private const int Free = -1;
    private const int EndOfChain = -2;
    private const int FatSector = -3;
    private const int FatSectorsInHeader = 109;

    public static byte[] Wrap(string name, byte[] content)
    {
        // Streams under 4,096 bytes would have to go into the mini stream: pad instead.
        var data = content.Length >= SmallestStream ? content : [.. content, .. new byte[SmallestStream - content.Length]];
        var dataSectors = (data.Length + SectorSize - 1) / SectorSize;
        var fatSectors = 1;
        while (fatSectors * (SectorSize / 4) < fatSectors + 1 + dataSectors)
        {
            fatSectors++;
        }

        if (fatSectors > FatSectorsInHeader)
        {
            throw new NotSupportedException("A simulated BIFF8 file holds at most 7 MB; use a smaller scale.");
        }

        // Sectors: the allocation table, one of directory, the stream.
        var fat = Enumerable.Repeat(Free, fatSectors * (SectorSize / 4)).ToArray();
        Array.Fill(fat, FatSector, 0, fatSectors);
        fat[fatSectors] = EndOfChain;
        for (var i = 0; i < dataSectors; i++)
        {
            fat[fatSectors + 1 + i] = i == dataSectors - 1 ? EndOfChain : fatSectors + 2 + i;
        }

        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
        writer.Write(new byte[16]);
        foreach (var word in new ushort[] { 0x003E, 3, 0xFFFE, 9, 6, 0, 0, 0 })
        {
            writer.Write(word);
        }

        foreach (var number in new[] { 0, fatSectors, fatSectors, 0, SmallestStream, EndOfChain, 0, EndOfChain, 0 })
        {
            writer.Write(number);
        }

        for (var i = 0; i < FatSectorsInHeader; i++)
        {
            writer.Write(i < fatSectors ? i : Free);
        }

        foreach (var next in fat)
        {
            writer.Write(next);
        }

        WriteEntry(writer, "Root Entry", type: 5, child: 1, start: EndOfChain, size: 0);
        WriteEntry(writer, name, type: 2, child: Free, start: fatSectors + 1, size: data.Length);
        WriteEntry(writer, "", type: 0, child: Free, start: 0, size: 0);
        WriteEntry(writer, "", type: 0, child: Free, start: 0, size: 0);
        writer.Write(data);
        writer.Write(new byte[(dataSectors * SectorSize) - data.Length]);
        return file.ToArray();
    }

    private static void WriteEntry(BinaryWriter writer, string name, byte type, int child, int start, int size)
    {
        var letters = new byte[64];
        Encoding.Unicode.GetBytes(name).CopyTo(letters, 0);
        writer.Write(letters);
        writer.Write((ushort)(name.Length == 0 ? 0 : (name.Length + 1) * 2));
        writer.Write(type);
        writer.Write((byte)1);
        writer.Write(Free);
        writer.Write(Free);
        writer.Write(child);
        writer.Write(new byte[36]);
        writer.Write(start);
        writer.Write((long)size);
    }
}
