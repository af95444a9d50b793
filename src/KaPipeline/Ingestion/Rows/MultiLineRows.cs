using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>
/// Puts the physical lines of an item side by side, the header's lines as well. A row counts as its first line. Page marks and subtotals
/// stand alone, wherever they come; so does an item that lacks a line, and a line that belongs to no item: these are no whole rows, and
/// nothing is taken from another item. First lines are told from others by the form of their cells, where they differ in it.
/// </summary>
internal sealed class MultiLineRows(TableReader table, int lines) : TableReader
{
    // So many lines tell whether the first one below the header is an item's first, followed by its second.
    private const int LinesToLookAhead = 40;

    private readonly RowCells cells = new();
    private readonly Queue<Line> recent = new();
    private readonly LinkedList<Line> ahead = new();
    private readonly Queue<Line> aside = new();
    private readonly LineForms forms = new();
    private Line[] head = [];
    private int rowNumber;
    private bool isWhole = true;

    /// <summary>A physical line.</summary>
    internal sealed record Line(int Row, (string Text, CellKind Kind)[] Cells, string Form)
    {
        public string[] Names { get; } = [.. Cells.Select(cell => cell.Text.Trim())];

        public int Filled => Names.Count(name => name.Length > 0);
    }

    /// <summary>Tells a line that is none of the table, as page marks and subtotals are, by its cells.</summary>
    public Func<string[], bool> IsOutside { get; set; } = _ => false;

    public override string Sheet => table.Sheet;

    public override bool IsHidden => table.IsHidden;

    public override int RowNumber => rowNumber;

    public override int CellCount => cells.Count;

    public override int LinesPerRow => lines;

    // A row without all of its lines has fewer cells than the header.
    public override bool HasExactRows => true;

    public override bool HasUsualCount(int columns) => isWhole;

    public override bool NextSheet()
    {
        head = [];
        recent.Clear();
        ahead.Clear();
        aside.Clear();
        forms.Clear();
        return table.NextSheet();
    }

    /// <summary>The header has been found in the lines read last: from here on their widths hold for all.</summary>
    public void StartStacking() => head = [.. recent];

    public override bool NextRow()
    {
        cells.Clear();
        isWhole = true;
        if (head.Length == 0)
        {
            return SlideOn();
        }

        if (aside.TryDequeue(out var left))
        {
            return Alone(left);
        }

        // Blank lines between items belong to none.
        Line? first;
        do
        {
            first = Take();
        }
        while (first is { Filled: 0 });

        if (first is null)
        {
            return false;
        }

        // A total may go on in a line of its own, without a name.
        var stands = Stands(first, 0);
        var goesOn = stands && Peek(0) is { Filled: > 0 } more && more.Names[0].Length == 0;
        if ((stands && !goesOn) || (IsFirst(Peek(0)) && !forms.IsFirst(first) && !IsHeader(first)))
        {
            return Alone(first);
        }

        rowNumber = first.Row;
        Append(first, 0);
        var item = new List<Line> { first };
        while (item.Count < lines)
        {
            var next = Peek(0);
            if (next is null || IsFirst(next) || (!forms.IsKnown && lines == 2 && LacksSecond(first)))
            {
                isWhole = false;
                return true;
            }

            Take();
            if (IsForeign(next, item.Count))
            {
                if (next.Filled > 0)
                {
                    aside.Enqueue(next);
                }

                continue;
            }

            Append(next, item.Count);
            item.Add(next);
        }

        if (!stands && !IsHeader(first))
        {
            forms.Take(item);
        }

        return true;
    }

    public override ReadOnlySpan<byte> Cell(int index) => cells[index];

    public override CellKind KindOf(int index) => cells.KindOf(index);

    protected override void Dispose(bool disposing) => table.Dispose();

    // Something that is known to be outside, with less in it than the header has names.
    private bool Stands(Line line, int place) => line.Filled < head[place].Filled
        && !line.Names.Any(name => name.Contains(':', StringComparison.Ordinal) || name.Contains('：', StringComparison.Ordinal))
        && !forms.IsOther(line) && IsOutside(line.Names);

    // A line within an item: a page mark; or one of a form never seen, before one that is known to come second.
    private bool IsForeign(Line line, int place) => Stands(line, place)
        || (forms.IsKnown && !forms.IsOther(line) && Peek(0) is { } next && forms.IsOther(next) && !forms.IsFirst(next));

    private bool IsFirst(Line? line) => line is not null && (IsHeader(line) || (forms.IsFirst(line) && !forms.IsOther(line)));

    private bool IsHeader(Line line) => line.Names.SequenceEqual(head[0].Names);

    // Nothing is known yet, and the line behind the first one has the same form: it is the next item's first, where lines of that form
    // are followed by others as often as not.
    private bool LacksSecond(Line first)
    {
        var (before, same, other, seen) = (first, 0, 0, 1);
        for (var at = 0; at < LinesToLookAhead && Peek(at) is { } line; at++)
        {
            if (line.Filled > 0)
            {
                same += before.Form == first.Form && line.Form == first.Form ? 1 : 0;
                other += before.Form == first.Form && line.Form != first.Form ? 1 : 0;
                (before, seen) = (line, seen + 1);
            }
        }

        return Peek(0)!.Form == first.Form && (other > same || (other == same && (seen % 2 == 1 || same > 1)));
    }

    private bool Alone(Line line)
    {
        Append(line, 0);
        (rowNumber, isWhole) = (line.Row, false);
        return true;
    }

    // While the header is looked for, each row is shown together with the ones before it.
    private bool SlideOn()
    {
        if (Take() is not { } line)
        {
            return false;
        }

        rowNumber = line.Row;
        recent.Enqueue(line);
        if (recent.Count > lines)
        {
            recent.Dequeue();
        }

        foreach (var shown in recent)
        {
            Add(shown, shown.Cells.Length);
        }

        return true;
    }

    private Line? Take()
    {
        var line = Peek(0);
        if (line is not null)
        {
            ahead.RemoveFirst();
        }

        return line;
    }

    private Line? Peek(int at)
    {
        while (ahead.Count <= at && table.NextRow())
        {
            var read = Enumerable.Range(0, table.CellCount).Select(cell => (table.Text(cell), table.KindOf(cell))).ToArray();
            ahead.AddLast(new Line(table.RowNumber, read, LineForms.Of(read.Select(cell => cell.Item1))));
        }

        return ahead.ElementAtOrDefault(at);
    }

    // A line with more cells than the header has there must not move those of the next one.
    private void Append(Line line, int place)
    {
        var width = head[place].Cells.Length;
        var isLonger = line.Names.Skip(width).Any(name => name.Length > 0);
        isWhole &= !isLonger || !table.HasExactRows;
        Add(line, isLonger && (table.HasExactRows || place == lines - 1) ? line.Cells.Length : width);
    }

    private void Add(Line line, int width)
    {
        for (var at = 0; at < width; at++)
        {
            cells.Add(at < line.Cells.Length ? line.Cells[at].Text : "", at < line.Cells.Length ? line.Cells[at].Kind : CellKind.Text);
        }
    }
}
