using System.Text.RegularExpressions;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>What tells a row of a table from totals, notes and titles: which of its columns are filled.</summary>
internal sealed partial class RowSigns
{
    private readonly int[] needed;
    private readonly int[] words;
    private readonly int[] amounts;
    private readonly int feeText;

    public RowSigns(TableLayout layout, Header header)
    {
        int Find(IEnumerable<string> names) => names.Select(header.Find).FirstOrDefault(at => at >= 0, -1);
        var fields = layout.Profile.Rows.SelectMany(record => record.Fields).Where(field => field.Value.Source == FieldSource.Column)
            .ToList();
        int[] Places(Func<KeyValuePair<string, FieldMapping>, bool> which) =>
            [.. fields.Where(which).Select(field => Find(field.Value.Names)).Where(at => at >= 0).Distinct()];
        needed = layout.Places(header);
        words = Places(field => field.Value.Values.Count > 0);
        feeText = Places(field => field.Key == "fee_text") is [var place] ? place : -1;
        amounts = [.. Places(field => field.Key == "amount").Concat((layout.Profile.Total?.Sums ?? []).Select(header.Find)
            .Where(at => at >= 0)).Distinct()];
    }

    /// <summary>Whether the row says in its own column what fee it is.</summary>
    public bool NamesFee(TableReader table) => feeText >= 0 && !Cells.Clean(table.Cell(feeText)).IsEmpty;

    /// <summary>The fee that the row names.</summary>
    public string Fee(TableReader table) => HeaderText.Normalise(table.Cell(feeText));

    /// <summary>The row's amount; null where it has none that can be read.</summary>
    public decimal? Amount(TableReader table) =>
        amounts.Length > 0 && Number.TryParse(Cells.Clean(table.Cell(amounts[0])), out var number) ? number.ToDecimal() : null;

    /// <summary>Whether something with a digit stands where amounts do, and no date, time or number of a page.</summary>
    public bool HasFigure(TableReader table)
    {
        foreach (var at in amounts)
        {
            var cell = Cells.HalfWidth(Cells.Clean(table.Cell(at)), withoutBlanks: false);
            if (cell.ContainsAnyInRange((byte)'0', (byte)'9') && !Other().IsMatch(HeaderText.Readable(cell)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a row with the word for a total in one cell is a row of its own: all that a row needs is filled beside that cell,
    /// or it tells of which kind it is, and its amount.</summary>
    public bool IsRowBeside(TableReader table, int column)
    {
        if (needed.Length > 0 && !needed.Contains(column) && Array.TrueForAll(needed, at => IsFilled(table, at)))
        {
            return true;
        }

        var isFirst = true;
        for (var at = 0; at < column && isFirst; at++)
        {
            isFirst = !IsFilled(table, at);
        }

        return !isFirst && HasFigure(table) && Array.Exists(words, at => at != column && IsFilled(table, at));
    }

    [GeneratedRegex(@"\d{4}[-/.年]\d|\d:\d|页|page", RegexOptions.IgnoreCase)]
    private static partial Regex Other();

    private static bool IsFilled(TableReader table, int at) => !Cells.Clean(table.Cell(at)).IsEmpty;
}
