using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>
/// One reading of one file: goes through its sheets and tables, finds each header, takes the rows below it, keeps account of what is no
/// data, tells where another document begins, and judges the file at its end.
/// </summary>
internal sealed class FileReading
{
    /// <summary>Texts that say nothing in every portal (docs/quirks.md#the-cell).</summary>
    private static readonly string[] NothingEverywhere = ["-", "--", "---", "—", "——", "***", "NULL", "null", "&nbsp;", "N/A"];

    private const int MostHeaderRows = 16;

    // Rows of all sheets before the first header.
    private const int MostRemembered = 5000;

    private readonly TableReader table;
    private readonly StagingSink sink;
    private readonly Func<int, RowFault?>? faultOf;
    private readonly FileFacts facts;
    private readonly LabelFinder labels;
    private readonly WordSet nothing;
    private readonly RejectedRows rejected = new();
    private readonly DocumentsRead documents = new();
    private readonly HashSet<string> added = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<TableLayout> layouts;
    private readonly IReadOnlyList<string> skipSheets;
    private readonly Dictionary<TableLayout, TotalCheck> totals = [];
    private readonly HeaderSearch search = new();
    private readonly SheetSpans sheets = new();
    private readonly StatedSize size = new();
    private readonly List<ReadPart> parts = [];
    private readonly List<(int Part, RememberedRows Rows)> unread = [];
    private readonly Dictionary<TableLayout, RowMapper> mappers = [];
    private RowMapper? lastMapper;
    private long dispensed;
    private SortedDictionary<string, int> skipped = new(StringComparer.Ordinal);
    private RowMapper? headMapper;
    private long rowsIn;
    private long otherRows;

    public FileReading(
        ReportProfile report, TableReader table, string fileName, StagingSink sink, FileLimits limits,
        Func<int, RowFault?>? faultOf = null)
    {
        (this.sink, this.faultOf) = (sink, faultOf);
        this.table = report.LinesPerRow > 1 ? new MultiLineRows(table, report.LinesPerRow) : table;
        facts = new FileFacts(fileName, report.BusinessDate?.Find(fileName), limits);
        labels = new LabelFinder(report);
        nothing = new WordSet(NothingEverywhere.Concat(report.Nothing));
        skipSheets = report.SkipSheets;
        layouts = [.. report.Tables.Select(profile => new TableLayout(profile))];
    }

    /// <summary>Whether a person has let the file in, so that nothing in it holds it for being implausible.</summary>
    public bool IsBelieved { get; init; }

    public ReadOutcome Run(ReadOutcome outcome, CancellationToken ct)
    {
        outcome = outcome with { RowsIn = 0 };
        while (table.NextSheet())
        {
            if (parts.Count >= ReadingLimits.Sheets || added.Count > ReadingLimits.RowCells)
            {
                throw ReadingLimits.Beyond($"文件超过 {ReadingLimits.Sheets} 个表",
                    $"a file of more than {ReadingLimits.Sheets} sheets or tables");
            }

            facts.Sheet = table.Sheet;
            labels.BeginSheet();
            skipped = new SortedDictionary<string, int>(StringComparer.Ordinal);
            var isSkipped = skipSheets.Any(pattern => FileNamePattern.Matches(pattern, table.Sheet));
            TableLayout[] candidates = isSkipped ? [] : [.. layouts.Where(layout => layout.MayStandOn(table))];
            var held = candidates.Length > 0 ? ReadSheet(candidates, outcome, ct) : PassSheet(isSkipped, outcome);
            if (held is not null)
            {
                return held with { Parts = parts };
            }
        }

        outcome = outcome with { AddedColumns = [.. added], Parts = parts };
        if (lastMapper is null)
        {
            return search.Held(outcome, layouts);
        }

        if (HeldForRowsWithoutHeader(outcome) is { } partial)
        {
            return partial;
        }

        if (totals.Values.FirstOrDefault(total => total.IsMissing) is { } missing)
        {
            var label = string.Join(", ", layouts.First(layout => totals.GetValueOrDefault(layout) == missing).Profile.Total!.Labels);
            var near = missing.Near is null ? "" : $"; 以下不是合计 not taken for it: {missing.Near}";
            return outcome with
            {
                State = ReadState.Refused,
                Finding = $"没有合计行，文件被截断 | the total row ({label}) is missing{(missing.IsFound ? " behind the last rows" : "")}: the file is cut off{near}",
            };
        }

        if (!IsBelieved && facts.UnclearDates() is { Count: > 0 } unclear)
        {
            return outcome with
            {
                State = ReadState.Held,
                Finding = $"{string.Join("; ", unclear)}. " + (unclear.All(odd => odd.Rule == OddRule.DatesInUtc)
                    ? "请让导出程序按北京时间写日期，或请门户改正 | have the days exported as they are in China"
                    : "请从门户重新下载，不要用表格软件打开后另存 | download it again and do not save it with a spreadsheet program"),
                Odd = unclear,
            };
        }

        if (facts.IsMisled)
        {
            return outcome with
            {
                State = ReadState.Held,
                Finding = "隐藏的表与可见的表说法不一，行在前 | a hidden sheet says otherwise than a visible one behind the rows. "
                    + "请删去隐藏的表，或从门户重新导出 remove the hidden sheet, or export it again",
            };
        }

        foreach (var line in table.TextBeside.Split('\n'))
        {
            size.Take(line, rowsIn);
            if (OtherCurrency.Of(line) is { } currency)
            {
                facts.Note(currency);
            }
        }

        facts.PassRow();
        EndDocument();
        return outcome with
        {
            State = ReadState.Read,
            Finding = FileFinding.Of(
                totals.Values, added, dispensed + (lastMapper?.Dispensed ?? 0), rowsIn > 0 ? labels.NotMet : [], Part()),
            RowsIn = rowsIn,
            Rejected = rejected,
            Totals = [.. totals.Values.SelectMany(total => total.Findings)],
            Sheets = sheets.All,
            Staged = sink.Staged,
            Odd = facts.Oddities(rowsIn),
            Signs = facts.Signs,
        };
    }

    // A file with more rows than it holds: told, and held where its total must be there. One with a total that agrees has all its pages.
    private OddContent? Part()
    {
        var isWhole = totals.Values.Any(total => total.IsRequired && total.Findings.All(finding => !finding.Differs));
        var part = size.Beyond(rowsIn, otherRows) ?? (isWhole ? null : size.BeyondPages(rowsIn));
        if (part is not null && totals.Values.Any(total => total.IsRequired))
        {
            facts.Note(part);
        }

        return part;
    }

    // A sheet that the profile does not name: labels may be on it, but no table with rows.
    private ReadOutcome? PassSheet(bool isSkipped, ReadOutcome outcome)
    {
        var isRead = !isSkipped && !table.IsHidden;
        var candidates = layouts.Where(layout => isRead && layout.Profile.HeaderRows > 0).ToList();
        var rows = Remember();
        var found = isRead || labels.IsNeeded ? new HeaderSearch().Find(table, candidates, () =>
        {
            LookForLabels(table.IsHidden);
            rows.Add(table);
        }) : null;
        while (found is not null && table.NextRow())
        {
            if (!First().IsEmpty)
            {
                parts.Add(new ReadPart(table.Sheet, 0, skipped, "有表头而未指名 has the header, but no name in the profile"));
                return outcome with
                {
                    State = ReadState.Held,
                    Finding = $"表 sheet {table.Sheet}: 有同样的表头和数据行，而配置只读 has the header and rows, but the profile reads only {found.Layout.Profile.Sheet}. "
                        + "请在配置的 sheet: 中写进去，或列入 skip_sheets: | let sheet: name it too, or list it under skip_sheets:",
                };
            }
        }

        if (isRead)
        {
            Keep(rows);
        }

        parts.Add(new ReadPart(table.Sheet, 0, skipped, table.IsHidden ? "隐藏 hidden" : isSkipped ? "配置不读 skip_sheets"
            : "配置未指名 not named by the profile's sheet"));
        return null;
    }

    // Rows continue without a header where a program has cut a table at its most rows, on sheets before the header's too: a part of them
    // is never taken for the whole.
    private ReadOutcome? HeldForRowsWithoutHeader(ReadOutcome outcome)
    {
        foreach (var (part, rows) in unread)
        {
            if (Fitting(rows) is var fits and > 0)
            {
                parts[part] = parts[part] with { Reason = $"{fits} 行没有表头 rows without a header" };
                return outcome with
                {
                    State = ReadState.Held,
                    Finding = $"表 sheet {rows.Sheet}: 有数据行而没有表头 rows like those of the other sheets, without a header. "
                        + "请从门户重新导出 export it again",
                };
            }
        }

        return null;
    }

    private RememberedRows Remember() => new(table.Sheet,
        mappers.Count > 0 ? RememberedRows.MostOfSheet
        : Math.Min(RememberedRows.MostOfSheet, MostRemembered - unread.Sum(one => one.Rows.Count)));

    // Once a header is known, rows that do not fit it need not be kept.
    private void Keep(RememberedRows rows)
    {
        if (mappers.Count == 0 || Fitting(rows) > 0)
        {
            unread.Add((parts.Count, rows));
        }
    }

    private int Fitting(RememberedRows rows)
    {
        var fits = 0;
        for (rows.Rewind(); rows.NextRow();)
        {
            var isNote = labels.BeginsRow(rows) || PrintLayout.IsNote(HeaderSearch.NamesOf(rows));
            fits += !isNote && mappers.Values.Any(mapper => mapper.Fits(rows)) ? 1 : 0;
        }

        return fits;
    }

    // The outcome of a file that waits because of this sheet: it has a part of a header.
    private ReadOutcome? ReadSheet(IReadOnlyList<TableLayout> candidates, ReadOutcome outcome, CancellationToken ct)
    {
        var rows = Remember();
        var found = search.Find(table, candidates, () =>
        {
            LookForLabels();
            rows.Add(table);
        });
        if (found is null)
        {
            Keep(rows);
            parts.Add(new ReadPart(table.Sheet, 0, skipped, table.RowNumber == 0 ? "空 empty"
                : !search.HasPart ? "没有表头 no header row" : search.HasRows ? "缺列 lacks columns" : "缺列，没有行 lacks columns, no rows"));
            return search.HasPart && search.HasRows ? search.Held(outcome, layouts) : null;
        }

        var before = rowsIn;
        sheets.Begin();
        while (found is not null)
        {
            found = ReadRows(found, candidates, ct);
        }

        sheets.End(table);
        parts.Add(new ReadPart(table.Sheet, rowsIn - before, skipped, null));
        return null;
    }

    // Reads the rows below a header, up to the end of the sheet or to the header of another table.
    private HeaderSearch.Found? ReadRows(HeaderSearch.Found found, IReadOnlyList<TableLayout> candidates, CancellationToken ct)
    {
        var (layout, header) = (found.Layout, found.Header);
        var mapper = new RowMapper(layout.Profile, header, facts, sink, nothing, documents) { FaultOf = faultOf };
        dispensed += lastMapper?.Dispensed ?? 0;
        mappers[layout] = lastMapper = mapper;
        headMapper = mapper.HasHeads ? mapper : headMapper;
        var skip = layout.Profile.Skip.Select(condition =>
            new RowTest(condition, condition.Columns.Select(header.Find).FirstOrDefault(at => at >= 0, -1), nothing, layout.Profile.Dates))
            .ToArray();
        var total = TotalOf(layout, header);
        var print = new PrintLayout(found, nothing);
        if (table is MultiLineRows stacked)
        {
            stacked.IsOutside = names => print.Decoration(names) is not null;
        }

        var hasExactRows = table.HasExactRows;
        var headerRows = new List<string[]>();
        var isBelowTotal = false;
        var currencies = OtherCurrency.ColumnsOf(header);
        added.UnionWith(layout.AddedColumns(header));
        for (var isAtRow = found.IsAtRow; isAtRow || table.NextRow(); isAtRow = false)
        {
            if ((table.RowNumber & 1023) == 0)
            {
                ct.ThrowIfCancellationRequested();
            }

            var first = First();
            if (first.IsEmpty)
            {
                continue;
            }

            if (Array.Find(skip, test => test.Holds(table, out _)) is { } skipping)
            {
                mapper.PassSkipped(table, skipping.Column);
                LookForLabels();
                Skip("skip:");
                otherRows++;
                continue;
            }

            if (total?.Take(table) == true)
            {
                LookForLabels();
                Skip("total:");
                otherRows++;
                isBelowTotal = true;
                continue;
            }

            if (print.MayBeHeader(first, candidates))
            {
                var names = HeaderSearch.NamesOf(table);
                if (print.IsHeader(names))
                {
                    Skip("重复表头 repeated headers");
                    continue;
                }

                headerRows.Add(names);
                if (headerRows.Count > MostHeaderRows)
                {
                    headerRows.RemoveAt(0);
                }

                if (search.At(table, candidates, headerRows) is { } other)
                {
                    return other with { Titles = found.Titles };
                }
            }
            else
            {
                headerRows.Clear();
            }

            var looksLikeData = print.LooksLikeData(table);
            if (!looksLikeData && total?.TakeByItsSum(table) == true)
            {
                LookForLabels();
                Skip("total:");
                otherRows++;
                isBelowTotal = true;
                continue;
            }

            if (print.KindOutside(table, labels, first, mapper, isBelowTotal ? total : null, looksLikeData) is { } kind)
            {
                Skip(kind);
                otherRows += kind == PrintLayout.Totals ? 1 : 0;
                LookForLabels();
                continue;
            }

            isBelowTotal = false;
            var bad = mapper.Map(table, sheets.RowsBefore + table.RowNumber, hasExactRows);
            if (mapper.SaidNothing)
            {
                Skip("空白 blank cross-tab rows");
                continue;
            }

            // A title that fills as many cells as a row does: what follows is of another document. A number in a remark begins none.
            if (bad is not null && labels.Look(table) is { Count: > 0 } title && (title.Count > 1 || total?.HasNumber(table) == false)
                && title.Exists(label => labels.StatesDocument(label) && facts.Contradicts(label)))
            {
                Skip(PrintLayout.TitlesAndNotes);
                LookForLabels();
                continue;
            }

            facts.PassRow();
            rowsIn++;
            sheets.Note(table);
            if (bad is null || !print.NamesSum(table))
            {
                total?.Add(table, bad is { Rule: RejectionRule.WrongColumnCount or RejectionRule.CutOff });
            }

            if (bad is null && currencies.Length > 0 && OtherCurrency.OfRow(table, currencies, header) is { } currency)
            {
                facts.Note(currency);
            }

            if (bad is not null)
            {
                rejected.Add(bad);
            }
        }

        return null;
    }

    private TotalCheck? TotalOf(TableLayout layout, Header header)
    {
        if (layout.Profile.Total is null)
        {
            return null;
        }

        if (!totals.TryGetValue(layout, out var total))
        {
            totals[layout] = total = new TotalCheck(layout.Profile, facts, nothing);
        }

        total.Bind(header);
        return total;
    }

    // A document that is named again with another number ends the one before.
    private void LookForLabels(bool isHidden = false)
    {
        var found = labels.Look(table);
        if (isHidden)
        {
            found.ForEach(label => facts.TakeHidden(label, labels.NamesDocument(label), table.RowNumber));
            return;
        }

        if (found.Count == 0)
        {
            labels.TakePeriods(table);
        }

        size.Take(table, rowsIn);
        if (OtherCurrency.Of(table) is { } currency)
        {
            facts.Note(currency);
        }

        if (found.Exists(label => labels.NamesDocument(label) && facts.Contradicts(label)))
        {
            EndDocument();
            facts.BeginDocument();
        }

        foreach (var label in found)
        {
            facts.Take(label, labels.NamesDocument(label), table.RowNumber);
        }
    }

    // What the file says once of a document is known when the document has been read.
    private void EndDocument()
    {
        var offset = sheets.OffsetOf(facts.LabelSheet);
        foreach (var head in headMapper?.MapEnd(table, offset) ?? [])
        {
            rejected.Add(head);
        }

        if (facts is { LabelRow: > 0, LabelSheet.Length: > 0 })
        {
            sheets.Extend(facts.LabelSheet, true, facts.LabelRow, offset);
        }
    }

    private ReadOnlySpan<byte> First()
    {
        for (var at = 0; at < table.CellCount; at++)
        {
            if (Cells.Clean(table.Cell(at)) is { IsEmpty: false } cell)
            {
                return cell;
            }
        }

        return default;
    }

    private void Skip(string kind) => skipped[kind] = skipped.GetValueOrDefault(kind) + 1;
}
