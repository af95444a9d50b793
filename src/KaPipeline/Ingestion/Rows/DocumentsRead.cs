using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>The documents that a file has spoken of so far: which heads were taken, and how many lines each has.</summary>
internal sealed class DocumentsRead
{
    private readonly HashSet<string> heads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> lines = new(StringComparer.Ordinal);
    private string? document;
    private int line;

    public bool HasHead(string number) => heads.Contains(number);

    public void AddHead(string number) => heads.Add(number);

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
