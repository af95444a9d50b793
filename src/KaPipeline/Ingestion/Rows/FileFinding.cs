using System.Globalization;
using System.Text;

namespace KaPipeline.Ingestion.Rows;

/// <summary>What people are told of a file that was read: totals that differ, columns that are new, labels that are gone, barcodes that
/// were lost, rows that it says it has.</summary>
internal static class FileFinding
{
    /// <summary>The finding; null where there is nothing to tell.</summary>
    /// <param name="totals">The totals of its tables.</param>
    /// <param name="added">Columns that its profile does not name.</param>
    /// <param name="lost">Barcodes that were destroyed and not needed.</param>
    /// <param name="gone">Labels that its profile names and that it does not have.</param>
    /// <param name="part">What it says of its size, where that is more than was read.</param>
    public static string? Of(
        IEnumerable<TotalCheck> totals, IReadOnlyCollection<string> added, long lost, IEnumerable<string> gone, OddContent? part)
    {
        var says = new StringBuilder();
        foreach (var total in totals.SelectMany(total => total.Findings).Where(total => total.Differs))
        {
            says.Append(CultureInfo.InvariantCulture,
                $"合计不符 total differs: {total.Column} 合计 states {total.Stated?.ToString(CultureInfo.InvariantCulture) ?? "—"}, 明细之和 rows add up to {total.Summed}. ");
        }

        if (added.Count > 0)
        {
            says.Append(CultureInfo.InvariantCulture, $"新增列 added columns: {string.Join(", ", added)}. ");
        }

        if (string.Join(", ", gone) is { Length: > 0 } labels)
        {
            says.Append(CultureInfo.InvariantCulture, $"没有标签 labels not found: {labels}. ");
        }

        if (part is not null)
        {
            says.Append(CultureInfo.InvariantCulture, $"可能只有一部分 only a part, perhaps: {part}. ");
        }

        if (lost > 0)
        {
            says.Append(CultureInfo.InvariantCulture, $"{lost} 个条码已损坏，按商品编码加载 barcodes are destroyed; their rows count by item number. ");
        }

        return says.Length == 0 ? null : says.ToString().TrimEnd();
    }
}
