using System.Xml;

namespace KaPipeline.Ingestion.Tables;

/// <summary>XML whose names, depth and stretches without a tag are bounded: a parser keeps the first two, and takes in a stretch
/// whole.</summary>
internal static class BoundedXml
{
    /// <summary>Goes on to the next node.</summary>
    /// <exception cref="UnreadableFileException">It lies too deep.</exception>
    public static bool Step(this XmlReader reader) => reader.Read() && reader.IsShallow();

    /// <summary>That the node lies no deeper than any workbook's. Only an element leads deeper.</summary>
    /// <exception cref="UnreadableFileException">It lies too deep.</exception>
    public static bool IsShallow(this XmlReader reader) => reader.Depth <= ReadingLimits.XmlDepth ? true
        : throw ReadingLimits.Beyond($"XML 嵌套超过 {ReadingLimits.XmlDepth} 层",
        $"XML of more than {ReadingLimits.XmlDepth} elements inside each other");

    /// <summary>Goes to the end of the current element.</summary>
    public static void Pass(this XmlReader reader)
    {
        var depth = reader.Depth;
        while (!reader.IsEmptyElement && reader.Step() && reader.Depth > depth)
        {
        }
    }

    /// <summary>What to tell of XML that cannot be read.</summary>
    /// <param name="what">What becomes of a file that is cut off or damaged.</param>
    public static UnreadableFileException Broken(XmlException e, string what) => e.Message.Contains("DTD", StringComparison.Ordinal)
        ? new UnreadableFileException("XML 中有文档类型定义 (DTD) 或实体，一律不读；请从门户重新导出 | the XML declares a document type with entities, which are never read: "
            + "export it again from the portal", e)
        : new UnreadableFileException($"{what}: {e.Message}", e);

    /// <summary>Settings of a reader of its own; entities are refused.</summary>
    public static XmlReaderSettings Settings() => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        CloseInput = true,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        NameTable = new Names(),
    };

    private sealed class Names : NameTable
    {
        private int added;

        public override string Add(char[] key, int start, int len) => Get(key, start, len) ?? Count(base.Add(key, start, len));

        public override string Add(string key) => Get(key) ?? Count(base.Add(key));

        private string Count(string name) => ++added <= ReadingLimits.XmlNames ? name
            : throw ReadingLimits.Beyond($"XML 有超过 {ReadingLimits.XmlNames} 种名称", $"XML of more than {ReadingLimits.XmlNames} names");
    }
}

/// <summary>The stretch of bytes since the last tag began.</summary>
internal struct TagRun
{
    private long length;

    /// <summary>Takes account of what was read.</summary>
    /// <exception cref="UnreadableFileException">No tag has begun for too long.</exception>
    public void Take(ReadOnlySpan<byte> read)
    {
        var last = read.LastIndexOf((byte)'<');
        length = last < 0 ? length + read.Length : read.Length - last;
        if (length > ReadingLimits.XmlRun)
        {
            throw ReadingLimits.Beyond($"XML 中一段超过 {ReadingLimits.XmlRun} 字节",
                $"a stretch of XML of more than {ReadingLimits.XmlRun} bytes");
        }
    }
}

/// <summary>A stream of XML in which a tag begins every so often.</summary>
internal class TaggedStream(Stream inner) : ForwardStream(inner)
{
    private TagRun run;

    protected override void Note(ReadOnlySpan<byte> read) => run.Take(read);
}
