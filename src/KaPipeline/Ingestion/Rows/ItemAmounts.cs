using System.Numerics;

namespace KaPipeline.Ingestion.Rows;

/// <summary>Quantities, prices and amounts of a file by item: how many, their usual size, and the largest. The usual size is the geometric
/// mean, of which a single leap moves little.</summary>
internal sealed class ItemAmounts(string target)
{
    private static readonly double[] Powers = [.. Enumerable.Range(0, 20).Select(scale => Math.Pow(10, scale))];

    private readonly Dictionary<UInt128, Seen> items = [];

    /// <summary>One measure of one item.</summary>
    internal sealed class Seen
    {
        public required string Target { get; init; }

        public required string Measure { get; init; }

        public required string Item { get; init; }

        public long Lines { get; set; }

        public double LogSum { get; set; }

        public double Largest { get; set; }

        public string LargestText { get; set; } = "";

        public CellPlace Place { get; set; }
    }

    public IEnumerable<Seen> All => items.Values;

    /// <summary>Whether a field of this name says how much of an item.</summary>
    public static bool IsMeasure(string field) =>
        field is "units" or "cases" or "received_units" or "received_cases" or "unit_price" or "case_price" or "amount" or "net_amount"
        or "quantity";

    /// <summary>Notes a value; nothing says nothing of what is usual.</summary>
    /// <param name="reader">Where it is.</param>
    /// <param name="measure">Place of its field among those of the target.</param>
    /// <param name="item">The item's number, else its barcode.</param>
    public void Take(FieldReader reader, int measure, ReadOnlySpan<byte> item, Number value)
    {
        if (value.Mantissa == 0 || item.IsEmpty)
        {
            return;
        }

        var key = new UInt128(((ulong)item.Length << 8) | (uint)measure, Hash(item));
        if (!items.TryGetValue(key, out var seen))
        {
            items[key] = seen = new Seen { Target = target, Measure = reader.Field.Name, Item = HeaderText.Readable(item) };
        }

        var size = Math.Abs((double)value.Mantissa) / (value.Scale < Powers.Length ? Powers[value.Scale] : Math.Pow(10, value.Scale));
        seen.Lines++;
        seen.LogSum += Math.Log(size);
        if (size > seen.Largest)
        {
            (seen.Largest, seen.LargestText, seen.Place) = (size, value.ToString(), reader.Place);
        }
    }

    // FNV-1a; two items of one file that share it are as unlikely as two that share a number.
    private static ulong Hash(ReadOnlySpan<byte> text)
    {
        var hash = 14695981039346656037UL;
        foreach (var one in text)
        {
            hash = BitOperations.RotateLeft((hash ^ one) * 1099511628211UL, 5);
        }

        return hash;
    }
}
