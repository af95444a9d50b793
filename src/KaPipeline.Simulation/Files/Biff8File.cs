using System.Text;

namespace KaPipeline.Simulation.Files;

/// <summary>Writes a binary Excel 97–2003 workbook (BIFF8): text cells by a shared string table, in an OLE compound file.</summary>
internal static class Biff8File
{
    private const int LargestRecord = 8224;

    public static byte[] Write(params Sheet[] sheets)
    {
        var strings = new Dictionary<string, int>(StringComparer.Ordinal);
        var uses = 0;
        var bodies = sheets.Select(sheet => SheetStream(sheet, text =>
        {
            uses++;
            return strings.TryGetValue(text, out var index) ? index : strings[text] = strings.Count;
        })).ToList();

        using var globals = new MemoryStream();
        Record(globals, 0x0809, Words(0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 0, 6, 0));
        Record(globals, 0x0042, Words(0x04B0));
        Record(globals, 0x003D, Words(0, 0, 0x4000, 0x2000, 0x0038, 0, 0, 1, 0x0258));
        Record(globals, 0x0022, Words(0));
        Record(globals, 0x0031, [.. Words(200, 0, 0x7FFF, 0x0190, 0), 0, 0, 0, 0, .. ShortName("Arial")]);
        for (var i = 0; i < 16; i++)
        {
            Record(globals, 0x00E0, [.. Words(0, 0, i < 15 ? 0xFFF5 : 0x0001, 0x0020, 0, 0, 0, 0, 0, 0x20C0)]);
        }

        Record(globals, 0x0293, [.. Words(0x8000), 0, 0xFF]);
        var placesOfOffsets = new List<long>();
        foreach (var sheet in sheets)
        {
            placesOfOffsets.Add(globals.Position + 4);
            Record(globals, 0x0085, [0, 0, 0, 0, 0, 0, .. ShortName(sheet.Name)]);
        }

        WriteStrings(globals, strings.Keys, uses);
        Record(globals, 0x000A, []);
        var offset = (int)globals.Length;
        for (var i = 0; i < bodies.Count; i++)
        {
            globals.Position = placesOfOffsets[i];
            globals.Write(BitConverter.GetBytes(offset));
            offset += bodies[i].Length;
        }

        globals.Position = globals.Length;
        bodies.ForEach(body => globals.Write(body));
        return CompoundFile.Wrap("Workbook", globals.ToArray());
    }

    private static byte[] SheetStream(Sheet sheet, Func<string, int> indexOf)
    {
        using var stream = new MemoryStream();
        Record(stream, 0x0809, Words(0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 0, 6, 0));
        var columns = sheet.Rows.Count == 0 ? 0 : sheet.Rows.Max(row => row.Length);
        Record(stream, 0x0200, [.. BitConverter.GetBytes(0), .. BitConverter.GetBytes(sheet.Rows.Count), .. Words(0, columns, 0)]);
        for (var r = 0; r < sheet.Rows.Count; r++)
        {
            for (var c = 0; c < sheet.Rows[r].Length; c++)
            {
                if (sheet.Rows[r][c]?.ToString() is { Length: > 0 } text)
                {
                    Record(stream, 0x00FD, [.. Words(r, c, 15), .. BitConverter.GetBytes(indexOf(text))]);
                }
            }
        }

        Record(stream, 0x023E, Words(0x06B6, 0, 0, 0x0040, 0, 0, 0, 0, 0));
        Record(stream, 0x000A, []);
        return stream.ToArray();
    }

    /// <summary>The shared strings; a table larger than one record continues in others, each beginning with a whole string.</summary>
    private static void WriteStrings(MemoryStream stream, IEnumerable<string> strings, int uses)
    {
        var all = strings.Select(text => (byte[])[.. Words(text.Length), 1, .. Encoding.Unicode.GetBytes(text)]).ToList();
        var part = new List<byte>([.. BitConverter.GetBytes(uses), .. BitConverter.GetBytes(all.Count)]);
        var type = 0x00FC;
        foreach (var text in all)
        {
            if (part.Count + text.Length > LargestRecord)
            {
                Record(stream, type, [.. part]);
                part.Clear();
                type = 0x003C;
            }

            part.AddRange(text);
        }

        Record(stream, type, [.. part]);
    }

    private static byte[] ShortName(string name) => [(byte)name.Length, 1, .. Encoding.Unicode.GetBytes(name)];

    private static byte[] Words(params int[] words) => [.. words.SelectMany(word => BitConverter.GetBytes((ushort)word))];

    private static void Record(MemoryStream stream, int type, byte[] data)
    {
        stream.Write(BitConverter.GetBytes((ushort)type));
        stream.Write(BitConverter.GetBytes((ushort)data.Length));
        stream.Write(data);
    }
}
