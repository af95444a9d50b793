using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;
using KaPipeline.Labels;

namespace KaPipeline.Ingestion.Rows;

/// <summary>Turns the data rows of one sheet into staged records, or into rejected rows, with a profile whose columns are found.</summary>
internal sealed class RowMapper
{
    private readonly Header header;
    private readonly FileFacts facts;
    private readonly DocumentsRead documents;
    private readonly List<Record> records = [];
    private readonly List<Record> atEnd = [];
    private readonly List<Record> written = [];
    private readonly List<(string Number, (byte[] Text, string? Value)[] Said)> writtenHeads = [];
    private readonly int[] unpivoted;
    private readonly int[] filledDown;
    private readonly WordSet nothing;
    private readonly CellsAbove above;
    private readonly Dictionary<int, string> columnKeys = [];
    private readonly HashSet<string> filledKeys = new(StringComparer.Ordinal);
    private readonly FieldReader[] acrossFields;
    private readonly RowKinds kinds;
    private readonly SplitNumbers splits;
    private readonly CutRow cut;

    public RowMapper(ReportProfile report, Header header, FileFacts facts, StagingSink sink, WordSet nothing, DocumentsRead documents)
    {
        (this.header, this.facts, this.nothing, this.documents) = (header, facts, nothing, documents);
        unpivoted = [.. header.Across(report.Unpivot)];
        filledDown = [.. report.Rows.SelectMany(mapping => mapping.Fields.Values).Where(field => field.FillDown).Select(ColumnOf)];
        above = new CellsAbove(filledDown, nothing);
        var mapped = new List<(RecordMapping, RowTest[])>();
        foreach (var mapping in report.Rows)
        {
            var tests = mapping.When
                .Select(condition => new RowTest(condition, ColumnOf(condition.Columns), nothing, report.Dates)).ToArray();
            FieldReader Reader(StagingField field) => new(
                field, mapping.Fields.GetValueOrDefault(field.Name), ColumnOf(mapping.Fields.GetValueOrDefault(field.Name)),
                LabelOf(field, ColumnOf(mapping.Fields.GetValueOrDefault(field.Name))), facts, report, nothing, above);
            RecordWriter Writer(StagingTable target, FieldReader[] fields) =>
                new(target, fields, sink, target.IsFeed ? null : facts.AmountsOf(target), new QuantityCheck(header, report, fields));
            var record = mapping.Into is { } target
                ? new Record(tests, Writer(target, [.. target.Fields.Select(Reader)]), [])
                : new Record(tests, null, [.. mapping.Fields.Keys.Select(name => Reader(new StagingField(name, FieldKind.Text)))]);

            // The head of a document that the file states once is known when the file has been read.
            var isOnce = mapping.Into?.Name == "statement"
                && !mapping.Fields.Values.Any(field => field.Source is FieldSource.Column or FieldSource.Context);
            (isOnce ? atEnd : records).Add(record);
            if (!isOnce)
            {
                mapped.Add((mapping, tests));
            }
        }

        acrossFields = [.. records.SelectMany(record => record.Writer?.AcrossFields ?? [])];
        kinds = new RowKinds(mapped, ColumnOf, nothing);
        splits = new SplitNumbers(header, report, ColumnOf, facts.Forms);
        cut = new CutRow(header, report, ColumnOf, facts.Forms);
    }

    /// <summary>What something later found fault with, by number in the load: such a row is rejected for that.</summary>
    public Func<int, RowFault?>? FaultOf { get; init; }

    /// <summary>Whether the file states heads of documents once, so that <see cref="MapEnd"/> writes them.</summary>
    public bool HasHeads => atEnd.Count > 0;

    /// <summary>Whether the last row said nothing: no cell of its cross-tab is filled.</summary>
    public bool SaidNothing { get; private set; }

    /// <summary>Codes that were left out because another one of their row says the same.</summary>
    public long Dispensed => records.Sum(record => record.Writer?.Dispensed ?? 0);

    /// <summary>Whether the current row could be one of the table, so that it belongs to a table without a header, or is no note.
    /// Nothing is staged.</summary>
    public bool Fits(TableReader table)
    {
        // A value that holds for the rows below would stay behind, should the row be none of the table; a single line is none of a table of
        // several for each row.
        if ((table.LinesPerRow > 1 && !table.HasUsualCount(header.Count))
            || Array.Exists(filledDown, column => !Cells.Clean(table.Cell(column)).IsEmpty))
        {
            return false;
        }

        var fits = false;
        foreach (var writer in records.Where(record => record.Writer is not null && record.Applies(table, out _))
            .Select(record => record.Writer!))
        {
            fits |= writer.Write(table, 0, 0) is null;
            writer.Buffer.TakeBack();
        }

        return fits;
    }

    /// <summary>Stages the current row.</summary>
    /// <param name="table">The file, at the row.</param>
    /// <param name="number">The row's number in the load.</param>
    /// <param name="hasExactRows">Whether a row must have as many cells as the header.</param>
    /// <returns>The row, when it is rejected.</returns>
    public RejectedRow? Map(TableReader table, int number, bool hasExactRows)
    {
        if (hasExactRows && header.Count > 0 && Shift(table) is { } shift)
        {
            above.Lose();
            LoseContext(table);
            return Reject(table, number, null, shift);
        }

        written.Clear();
        writtenHeads.Clear();
        above.Pass(table);
        SaidNothing = unpivoted.Length > 0;
        var bad = unpivoted.Length == 0 ? MapOnce(table, number) : MapCells(table, number);
        // Only now, so that the lines after it are numbered as if it were there.
        var fault = SaidNothing || bad is not null ? null : FaultOf?.Invoke(number);
        if (bad is not null)
        {
            above.SetAside();
            LoseContext(table);
        }

        if (bad is not null || fault is not null)
        {
            SaidNothing = false;
            written.ForEach(begun => begun.Writer!.Buffer.TakeBack());
            return bad ?? (fault == RowFault.LeftOut ? null : Reject(table, number, fault!));
        }

        written.ForEach(record => record.Writer!.Buffer.Keep());
        for (var at = 0; at < written.Count; at++)
        {
            // The cells of a cross-tab are one row.
            if (at == 0 || written[at] != written[at - 1])
            {
                written[at].Writer!.Note();
            }
        }

        writtenHeads.ForEach(head => documents.AddHead(head.Number, head.Said));
        return null;
    }

    /// <summary>Passes over a row that the profile skips. What it states holds for the rows below it, unless it is skipped for just that
    /// cell, as a subtotal is; a row of values for other rows (<c>into: context</c>) takes them along.</summary>
    public void PassSkipped(TableReader table, int column)
    {
        if (!filledDown.Contains(column))
        {
            above.Pass(table);
        }

        foreach (var record in records.Where(record => record.Writer is null))
        {
            if (record.Applies(table, out var unclear) || unclear is not null)
            {
                facts.LoseContext(record.Context.Select(field => field.Field.Name));
            }
        }
    }

    // A row that was not read may have stated the values of the rows below it, unless it is surely one that takes them itself.
    private void LoseContext(TableReader table)
    {
        var isRow = records.Exists(record => record.Writer is not null && record.Applies(table, out _));
        foreach (var record in records.Where(record => record.Writer is null && (!isRow || record.Applies(table, out _))))
        {
            facts.LoseContext(record.Context.Select(field => field.Field.Name));
        }
    }

    // Each filled cell of a cross-tab is one row.
    private RejectedRow? MapCells(TableReader table, int number)
    {
        filledKeys.Clear();
        foreach (var column in unpivoted)
        {
            var text = Cells.Clean(table.Cell(column));
            if (text.IsEmpty || nothing.Contains(text))
            {
                continue;
            }

            SaidNothing = false;
            facts.Unpivoted = (column, header.Names[column]);
            if (acrossFields.Length > 0 && !filledKeys.Add(KeyOf(table, column)))
            {
                // Goods and free goods of a store, perhaps: nothing tells whether they add up.
                return Reject(table, number, null, new RowProblem(
                    RejectionRule.Repeated, column, HeaderText.Readable(text), Bilingual.Of("每个门店一列", "one column for each store")));
            }

            if (MapOnce(table, number) is { } bad)
            {
                return bad;
            }
        }

        return null;
    }

    // What the header of a cross-tab's column says, as the fields take it.
    private string KeyOf(TableReader table, int column)
    {
        if (!columnKeys.TryGetValue(column, out var key))
        {
            columnKeys[column] = key = string.Join('\n',
                acrossFields.Select(field => HeaderText.Normalise(field.Read(table, out _, out _))));
        }

        return key;
    }

    private RejectedRow? MapOnce(TableReader table, int number)
    {
        var applies = false;
        foreach (var record in records)
        {
            if (!record.Applies(table, out var unclear))
            {
                if (unclear is not null)
                {
                    return Reject(table, number, record, unclear);
                }

                continue;
            }

            applies |= kinds.TellsKind(record.Writer?.Target);
            if (record.Writer is null)
            {
                if (SetContext(table, record) is { } fault)
                {
                    return Reject(table, number, record, fault);
                }

                continue;
            }

            var isHead = record.Writer.Target.Name == "statement";
            var head = isHead ? record.Writer.NumberOf(table) : null;
            if (head is not null && documents.HeadOf(head) is { } said)
            {
                // A statement whose head is on every row is staged once; one with two heads waits.
                if (record.Writer.Contradiction(table, said) is { } other)
                {
                    facts.Note(new OddContent(OddRule.HeadsDiffer, table.Sheet, table.RowNumber,
                        other.Column < 0 ? null : header.Label(other.Column), other.Found, other.Expected, 1));
                    return Reject(table, number, record, other);
                }

                continue;
            }

            if (head is not null && writtenHeads.Exists(one => one.Number == head))
            {
                continue;
            }

            var line = record.Writer.Target.Name == "statement_line" ? documents.NextLine(record.Writer.NumberOf(table) ?? "") : 0;
            written.Add(record);
            if (record.Writer.Write(table, number, line) is { } problem)
            {
                return Reject(table, number, record, problem);
            }

            if (head is not null)
            {
                writtenHeads.Add((head, record.Writer.Said(table)));
            }
        }

        if (kinds.Undated(table) is { } undated)
        {
            return Reject(table, number, null, undated);
        }

        return applies || kinds.IsHeadAlone(table) ? null : Reject(table, number, null, new RowProblem(
            RejectionRule.UnknownRowKind, -1, null, Bilingual.Of("配置中 rows 的某一条件", "one of the profile's rows conditions")));
    }

    /// <summary>Stages what the file says once, after its last row.</summary>
    /// <param name="table">The file, at its end.</param>
    /// <param name="offset">Offset of the sheet on which the labels are.</param>
    /// <returns>Rejected heads.</returns>
    public IEnumerable<RejectedRow> MapEnd(TableReader table, int offset)
    {
        var row = Math.Max(1, facts.LabelRow);
        foreach (var record in atEnd)
        {
            if (record.Writer!.Write(table, offset + row, 0) is { } problem)
            {
                record.Writer.Buffer.TakeBack();
                yield return RejectHead(table, offset + row, record, problem);
                continue;
            }

            if (FaultOf?.Invoke(offset + row) is not { } fault)
            {
                record.Writer.Buffer.Keep();
                continue;
            }

            record.Writer.Buffer.TakeBack();
            if (fault != RowFault.LeftOut)
            {
                var field = fault.Fields.Count > 0 ? fault.Fields[0] + ": " : "";
                yield return RejectHead(table, offset + row, record, new RowProblem(fault.Rule, -1, fault.Found, field + fault.Expected));
            }
        }
    }

    private RejectedRow Reject(TableReader table, int number, RowFault fault)
    {
        var record = records.Find(candidate => candidate.Writer?.ColumnOf(fault.Fields) >= 0 && candidate.Applies(table, out _))
            ?? records.Find(candidate => candidate.Writer is not null && candidate.Applies(table, out _));
        return Reject(table, number, record,
            new RowProblem(fault.Rule, record?.Writer!.ColumnOf(fault.Fields) ?? -1, fault.Found, fault.Expected));
    }

    private RejectedRow RejectHead(TableReader table, int number, Record record, RowProblem problem) =>
        Reject(table, number, record, problem) with
        {
            Sheet = facts.LabelRow > 0 ? facts.LabelSheet : table.Sheet,
            RowNumber = Math.Max(1, facts.LabelRow),
            Raw = RawRow.Of(facts.Labels),
        };

    private RowProblem? SetContext(TableReader table, Record record)
    {
        foreach (var field in record.Context)
        {
            var text = field.Read(table, out var kind, out var problem);
            if (problem is not null)
            {
                return problem;
            }

            facts.SetContext(field.Field.Name, text, kind);
        }

        return null;
    }

    // A separator too many or too few shifts all that follows. Blanks past the last column are harmless where the other rows have them,
    // and so is what stands in a column without a name.
    private RowProblem? Shift(TableReader table)
    {
        var count = table.CellCount;
        var isWhole = table.LinesPerRow > 1 ? table.HasUsualCount(header.Count)
            : count < header.Count ? table.LeavesOutTrailingBlanks(header.Count)
            : (count == header.Count && count == header.Width)
                || ((count == header.Width || HasOnlyBlanksBeyond(table)) && table.HasUsualCount(header.Count));
        return isWhole ? splits.Find(table) ?? cut.Find(table)
            : new RowProblem(RejectionRule.WrongColumnCount, -1, $"{count}", table.LinesPerRow == 1
                ? Bilingual.Of($"{header.Count} 列", $"{header.Count} columns")
                : Bilingual.Of($"{header.Count} 列，每条占 {table.LinesPerRow} 行", $"{header.Count} columns on {table.LinesPerRow} lines"));
    }

    private bool HasOnlyBlanksBeyond(TableReader table)
    {
        for (var at = header.Width; at < table.CellCount; at++)
        {
            if (!Cells.Clean(table.Cell(at)).IsEmpty)
            {
                return false;
            }
        }

        return true;
    }

    private RejectedRow Reject(TableReader table, int number, Record? record, RowProblem problem)
    {
        record ??= records.Find(candidate => candidate.Writer?.Number is not null && candidate.Applies(table, out _))
            ?? records.Find(candidate => candidate.Writer?.Number is not null);
        var document = record?.Writer?.NumberOf(table);

        // A person looks for the whole cell, not for the part that was cut out of it.
        var found = problem.Column < 0 ? problem.Found : HeaderText.Readable(Cells.Trim(table.Cell(problem.Column)));
        return new RejectedRow(
            table.Sheet, table.RowNumber, problem.Column < 0 ? null : header.Label(problem.Column), problem.Rule, RawRow.Shorten(found),
            problem.Expected,
            RawRow.Of(table, header), record?.Writer?.Target.DocumentKind, document is { Length: <= 200 } ? RawRow.Shorten(document) : null)
        {
            NumberInLoad = number,
        };
    }

    private string? LabelOf(StagingField field, int column) => column < 0 ? null : facts.Columns[field.Name] = header.Label(column);

    private int ColumnOf(FieldMapping? field) => field?.Source == FieldSource.Column ? ColumnOf(field.Names) : -1;

    private int ColumnOf(IReadOnlyList<string> names) => names.Select(header.Find).FirstOrDefault(column => column >= 0, -1);

    private sealed record Record(RowTest[] Tests, RecordWriter? Writer, FieldReader[] Context)
    {
        public bool Applies(TableReader table, out RowProblem? unclear)
        {
            unclear = null;
            foreach (var test in Tests)
            {
                if (!test.Holds(table, out unclear))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
