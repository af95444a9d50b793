using System.Text;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>
/// Knows total rows, with or without their label, and compares each with the sum over the data rows since the one before it, or over all
/// rows so far: a file may have a total for each of its pages, sheets or documents, and a grand total.
/// </summary>
internal sealed class TotalCheck
{
    private readonly TotalRow total;
    private readonly HashSet<string> labels;
    private readonly bool[] labelBegins = new bool[256];
    private readonly List<byte[]> labelFirsts = [];
    private readonly (decimal Since, decimal All, int UnreadableSince, int UnreadableAll)[] sums;
    private readonly WordSet nothing;
    private readonly FileFacts facts;
    private readonly string[] wanted;
    private readonly List<TotalFinding> findings = [];
    private int[] blank = [];
    private (string Name, int Column)[] columns = [];
    private Header header = Header.None;

    public TotalCheck(ReportProfile table, FileFacts facts, WordSet nothing)
    {
        (total, this.facts, this.nothing) = (table.Total!, facts, nothing);
        wanted = [.. table.Rows.SelectMany(record => record.Fields.Values).Where(field => field.Source == FieldSource.Total)
            .SelectMany(field => field.Names)];
        labels = [.. total.Labels.Select(HeaderText.Normalise)];
        foreach (var label in total.Labels.Concat(labels))
        {
            labelFirsts.Add(Encoding.UTF8.GetBytes(label[..(char.IsHighSurrogate(label[0]) ? 2 : 1)]));
            labelBegins[labelFirsts[^1][0]] = true;
        }

        sums = new (decimal, decimal, int, int)[total.Sums.Count];
    }

    /// <summary>Whether a total row was met.</summary>
    public bool IsFound { get; private set; }

    /// <summary>Data rows since the last total row.</summary>
    public long RowsSince { get; private set; }

    public IReadOnlyList<TotalFinding> Findings => findings;

    /// <summary>Whether the file cannot be whole: a total row that must be there is missing, at all or behind the last rows.</summary>
    public bool IsMissing => total.IsRequired && (!IsFound || RowsSince > 0);

    /// <summary>Finds the columns below another header.</summary>
    public void Bind(Header columnsOf)
    {
        header = columnsOf;
        blank = [.. total.Blank.Select(header.Find)];
        columns = [.. total.Sums.Select(name => (name, header.Find(name)))];
    }

    /// <summary>Counts a data row into the sums.</summary>
    /// <param name="table">The current row.</param>
    /// <param name="isShifted">Its cells are not below their headers.</param>
    public void Add(TableReader table, bool isShifted)
    {
        RowsSince++;
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

        var isFirst = !IsFound;
        IsFound = true;
        RowsSince = 0;
        for (var at = 0; at < columns.Length; at++)
        {
            decimal? stated = Number.TryParse(Cells.Clean(table.Cell(columns[at].Column)), out var number) ? number.ToDecimal() : null;
            var sum = sums[at];
            var ofAll = new TotalFinding(columns[at].Name, stated, sum.All, sum.UnreadableAll);
            findings.Add(isFirst || !ofAll.Differs ? ofAll : new TotalFinding(columns[at].Name, stated, sum.Since, sum.UnreadableSince));
            sums[at] = sum with { Since = 0, UnreadableSince = 0 };
        }

        foreach (var (name, column) in wanted.Select(name => (name, header.Find(name))))
        {
            facts.SetTotal(HeaderText.Normalise(name), Cells.Clean(table.Cell(column)), table.KindOf(column));
        }

        return true;
    }

    /// <summary>Whether the current row has a number where a total row has its sums.</summary>
    public bool HasNumber(TableReader table) =>
        Array.Exists(columns, column => Number.TryParse(Cells.Clean(table.Cell(column.Column)), out _));

    private bool HasLabel(TableReader table)
    {
        for (var at = 0; at < table.CellCount && labels.Count > 0; at++)
        {
            var cell = table.Cell(at);
            if (cell.Length is > 0 and <= 60
                && ((labelBegins[cell[0]] && BeginsLabel(cell)) || Cells.MayBeginOtherwise(cell[0]))
                && labels.Contains(HeaderText.Normalise(cell).TrimEnd(':')))
            {
                return true;
            }
        }

        return false;
    }

    // Many characters share a first byte.
    private bool BeginsLabel(ReadOnlySpan<byte> cell)
    {
        foreach (var first in labelFirsts)
        {
            if (cell.StartsWith(first))
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
            if (!Cells.Clean(table.Cell(column)).IsEmpty)
            {
                return false;
            }
        }

        return Array.Exists(columns, column => !Cells.Clean(table.Cell(column.Column)).IsEmpty);
    }
}
