using System.Text;
using System.Xml;

namespace KaPipeline.Ingestion.Tables;

/// <summary>The shared texts of a workbook as UTF-8, one behind the other in blocks, so that they never have to be moved.</summary>
internal sealed class XlsxStrings
{
    private const int BlockBytes = 1 << 20;
    private const int BytesOfPlace = 24;

    private readonly List<byte[]> blocks = [];
    private readonly List<(int Block, int From, int Length)> places = [];
    private readonly HashSet<int> unclear = [];
    private int used = BlockBytes;
    private long total;

    public ReadOnlySpan<byte> this[int index] => places[index] is var place && place.Length == 0 ? default : blocks[place.Block]
        .AsSpan(place.From, place.Length);

    public int Count => places.Count;

    /// <summary>Whether the text may be another than the one that was meant.</summary>
    public bool IsUnclear(int index) => unclear.Contains(index);

    /// <summary>Reads them all; none where there is no such part.</summary>
    /// <exception cref="UnreadableFileException">They are more than memory is meant for.</exception>
    public static XlsxStrings Read(XmlReader? reader)
    {
        var strings = new XlsxStrings();
        if (reader is null)
        {
            return strings;
        }

        using (reader)
        {
            var text = new XlsxText();
            while (reader.Step())
            {
                if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "si")
                {
                    strings.Add(text.Read(reader));
                    if (text.IsUnclear)
                    {
                        strings.unclear.Add(strings.Count - 1);
                    }
                }
            }
        }

        return strings;
    }

    private void Add(ReadOnlySpan<char> text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        total += length + BytesOfPlace;
        if (total > ReadingLimits.TextBytes)
        {
            throw ReadingLimits.Beyond($"工作簿的共享文本超过 {ReadingLimits.TextBytes} 字节",
                $"the workbook's shared texts are more than {ReadingLimits.TextBytes} bytes");
        }

        if (length == 0)
        {
            places.Add(default);
            return;
        }

        if (blocks.Count == 0 || used + length > blocks[^1].Length)
        {
            blocks.Add(new byte[Math.Max(BlockBytes, length)]);
            used = 0;
        }

        Encoding.UTF8.GetBytes(text, blocks[^1].AsSpan(used));
        places.Add((blocks.Count - 1, used, length));
        used += length;
    }
}
