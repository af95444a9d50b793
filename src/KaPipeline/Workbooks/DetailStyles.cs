using System.Text;

namespace KaPipeline.Workbooks;

/// <summary>Style numbers of a detail sheet's columns, as EPPlus numbered them when it saved: for plain cells, and for others: texts
/// that must keep a quote prefix, units with decimals.</summary>
internal sealed class DetailStyles
{
    private readonly byte[][] plain;
    private readonly byte[][] other;

    /// <param name="plain">Style number of each column.</param>
    /// <param name="other">Style number of each column for the cells that differ.</param>
    public DetailStyles(IEnumerable<string> plain, IEnumerable<string> other)
    {
        this.plain = [.. plain.Select(Bytes)];
        this.other = [.. other.Select(Bytes)];
    }

    /// <summary>A cell's style: <c> s="12"</c>.</summary>
    public byte[] Attribute(int column, bool other) => other ? this.other[column] : plain[column];

    private static byte[] Bytes(string style) => Encoding.ASCII.GetBytes($" s=\"{style}\"");
}
