using System.Text;

namespace KaPipeline.Workbooks;

/// <summary>Style numbers of a detail sheet's columns, as EPPlus numbered them when it saved: for plain cells, and for texts that
/// must keep a quote prefix.</summary>
internal sealed class DetailStyles
{
    private readonly byte[][] plain;
    private readonly byte[][] quoted;

    /// <param name="plain">Style number of each column.</param>
    /// <param name="quoted">Style number of each column with the quote prefix.</param>
    public DetailStyles(IEnumerable<string> plain, IEnumerable<string> quoted)
    {
        this.plain = [.. plain.Select(Bytes)];
        this.quoted = [.. quoted.Select(Bytes)];
    }

    /// <summary>End of the cell's reference and its style: <c>" s="12"</c>.</summary>
    public byte[] Attribute(int column, bool quoted) => quoted ? this.quoted[column] : plain[column];

    private static byte[] Bytes(string style) => Encoding.ASCII.GetBytes($"\" s=\"{style}\"");
}
