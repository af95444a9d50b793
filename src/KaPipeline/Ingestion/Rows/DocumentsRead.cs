using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>The documents that a file has spoken of so far: which heads were taken, and how many lines each has.</summary>
internal sealed class DocumentsRead
{
    private readonly Dictionary<string, (byte[] Text, string? Value)[]> heads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> lines = new(StringComparer.Ordinal);
    private string? document;
    private int line;

    /// <summary>What the head of a document said, field by field; null where none was taken.</summary>
    public (byte[] Text, string? Value)[]? HeadOf(string number) => heads.GetValueOrDefault(number);

    public void AddHead(string number, (byte[] Text, string? Value)[] said) => heads[number] = said;

    /// <summary>Ordinal of the next line of a document, whichever sheet it is on.</summary>
    public int NextLine(string number)
    {
        if (number != document)
        {
            if (document is not null)
            {
                lines[document] = line;
            }

            (document, line) = (number, lines.GetValueOrDefault(number));
            if (lines.Count > ReadingLimits.Documents)
            {
                throw ReadingLimits.Beyond($"单据超过 {ReadingLimits.Documents} 张",
                    $"a file that speaks of more than {ReadingLimits.Documents} documents");
            }
        }

        return ++line;
    }
}
