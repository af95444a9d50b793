using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>Looks for the rows that hold all columns which a profile needs, and says what is missing where the best ones lack some.</summary>
internal sealed class HeaderSearch
{
    private const int RowsToSearch = 200;

    private readonly ReportProfile report;
    private readonly List<IReadOnlyList<string>> required = [];
    private readonly List<string> known = [];
    private (int Score, Header Header, string Sheet, int Row)? best;

    public HeaderSearch(ReportProfile report)
    {
        this.report = report;
        foreach (var field in report.Rows.SelectMany(record => record.Fields.Values).Where(field => field.Source == FieldSource.Column))
        {
            known.AddRange(field.Names);
            if (!field.IsOptional)
            {
                required.Add(field.Names);
            }
        }

        var conditions = report.Rows.SelectMany(record => record.When).Concat(report.Skip).Select(condition => condition.Columns);
        var total = report.Total is { } row ? row.Sums.Concat(row.Blank).Select(name => (IReadOnlyList<string>)[name]) : [];
        required.AddRange(conditions.Concat(total));
        known.AddRange(required.SelectMany(names => names));
    }

    /// <summary>Reads rows until the header is found; the table then stands on its last row.</summary>
    public Header? Find(TableReader table, LabelFinder labels)
    {
        if (report.HeaderRows == 0)
        {
            return Header.None;
        }

        var window = new List<string[]>();
        for (var row = 0; row < RowsToSearch && table.NextRow(); row++)
        {
            labels.Look(table);
            window.Add([.. Enumerable.Range(0, Math.Min(table.CellCount, 1000)).Select(at => CleanName(table, at))]);
            if (window.Count > report.HeaderRows)
            {
                window.RemoveAt(0);
            }

            if (window.Count < report.HeaderRows || window[0].All(name => name.Length == 0))
            {
                continue;
            }

            var header = Header.Of(window);
            var score = required.Count(names => names.Any(name => header.Find(name) >= 0));
            if (score == required.Count)
            {
                (table as StackedTable)?.StartStacking();
                return header;
            }

            if (score > (best?.Score ?? 0))
            {
                best = (score, header, table.Sheet, table.RowNumber);
            }
        }

        return null;
    }

    /// <summary>The outcome of a file in which no header was found.</summary>
    public ReadOutcome Held(ReadOutcome outcome)
    {
        if (best is not var (_, header, sheet, row))
        {
            return outcome with
            {
                State = ReadState.Held,
                MissingColumns = [.. required.Select(names => names[0]).Distinct()],
                Finding = $"没有找到表头 | no header row was found{(report.Sheet is null ? "" : $" on a sheet named {report.Sheet}")}: it should have {string.Join(", ", required.Select(names => names[0]).Distinct())}",
            };
        }

        string[] missing = [.. required.Where(names => !names.Any(name => header.Find(name) >= 0)).Select(names => string.Join(" / ", names)).Distinct()];
        return outcome with
        {
            State = ReadState.Held,
            MissingColumns = missing,
            AddedColumns = [.. AddedColumns(header)],
            Finding = $"缺少必需列 | missing required columns: {string.Join(", ", missing)}; {(sheet.Length > 0 ? $"表 sheet {sheet} " : "")}第 {row} 行有 row {row} has: {string.Join(", ", header.Names.Where(name => name.Length > 0))}",
        };
    }

    /// <summary>Columns that the profile neither uses nor ignores.</summary>
    public IEnumerable<string> AddedColumns(Header header)
    {
        var places = known.Concat(report.Ignore).Select(header.Find).ToHashSet();
        return Enumerable.Range(0, header.Count).Where(at => header.Names[at].Length > 0 && !places.Contains(at)).Select(header.Label);
    }

    /// <summary>Whether a row below the total fills at least half of the columns that a data row needs.</summary>
    public bool LooksLikeData(Header header, TableReader table)
    {
        var places = required.Select(names => names.Select(header.Find).FirstOrDefault(at => at >= 0, -1)).Where(at => at >= 0).Distinct().ToList();
        return places.Count(at => !Cells.Trim(table.Cell(at)).IsEmpty) * 2 >= places.Count;
    }

    private static string CleanName(TableReader table, int at)
    {
        var cell = Cells.Trim(table.Cell(at));
        return cell.Length > 400 ? "" : string.Join(' ', HeaderText.Readable(cell).Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }
}
