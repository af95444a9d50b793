using System.Buffers.Binary;
using System.IO.Compression;
using System.Xml;

namespace KaPipeline.Ingestion.Tables;

/// <summary>
/// The zip archive of a workbook: its parts by name, and what refers to what. Part names are compared as writers spell them, with or
/// without a slash in front, in either case. What is unpacked is counted, whatever sizes the archive states.
/// </summary>
internal sealed class XlsxPackage : IDisposable
{
    private const int MostReferences = 10_000;
    private const int DirectoryBytes = 2 << 20;

    // The end of an archive, with the longest comment that may follow it.
    private const int EndBytes = 22 + ushort.MaxValue;

    private readonly ZipArchive archive;
    private readonly Dictionary<string, ZipArchiveEntry> parts = new(StringComparer.OrdinalIgnoreCase);
    private readonly long most;
    private long unpacked;
    private long leftToLookThrough;

    public XlsxPackage(FileStream file)
    {
        most = leftToLookThrough = ReadingLimits.UnpackedBytes(file.Length);
        CheckDirectory(file);
        archive = Guard(() => new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true));
        Guard(() =>
        {
            foreach (var entry in archive.Entries)
            {
                if (entry.IsEncrypted)
                {
                    throw new UnreadableFileException(
                        "压缩包设有密码；请解压后提供其中的文件 | a zip archive with a password: unpack it and give the files in it");
                }

                parts.TryAdd(Resolve("", entry.FullName), entry);
            }

            return archive.Entries.Sum(entry => (decimal)(ulong)entry.Length) <= most ? true : throw Bomb();
        });
    }

    /// <summary>Names of all parts.</summary>
    public IEnumerable<string> Names => parts.Keys;

    public bool Has(string part) => parts.ContainsKey(part);

    /// <summary>Opens a part as XML.</summary>
    /// <exception cref="UnreadableFileException">There is no such part.</exception>
    public XmlReader Open(string part) => Guard(() => parts.TryGetValue(part, out var entry)
        ? XmlReader.Create(new Counted(entry.Open(), this), Settings())
        : throw new UnreadableFileException($"工作簿缺少部件 {part}，已损坏 | the workbook is damaged: its part {part} is missing"));

    /// <summary>Opens a part as bytes.</summary>
    public Stream OpenBytes(string part) => Guard(() => new Counted(parts[part].Open(), this));

    /// <summary>The merged cells of a sheet, which stand behind its rows; what is unpacked to find them is counted by
    /// itself.</summary>
    public MergedCells MergedOf(string part, int mostColumns) => Guard(() =>
    {
        if (!parts.TryGetValue(part, out var entry))
        {
            return new MergedCells();
        }

        using var sheet = entry.Open();
        return MergedCells.Find(sheet, mostColumns, ref leftToLookThrough) ?? throw Bomb();
    });

    /// <summary>What a part refers to: id, kind (the last word of its type, the same in all editions of the standard), part. The package's
    /// own references are those of the empty name.</summary>
    public IReadOnlyList<(string Id, string Kind, string Part)> References(string part)
    {
        var slash = part.LastIndexOf('/');
        var list = $"{part[..(slash + 1)]}_rels/{part[(slash + 1)..]}.rels";
        if (!parts.ContainsKey(list))
        {
            return [];
        }

        using var reader = Open(list);
        return Guard(() =>
        {
            var found = new List<(string, string, string)>();
            while (reader.Step())
            {
                if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "Relationship"
                    && reader.GetAttribute("TargetMode") != "External")
                {
                    var type = reader.GetAttribute("Type") ?? "";
                    if (found.Count > MostReferences)
                    {
                        throw ReadingLimits.Beyond("工作簿部件过多", $"a workbook of more than {MostReferences} parts");
                    }

                    found.Add((reader.GetAttribute("Id") ?? "", type[(type.LastIndexOf('/') + 1)..],
                        Resolve(part, reader.GetAttribute("Target") ?? "")));
                }
            }

            return found;
        });
    }

    public void Dispose() => archive.Dispose();

    private static XmlReaderSettings Settings()
    {
        var settings = BoundedXml.Settings();
        settings.CheckCharacters = false;
        return settings;
    }

    // The runtime keeps the whole list of an archive's files: one that is longer than any workbook's is not begun.
    private static void CheckDirectory(FileStream file)
    {
        var tail = new byte[(int)Math.Min(file.Length, EndBytes)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        file.Position = 0;
        var end = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || end + 20 > tail.Length)
        {
            return;
        }

        var start = (long)BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        var wide = end >= 20 && tail.AsSpan(end - 20).StartsWith("PK\u0006\u0007"u8) ? WideStart(file, tail.AsSpan(end - 12)) : start;
        start = start == uint.MaxValue ? wide : Math.Min(start, wide);
        if (file.Length - tail.Length + end - start > DirectoryBytes)
        {
            throw ReadingLimits.Beyond($"压缩包目录超过 {DirectoryBytes} 字节",
                $"an archive with a list of files of more than {DirectoryBytes} bytes");
        }
    }

    // Where the list begins by the record of the zip64 edition, whose place is given. One that leads nowhere is damage.
    private static long WideStart(FileStream file, ReadOnlySpan<byte> place)
    {
        Span<byte> record = stackalloc byte[56];
        file.Position = Math.Clamp(BinaryPrimitives.ReadInt64LittleEndian(place), 0, file.Length);
        var read = file.ReadAtLeast(record, record.Length, throwOnEndOfStream: false);
        file.Position = 0;
        var start = BinaryPrimitives.ReadInt64LittleEndian(record[48..]);
        return read == record.Length && record.StartsWith("PK\u0006\u0006"u8) && start >= 0 && start <= file.Length ? start
            : throw new UnreadableFileException("工作簿被截断或损坏 | the workbook is cut off or damaged");
    }

    /// <summary>Runs a reading step; damage, which shows in many exceptions, becomes one.</summary>
    public static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (XmlException e)
        {
            throw BoundedXml.Broken(e, "工作簿被截断或损坏 | the workbook is cut off or damaged");
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException or ArgumentException
            or EndOfStreamException)
        {
            throw new UnreadableFileException($"工作簿被截断或损坏 | the workbook is cut off or damaged: {e.Message}", e);
        }
    }

    // "/xl/a.xml" counts from the root, "a.xml", "./a.xml" and "../a.xml" from the folder of the part that refers.
    private static string Resolve(string from, string target)
    {
        target = Uri.UnescapeDataString(target.Replace('\\', '/'));
        var path = target.StartsWith('/') ? [] : from.Split('/')[..^1].ToList();
        foreach (var step in target.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (step == ".." && path.Count > 0)
            {
                path.RemoveAt(path.Count - 1);
            }
            else if (step is not ("." or ".."))
            {
                path.Add(step);
            }
        }

        return string.Join('/', path);
    }

    private UnreadableFileException Bomb() => new($"解压后超过 {most} 字节，疑为压缩炸弹 | unpacks to more than {most} bytes: taken for a zip bomb");

    /// <summary>Counts what is unpacked of all parts together.</summary>
    private sealed class Counted(Stream part, XlsxPackage package) : TaggedStream(part)
    {
        public override int Read(Span<byte> buffer)
        {
            var read = base.Read(buffer);
            package.unpacked += read;
            return package.unpacked <= package.most ? read : throw package.Bomb();
        }
    }
}
