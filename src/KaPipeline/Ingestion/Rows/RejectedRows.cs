using System.Collections;
using System.Text.Json;

namespace KaPipeline.Ingestion.Rows;

/// <summary>Rejected rows in file order. The first ones stay in memory; a file that is bad throughout continues in a temporary
/// file.</summary>
internal sealed class RejectedRows : IReadOnlyCollection<RejectedRow>
{
    private const int MostInMemory = 4 << 20;
    private const int LeastOfRow = 500;
    private readonly List<RejectedRow> first = [];
    private FileStream? rest;
    private long inMemory;

    public int Count { get; private set; }

    public void Add(RejectedRow row)
    {
        Count++;
        if (rest is null && inMemory + row.Raw.Length < MostInMemory)
        {
            first.Add(row);
            inMemory += row.Raw.Length + LeastOfRow;
            return;
        }

        rest ??= new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 64 * 1024,
            FileOptions.DeleteOnClose);
        JsonSerializer.Serialize(rest, row);
        rest.WriteByte((byte)'\n');
    }

    public IEnumerator<RejectedRow> GetEnumerator()
    {
        foreach (var row in first)
        {
            yield return row;
        }

        if (rest is null)
        {
            yield break;
        }

        rest.Position = 0;
        using var lines = new StreamReader(rest, leaveOpen: true);
        while (lines.ReadLine() is { } line)
        {
            yield return JsonSerializer.Deserialize<RejectedRow>(line)!;
        }

        rest.Position = rest.Length;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
