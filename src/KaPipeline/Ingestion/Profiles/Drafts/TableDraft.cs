using System.Text;

namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>Writes one table of a drafted report: its sheet, header, total, what is skipped, and what its rows become.</summary>
/// <param name="yaml">The profile so far.</param>
internal sealed class TableDraft(SampleFile file, StringBuilder yaml)
{
    /// <summary>Writes it.</summary>
    /// <param name="level">How deep it is.</param>
    /// <param name="reading">What its columns are read as.</param>
    /// <param name="records">What its rows become.</param>
    /// <param name="dash">What is before its first line in a list of tables; null for the only table.</param>
    public void Write(int level, TableReading reading, IReadOnlyList<RecordDraft> records, string? dash)
    {
        var table = reading.Table;
        var lines = new List<string>();
        if (SheetOf(table) is { } sheet)
        {
            lines.Add($"sheet: {sheet}");
        }

        if (table.HeaderRows != 1)
        {
            lines.Add($"header_rows: {table.HeaderRows}"
                + (table.HeaderRows == 0 ? "  # CHECK no header row was found: columns are named #1, #2, … by their place" : ""));
        }

        if (!table.IsKnown && table.HeaderRows > 0)
        {
            lines.Add("# CHECK none of the words of the header is known");
        }

        if (table.Cross is { } cross)
        {
            var except = cross.Except.Count == 0 ? "" : $", except: {List(cross.Except)}";
            lines.Add($"unpivot: {{from: \"#{cross.From + 1}\"{except}}}  # CHECK from this column on, each header is a {(cross.AreDates ? "day" : "store")} of its own");
        }

        lines.AddRange(TotalOf(table));
        lines.AddRange(SkipOf(table));
        foreach (var row in table.Others.Where(row => row.Number > table.HeaderAt && table.HeaderRows > 0
            && !table.Summaries.Contains(row)))
        {
            lines.Add($"# Row {row.Number} is read as no data: {Yaml.Comment(string.Join(' ', row.Cells.Where(cell => cell.Length > 0)))}");
        }

        lines.Add("rows:");
        for (var at = 0; at < lines.Count; at++)
        {
            Line(level - (dash is null || at > 0 ? 0 : 1), (at == 0 ? dash : "") + lines[at]);
        }

        foreach (var record in records)
        {
            WriteRecord(level + 1, record);
        }
    }

    private void WriteRecord(int level, RecordDraft record)
    {
        Line(level, $"- into: {record.Into.Name}");
        if (record.When.Count > 0)
        {
            Line(level + 1, $"when: {{{string.Join(", ", record.When.Select(one => $"{Yaml.Quote(one.Column)}: {one.Test}"))}}}");
        }

        Line(level + 1, "fields:");
        foreach (var field in record.Fields)
        {
            Line(level + 2, $"{field.Name}: {field.Yaml}{(field.Check is null ? "" : $"  # CHECK {Yaml.Comment(field.Check)}")}");
        }
    }

    private string? SheetOf(SampleTable table)
    {
        if (table.Sheets[0].Length == 0 || file.Sheets.Count(sheet => !sheet.IsHidden) == 1)
        {
            return null;
        }

        // Parts of one table that was spread over sheets share the beginning of their names.
        var common = table.Sheets.Aggregate((a, b) => string.Concat(a.Zip(b).TakeWhile(pair => pair.First == pair.Second)
            .Select(pair => pair.First))).TrimEnd('1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '(', ' ');
        var isPattern = table.Sheets.Count > 1;
        var others = file.Sheets.Where(sheet => !table.Sheets.Contains(sheet.Name))
            .Any(sheet => sheet.Name.StartsWith(common, StringComparison.OrdinalIgnoreCase));
        return !isPattern ? ReportDraft.Digits().IsMatch(table.Sheets[0]) || ReportDraft.OneDigit().Replace(table.Sheets[0], "").Length == 0 ? null
            : Yaml.Text(table.Sheets[0]) : common.Length == 0 || others ? null : Yaml.Text(common + "*");
    }

    // Only columns whose total really is the sum are worth checking.
    private static IEnumerable<string> TotalOf(SampleTable table)
    {
        if (table.Total is not { } total)
        {
            yield break;
        }

        var sums = table.Sums.Select(at => table.Columns[at].Header).ToList();
        var label = total.Cells.FirstOrDefault(SampleTable.IsTotalLabel)
            ?? total.Cells.FirstOrDefault(cell => cell.Length > 0 && DraftColumn.NumberOf(cell) is null);
        var blank = table.Columns.Where(column => total.At(column.At).Length == 0 && column.Values.Count == table.Rows.Count).Take(2)
            .Select(column => column.Header);
        var known = label is null ? $"blank: {List(blank)}" : $"label: {Yaml.Quote(label)}";
        var check = label is not null && SampleTable.IsTotalLabel(label) ? ""
            : $"  # CHECK row {total.Number} is the sum of the rows above it";
        yield return $"total: {{{known}, sums: {List(sums)}, required: true}}{check}";
        foreach (var odd in table.Odd)
        {
            yield return $"# CHECK {Yaml.Comment(odd)}";
        }
    }

    // Sums besides the total, known by their first word.
    private static IEnumerable<string> SkipOf(SampleTable table)
    {
        var words = table.Summaries.Select(row => (At: Array.FindIndex(row.Cells, cell => cell.Length > 0), Row: row))
            .GroupBy(one => one.At).ToList();
        if (words.Count > 0)
        {
            var skipped =
                words.Select(group =>
                $"{Yaml.Quote(table.Columns[group.Key].Header)}: {List(group.Select(one => one.Row.At(one.At)).Distinct())}");
            yield return $"skip: {{{string.Join(", ", skipped)}}}"
                + $"  # CHECK {(table.Summaries.Count == 1 ? "row" : "rows")} {string.Join(", ", table.Summaries.Select(row => row.Number))}: sums, no data";
        }
    }

    /// <summary>A list on one line.</summary>
    internal static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Yaml.Quote))}]";

    private void Line(int level, string text) => yaml.Append(' ', level * 2).AppendLine(text);
}
