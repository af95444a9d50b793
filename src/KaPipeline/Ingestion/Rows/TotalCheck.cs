using System.Globalization;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>
/// Knows total rows, with or without their label, and compares each with the sum over the data rows since the one before it, or over all
/// rows so far: a file may have a total for each of its pages, sheets or documents, and a grand total. One above all rows is compared with
/// those that follow.
/// </summary>
internal sealed class TotalCheck
{
    private readonly TotalRow total;
    private readonly TableLayout layout;
    private readonly TotalNames names;
    private readonly (decimal Since, decimal All, int UnreadableSince, int UnreadableAll)[] sums;
    private readonly WordSet nothing;
    private readonly FileFacts facts;
    private readonly string[] wanted;
    private readonly List<TotalFinding> findings = [];
    private int[] blank = [];
    private (string Name, int Column)[] columns = [];
    private Header header = Header.None;
    private RowSigns? signs;
    private decimal?[]? above;
    private long rows;

    public TotalCheck(ReportProfile table, FileFacts facts, WordSet nothing)
    {
        (total, this.facts, this.nothing) = (table.Total!, facts, nothing);
        wanted = [.. table.Rows.SelectMany(record => record.Fields.Values).Where(field => field.Source == FieldSource.Total)
            .SelectMany(field => field.Names)];
        names = new TotalNames(total.Labels);
        layout = new TableLayout(table);
        sums = new (decimal, decimal, int, int)[total.Sums.Count];
    }

    /// <summary>Whether a total row was met.</summary>
    public bool IsFound { get; private set; }

    /// <summary>The last row that names a sum and was not taken for the total, for people; null where there is none.</summary>
    public string? Near { get; private set; }

    /// <summary>Whether a file without it is not whole.</summary>
    public bool IsRequired => total.IsRequired;

    /// <summary>Data rows since the last total row.</summary>
    public long RowsSince { get; private set; }

    public IReadOnlyList<TotalFinding> Findings => [.. Above, .. findings];

    /// <summary>Whether the file cannot be whole: a total row that must be there is missing, at all or behind the last rows.</summary>
    public bool IsMissing => total.IsRequired
        && (!IsFound || (RowsSince > 0 && (above is null || Above.Any(finding => finding.Differs))));

    // The total above all rows, beside the sums over them.
    private IEnumerable<TotalFinding> Above =>
        above?.Select((stated, at) => new TotalFinding(columns[at].Name, stated, sums[at].All, sums[at].UnreadableAll)) ?? [];

    /// <summary>Finds the columns below another header.</summary>
    public void Bind(Header columnsOf)
    {
        header = columnsOf;
        blank = [.. total.Blank.Select(header.Find)];
        columns = [.. total.Sums.Select(name => (name, header.Find(name)))];
        signs = new RowSigns(layout, header, nothing);
    }

    /// <summary>Counts a data row into the sums.</summary>
    /// <param name="table">The current row.</param>
    /// <param name="isShifted">Its cells are not below their headers.</param>
    public void Add(TableReader table, bool isShifted)
    {
        RowsSince++;
        rows++;
        for (var at = 0; at < columns.Length; at++)
        {
            ref var sum = ref sums[at];
            var cell = isShifted ? default : Cells.Clean(table.Cell(columns[at].Column));
            if (Number.TryParse(cell, out var number))
            {
                sum = sum with { Since = sum.Since + number.ToDecimal(), All = sum.All + number.ToDecimal() };
            }
            else if (isShifted || !(cell.IsEmpty || nothing.Contains(cell)))
            {
                sum = sum with { UnreadableSince = sum.UnreadableSince + 1, UnreadableAll = sum.UnreadableAll + 1 };
            }
        }
    }

    /// <summary>Whether the current row is a total; if so, it is compared.</summary>
    public bool Take(TableReader table)
    {
        if (!HasLabel(table) && !IsUnlabelled(table))
        {
            return false;
        }

        TakeSums(table);
        return true;
    }

    /// <summary>Whether the current row, which is filled as no data row is, has another name of a total of all and states the sum of all
    /// rows, so that it is one; if so, it is compared.</summary>
    public bool TakeByItsSum(TableReader table)
    {
        var name = "";
        var mayBe = false;
        for (var at = 0; at < table.CellCount; at++)
        {
            var cell = table.Cell(at);
            mayBe |= names.MayBe(cell) && signs?.IsRowBeside(table, at) != true;
            if (name.Length == 0 && (mayBe || TotalNames.NamesSum(HeaderText.Normalise(cell))))
            {
                name = HeaderText.Readable(Cells.Clean(cell));
            }
        }

        if (name.Length == 0 || !HasNumber(table))
        {
            return false;
        }

        if (mayBe && rows > 0 && Agrees(table, ofAll: true))
        {
            TakeSums(table);
            return true;
        }

        var stated = columns.Select((column, at) => (column.Name, Stated: Stated(table, column.Column), sums[at].All))
            .First(sum => sum.Stated is not null);
        Near = string.Create(CultureInfo.InvariantCulture,
            $"第 {table.RowNumber} 行 row {table.RowNumber} ({name}): {stated.Name} {stated.Stated}, 明细之和 rows add up to {stated.All}");
        return false;
    }

    private bool Agrees(TableReader table, bool ofAll)
    {
        var agrees = false;
        for (var at = 0; at < columns.Length; at++)
        {
            var (since, all, unreadableSince, unreadableAll) = sums[at];
            if (Stated(table, columns[at].Column) is { } stated)
            {
                if ((stated != all || unreadableAll > 0) && (ofAll || stated != since || unreadableSince > 0))
                {
                    return false;
                }

                agrees = true;
            }
        }

        return agrees;
    }

    private void TakeSums(TableReader table)
    {
        var isFirst = findings.Count == 0;
        IsFound = true;
        RowsSince = 0;
        decimal?[] stated = [.. columns.Select(column => Stated(table, column.Column))];
        if (rows == 0 && above is null && Array.Exists(stated, sum => sum is not (null or 0)))
        {
            above = stated;
        }
        else
        {
            for (var at = 0; at < columns.Length; at++)
            {
                var sum = sums[at];
                var ofAll = new TotalFinding(columns[at].Name, stated[at], sum.All, sum.UnreadableAll);
                findings.Add(isFirst || !ofAll.Differs ? ofAll
                    : new TotalFinding(columns[at].Name, stated[at], sum.Since, sum.UnreadableSince));
                sums[at] = sum with { Since = 0, UnreadableSince = 0 };
            }
        }

        foreach (var (name, column) in wanted.Select(name => (name, header.Find(name))))
        {
            facts.SetTotal(HeaderText.Normalise(name), Cells.Clean(table.Cell(column)), table.KindOf(column));
        }
    }

    /// <summary>Whether the current row has a number where a total row has its sums.</summary>
    public bool HasNumber(TableReader table) =>
        Array.Exists(columns, column => Number.TryParse(Cells.Clean(table.Cell(column.Column)), out _));

    private static decimal? Stated(TableReader table, int column) =>
        Number.TryParse(Cells.Clean(table.Cell(column)), out var number) ? number.ToDecimal() : null;

    private bool HasLabel(TableReader table)
    {
        for (var at = 0; at < table.CellCount; at++)
        {
            if (names.Has(table.Cell(at)) && signs?.IsRowBeside(table, at) != true)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsUnlabelled(TableReader table)
    {
        if (blank.Length == 0)
        {
            return false;
        }

        foreach (var column in blank)
        {
            if (IsFilled(table, column))
            {
                return false;
            }
        }

        // A row with a barcode or a day lacks its number and is none; one with a store may be the sum of that store.
        return Array.Exists(columns, column => IsFilled(table, column.Column))
            && signs is not null && !signs.NamesThing(table) && (!signs.NamesStore(table) || Agrees(table, ofAll: false));
    }

    private bool IsFilled(TableReader table, int column) =>
        Cells.Clean(table.Cell(column)) is { IsEmpty: false } cell && !nothing.Contains(cell);
}
