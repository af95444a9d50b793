using System.Text;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>One reading of one file: finds the header on each sheet, takes the rows below it, and judges the file at its end.</summary>
internal sealed class FileReading
{
    /// <summary>Texts that say nothing in every portal (portals.md 3, 14).</summary>
    private static readonly string[] NothingEverywhere = ["-", "--", "---", "—", "——", "***", "NULL", "null", "&nbsp;", "N/A", "#N/A"];

    private readonly ReportProfile report;
    private readonly TableReader table;
    private readonly StagingSink sink;
    private readonly IReadOnlyDictionary<int, RowFault>? faults;
    private readonly FileFacts facts;
    private readonly LabelFinder labels;
    private readonly WordSet nothing;
    private readonly RejectedRows rejected = new();
    private readonly HashSet<string> added = new(StringComparer.Ordinal);
    private readonly List<TotalFinding> totals = [];
    private readonly HeaderSearch search;
    private readonly List<SheetSpan> sheets = [];
    private RowMapper? lastMapper;
    private long rowsIn;
    private int rowsBefore;
    private bool isTotalMissing;

    public FileReading(
        ReportProfile report, TableReader table, string fileName, StagingSink sink,
        IReadOnlyDictionary<int, RowFault>? faults = null)
    {
        (this.report, this.sink, this.faults) = (report, sink, faults);
        this.table = report.LinesPerRow > 1 ? new StackedTable(table, report.LinesPerRow) : table;
        facts = new FileFacts(fileName);
        labels = new LabelFinder(report, facts);
        nothing = new WordSet(NothingEverywhere.Concat(report.Nothing));
        search = new HeaderSearch(report);
    }

    public ReadOutcome Run(ReadOutcome outcome, CancellationToken ct)
    {
        var found = false;
        while (table.NextSheet())
        {
            facts.Sheet = table.Sheet;
            var mayHoldData = report.Sheet is null ? !found : FileNamePattern.Matches(report.Sheet, table.Sheet);
            if (mayHoldData && search.Find(table, labels) is { } header)
            {
                found = true;
                ReadRows(header, ct);
            }
            else if (!mayHoldData)
            {
                for (var row = 0; row < 200 && labels.IsNeeded && table.NextRow(); row++)
                {
                    labels.Look(table);
                }
            }
        }

        outcome = outcome with { RowsIn = 0, AddedColumns = [.. added] };
        if (!found)
        {
            return search.Held(outcome);
        }

        if (isTotalMissing)
        {
            return outcome with
            {
                State = ReadState.Refused,
                Finding = $"没有合计行，文件被截断 | the total row ({string.Join(", ", report.Total!.Labels)}) is missing: the file is cut off",
            };
        }

        var headOffset = sheets.Find(span => span.Sheet == facts.LabelSheet)?.Offset ?? 0;
        foreach (var head in lastMapper!.MapEnd(table, headOffset))
        {
            rejected.Add(head);
        }

        return outcome with
        {
            State = ReadState.Read,
            Finding = Judge(),
            RowsIn = rowsIn,
            Rejected = rejected,
            Totals = totals,
            Sheets = facts is { LabelRow: > 0, LabelSheet.Length: > 0 } ? [.. sheets, new SheetSpan(facts.LabelSheet, true, facts.LabelRow, facts.LabelRow, headOffset)] : sheets,
            Staged = sink.Staged,
        };
    }

    private void ReadRows(Header header, CancellationToken ct)
    {
        var mapper = lastMapper = new RowMapper(report, header, facts, sink, nothing) { Faults = faults };
        var skip = report.Skip.Select(condition => new RowTest(condition, condition.Columns.Select(header.Find).FirstOrDefault(at => at >= 0, -1), nothing)).ToArray();
        var total = report.Total is { } row ? new TotalCheck(row, header, facts, nothing, report.Rows.SelectMany(record => record.Fields.Values)
            .Where(field => field.Source == FieldSource.Total).SelectMany(field => field.Names)) : null;
        var hasExactRows = table.HasExactRows;
        var (firstRow, lastRow, rowsHere) = (0, 0, 0);
        added.UnionWith(search.AddedColumns(header));
        while (table.NextRow())
        {
            rowsHere = table.RowNumber;
            if ((rowsHere & 1023) == 0)
            {
                ct.ThrowIfCancellationRequested();
            }

            if (IsBlank() || Array.Exists(skip, test => test.Holds(table)))
            {
                continue;
            }

            if (total is not null && (total.Take(table) || (total.IsFound && !search.LooksLikeData(header, table))))
            {
                // Below the total stand print dates and signatures.
                labels.Look(table);
                continue;
            }

            rowsIn++;
            (firstRow, lastRow) = (firstRow == 0 ? table.RowNumber : firstRow, table.RowNumber);
            var bad = mapper.Map(table, rowsBefore + table.RowNumber, hasExactRows);
            total?.Add(table, bad is { Rule: RejectionRule.WrongColumnCount });
            if (bad is not null)
            {
                rejected.Add(bad);
            }
        }

        if (firstRow > 0 && table.Sheet.Length > 0)
        {
            sheets.Add(new SheetSpan(table.Sheet, false, firstRow, lastRow, rowsBefore));
        }

        rowsBefore += rowsHere;

        totals.AddRange(total?.Findings ?? []);
        isTotalMissing |= report.Total is { IsRequired: true } && !total!.IsFound;
    }

    private bool IsBlank()
    {
        for (var at = 0; at < table.CellCount; at++)
        {
            if (!Cells.Trim(table.Cell(at)).IsEmpty)
            {
                return false;
            }
        }

        return true;
    }

    private string? Judge()
    {
        var says = new StringBuilder();
        foreach (var total in totals.Where(total => total.Differs))
        {
            says.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"合计不符 total differs: {total.Column} 合计 states {total.Stated?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "—"}, 明细之和 rows add up to {total.Summed}. ");
        }

        if (added.Count > 0)
        {
            says.Append(System.Globalization.CultureInfo.InvariantCulture, $"新增列 added columns: {string.Join(", ", added)}. ");
        }

        return says.Length == 0 ? null : says.ToString().TrimEnd();
    }
}
