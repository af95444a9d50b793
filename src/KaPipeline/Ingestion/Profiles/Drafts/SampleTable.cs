using System.Globalization;
using KaPipeline.Ingestion.Rows;

namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>One table of a sample file: its columns with their values, its total row, and what else is below it.</summary>
internal sealed class SampleTable
{
    private static readonly string[] TotalLabels = ["合计", "总计", "合計", "总合计", "本期合计", "total", "grandtotal", "totals"];

    private readonly Header header;

    public SampleTable(SampleSheet sheet, HeaderGuess guess, int until)
    {
        Sheets = [sheet.Name];
        header = guess.Header;
        (HeaderRows, IsKnown) = (guess.Rows, guess.IsKnown);
        var all = sheet.Rows.Skip(guess.First + guess.Rows).Take(until - guess.First - guess.Rows).ToList();
        HeaderAt = guess.Rows == 0 ? 0 : sheet.Rows[guess.First + guess.Rows - 1].Number;
        First = guess.First;
        Cross = guess.Rows == 1 ? CrossTab.In(sheet.Rows[guess.First].Cells) : null;
        var width = guess.Rows == 0 ? all.Select(row => row.Cells.Length).DefaultIfEmpty(0).Max() : header.Count;
        Total = all.Find(row => row.Cells.Any(IsTotalLabel));
        if (Total is null)
        {
            Summaries.AddRange(SumsBelow(all));
            Total = Summaries.LastOrDefault();
            Summaries.Remove(Total!);
        }

        Add(all, width);
        Columns = Read(width);
        var stated = Columns.Where(column => column.IsNumeric && Total is not null)
            .Select(column => (Column: column, Stated: DraftColumn.NumberOf(Total!.At(column.At)))).Where(one => one.Stated is not null)
            .ToList();
        Sums = [.. stated.Where(one => one.Stated == one.Column.Sum).Select(one => one.Column.At)];
        Odd = [.. stated.Where(one => one.Stated != one.Column.Sum)
            .Select(one =>
            string.Create(CultureInfo.InvariantCulture,
            $"{one.Column.Header}: the total says {one.Stated}, the rows add up to {one.Column.Sum}"))];
    }

    /// <summary>Names of the sheets that hold it.</summary>
    public List<string> Sheets { get; }

    /// <summary>Rows that the header spans; 0 for none.</summary>
    public int HeaderRows { get; }

    /// <summary>Last row of the header.</summary>
    public int HeaderAt { get; }

    /// <summary>Place of its first row among the rows of its sheet.</summary>
    public int First { get; }

    /// <summary>Whether words of the header are known.</summary>
    public bool IsKnown { get; }

    public CrossTab? Cross { get; }

    public SampleSheet.Row? Total { get; }

    /// <summary>Sums below the rows that are not the total.</summary>
    public List<SampleSheet.Row> Summaries { get; } = [];

    /// <summary>Columns whose total really is the sum of the rows.</summary>
    public IReadOnlyList<int> Sums { get; private set; }

    /// <summary>Columns whose total is another number.</summary>
    public IReadOnlyList<string> Odd { get; private set; }

    /// <summary>Data rows.</summary>
    public List<SampleSheet.Row> Rows { get; } = [];

    /// <summary>Rows below the header that look like neither data nor the total.</summary>
    public List<SampleSheet.Row> Others { get; } = [];

    public IReadOnlyList<DraftColumn> Columns { get; private set; }

    /// <summary>What tells whether two tables are one that is spread over sheets.</summary>
    public string Shape => HeaderRows == 0 ? $"#{header.Count}" : string.Join('\n', header.Names.Select(HeaderText.Normalise));

    public static bool IsTotalLabel(string cell) => TotalLabels.Contains(HeaderText.Normalise(cell).TrimEnd(':'));

    /// <summary>Takes in the rows of another sheet with the same header.</summary>
    public void Join(SampleTable other)
    {
        Sheets.Add(other.Sheets[0]);
        Rows.AddRange(other.Rows);
        Others.AddRange(other.Others);
        Sums = [.. Sums.Intersect(other.Total is null ? Sums : other.Sums)];
        Odd = [.. Odd, .. other.Odd];
        Columns = Read(Columns.Count);
    }

    private void Add(List<SampleSheet.Row> all, int width)
    {
        var data = all.Where(row => row != Total && !Summaries.Contains(row) && (Total is null || row.Number < Total.Number)).ToList();
        var usual = data.Count == 0 ? 0 : data.Select(row => row.Filled).Order().ElementAt(data.Count / 2);

        // A fee fills few columns, but its amount is where amounts usually are.
        var full = data.Where(row => row.Filled >= usual).ToList();
        var numbers = Enumerable.Range(0, width)
            .Where(at => full.Count(row => DraftColumn.NumberOf(row.At(at)) is not null) * 2 > full.Count).ToList();
        foreach (var row in all.Where(row => row != Total))
        {
            var isData = data.Contains(row)
                && (row.Filled >= Math.Min(Math.Max(2, usual / 2), width)
                || (row.Filled > 1 && numbers.Exists(at => DraftColumn.NumberOf(row.At(at)) is not null)));
            (isData ? Rows : Others).Add(row);
        }
    }

    // Rows at the end that lack much of what rows have, and say a number that is the sum of those before them.
    private static List<SampleSheet.Row> SumsBelow(List<SampleSheet.Row> all)
    {
        var found = new List<SampleSheet.Row>();
        var most = all.Select(row => row.Filled).DefaultIfEmpty(0).Max();
        var last = all.FindLastIndex(row => row.Filled * 5 > most * 3 && !SaysSum(row));
        for (var at = last + 1; at < all.Count && last >= 0; at++)
        {
            var (row, before) = (all[at], all.Take(at).Except(found).ToList());
            if (Enumerable.Range(0, row.Cells.Length).Any(column => DraftColumn.NumberOf(row.Cells[column]) is { } says and not 0
                && before.TrueForAll(one => one.At(column).Length == 0 || DraftColumn.NumberOf(one.At(column)) is not null)
                && before.Sum(one => DraftColumn.NumberOf(one.At(column)) ?? 0) == says))
            {
                found.Add(row);
            }
        }

        return found;
    }

    // 小计, 本页合计, Grand total
    private static bool SaysSum(SampleSheet.Row row) => row.Cells.FirstOrDefault(cell => cell.Length > 0) is { } first
        && HeaderText.Normalise(first).TrimEnd(':') is var word
        && (word.EndsWith("小计", StringComparison.Ordinal) || word.EndsWith("合计", StringComparison.Ordinal)
        || word.EndsWith("总计", StringComparison.Ordinal) || word.EndsWith("total", StringComparison.Ordinal));

    private List<DraftColumn> Read(int width) =>
    [
        .. Enumerable.Range(0, width).Select(at => new DraftColumn(
            at, NameOf(at), [.. Rows.Select(row => row.At(at))],
            Rows.Exists(row => at < row.IsDate.Length && row.IsDate[at])
            && Rows.TrueForAll(row => at >= row.IsDate.Length || row.IsDate[at] || row.Cells[at].Length == 0))),
    ];

    private string NameOf(int at) => at >= header.Count || header.Names[at].Length == 0
        ? string.Create(CultureInfo.InvariantCulture, $"#{at + 1}")
        : header.Find(header.Names[at]) == at ? header.Names[at] : NumberedName(at);

    private string NumberedName(int at) =>
        string.Create(CultureInfo.InvariantCulture,
        $"{header.Names[at]}#{header.Names.Take(at + 1).Count(name => name == header.Names[at])}");
}
