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
    private readonly int[] things;
    private readonly int store;
    private readonly int feeText;
    private readonly WordSet nothing;

    /// <summary>Finds the columns.</summary>
    /// <param name="layout">The table.</param>
    /// <param name="header">Its header.</param>
    /// <param name="nothing">What says nothing in a cell: with it the cell is not filled.</param>
    public RowSigns(TableLayout layout, Header header, WordSet nothing)
    {
        this.nothing = nothing;
        int Find(IEnumerable<string> names) => names.Select(header.Find).FirstOrDefault(at => at >= 0, -1);
        var fields = layout.Profile.Rows.SelectMany(record => record.Fields).Where(field => field.Value.Source == FieldSource.Column)
            .ToList();
        int[] Places(Func<KeyValuePair<string, FieldMapping>, bool> which) =>
            [.. fields.Where(which).Select(field => Find(field.Value.Names)).Where(at => at >= 0).Distinct()];
        needed = layout.Places(header);
        words = Places(field => field.Value.Values.Count > 0);
        things = Places(field => field.Key is "barcode" or "item_number" or "order_number" or "delivery_number"
            || layout.Profile.Rows.Any(record =>
                record.Into?.Fields.Any(known => known.Name == field.Key && known.Kind == FieldKind.Date) == true));
        store = Places(field => field.Key == "store_id") is [var at] ? at : -1;
        feeText = Places(field => field.Key == "fee_text") is [var place] ? place : -1;
        amounts = [.. Places(field => field.Key == "amount").Concat((layout.Profile.Total?.Sums ?? []).Select(header.Find)
            .Where(at => at >= 0)).Distinct()];
    }

    /// <summary>Whether the row says in its own column what fee it is.</summary>
    public bool NamesFee(TableReader table) => feeText >= 0 && IsFilled(table, feeText);

    /// <summary>Whether the row names an item, a document or a day, as no total does.</summary>
    public bool NamesThing(TableReader table) => Array.Exists(things, at => HasDigit(table, at));

    /// <summary>Whether the row names a store.</summary>
    public bool NamesStore(TableReader table) => store >= 0 && HasDigit(table, store);

    /// <summary>Whether the row is the sum of a part of the table: one of its cells says so, beside which are figures alone.</summary>
    public bool IsSumOfSome(TableReader table)
    {
        if (NamesFee(table))
        {
            return false;
        }

        var isNamed = false;
        for (var at = 0; at < table.CellCount; at++)
        {
            var name = HeaderText.Normalise(Cells.Clean(table.Cell(at)));
            var isName = TotalNames.NamesSum(name);
            if (name.Length > 0 && !isName && (name.Length > 60 || !Figures().IsMatch(name)))
            {
                return false;
            }

            isNamed |= isName;
        }

        return isNamed;
    }

    /// <summary>Whether a cell of the row names a sum, and the row no fee.</summary>
    public bool NamesSum(TableReader table)
    {
        for (var at = 0; at < table.CellCount && !NamesFee(table); at++)
        {
            if (TotalNames.NamesSum(HeaderText.Normalise(Cells.Clean(table.Cell(at)))))
            {
                return true;
            }
        }

        return false;
    }

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

    // Numbers and codes, -, 盒.
    [GeneratedRegex(@"^(?:[a-z]{0,4}[-\d.,()%¥元]*\d[-\d.,()%¥元]*|[-*—]+|[盒箱瓶件个袋包提支罐桶只条元])$")]
    private static partial Regex Figures();

    private static bool HasDigit(TableReader table, int at) => Cells.Clean(table.Cell(at)).ContainsAnyInRange((byte)'0', (byte)'9');

    private bool IsFilled(TableReader table, int at) =>
        Cells.Clean(table.Cell(at)) is { IsEmpty: false } cell && !nothing.Contains(cell);
}
