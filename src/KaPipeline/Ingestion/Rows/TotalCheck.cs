using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>Knows a total row, with or without its label, and compares it with the sum over all data rows.</summary>
internal sealed class TotalCheck
{
    private readonly HashSet<string> labels;
    private readonly bool[] labelBegins = new bool[256];
    private readonly int[] blank;
    private readonly (string Name, int Column)[] columns;
    private readonly decimal[] sums;
    private readonly int[] unreadable;
    private readonly WordSet nothing;
    private readonly FileFacts facts;
    private readonly string[] wanted;

    public TotalCheck(TotalRow total, Header header, FileFacts facts, WordSet nothing, IEnumerable<string> wanted)
    {
        (this.facts, this.nothing) = (facts, nothing);
        this.wanted = [.. wanted];
        labels = [.. total.Labels.Select(HeaderText.Normalise)];
        foreach (var label in total.Labels.Concat(labels))
        {
            labelBegins[System.Text.Encoding.UTF8.GetBytes(label)[0]] = true;
        }

        blank = [.. total.Blank.Select(header.Find)];
        columns = [.. total.Sums.Select(name => (name, header.Find(name)))];
        sums = new decimal[columns.Length];
        unreadable = new int[columns.Length];
        Columns = header;
    }

    private Header Columns { get; }

    /// <summary>Whether a total row was met.</summary>
    public bool IsFound { get; private set; }

    public IReadOnlyList<TotalFinding> Findings { get; private set; } = [];

    /// <summary>Counts a data row into the sums.</summary>
    /// <param name="table">The current row.</param>
    /// <param name="isShifted">Its cells do not stand below their headers.</param>
    public void Add(TableReader table, bool isShifted)
    {
        for (var at = 0; at < columns.Length; at++)
        {
            var cell = isShifted ? default : Cells.Trim(table.Cell(columns[at].Column));
            if (Number.TryParse(cell, out var number))
            {
                sums[at] += number.ToDecimal();
            }
            else if (isShifted || !(cell.IsEmpty || nothing.Contains(cell)))
            {
                unreadable[at]++;
            }
        }
    }

    /// <summary>Whether the current row is the total; if so, it is compared.</summary>
    public bool Take(TableReader table)
    {
        if (!HasLabel(table) && !IsUnlabelled(table))
        {
            return false;
        }

        IsFound = true;
        Findings =
        [
            .. columns.Select((column, at) => new TotalFinding(
                column.Name, Number.TryParse(Cells.Trim(table.Cell(column.Column)), out var stated) ? stated.ToDecimal() : null, sums[at], unreadable[at])),
        ];
        foreach (var name in wanted)
        {
            facts.SetTotal(HeaderText.Normalise(name), Cells.Trim(table.Cell(Columns.Find(name))));
        }

        return true;
    }

    private bool HasLabel(TableReader table)
    {
        if (labels.Count == 0)
        {
            return false;
        }

        for (var at = 0; at < table.CellCount; at++)
        {
            var cell = table.Cell(at);
            if (cell.Length is > 0 and <= 40 && (labelBegins[cell[0]] || cell[0] is 0x20 or 0xE3)
                && labels.Contains(HeaderText.Normalise(cell).TrimEnd(':')))
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
            if (!Cells.Trim(table.Cell(column)).IsEmpty)
            {
                return false;
            }
        }

        return Array.Exists(columns, column => !Cells.Trim(table.Cell(column.Column)).IsEmpty);
    }
}
