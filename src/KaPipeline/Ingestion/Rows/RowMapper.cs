using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>Turns the data rows of one sheet into staged records, or into rejected rows, with a profile whose columns are found.</summary>
internal sealed class RowMapper
{
    private readonly Header header;
    private readonly FileFacts facts;
    private readonly List<Record> records = [];
    private readonly List<Record> atEnd = [];
    private readonly HashSet<string> heads = new(StringComparer.Ordinal);
    private readonly List<Record> written = [];
    private byte[] lineDocument = [];
    private int line;

    public RowMapper(ReportProfile report, Header header, FileFacts facts, StagingSink sink, WordSet nothing)
    {
        (this.header, this.facts) = (header, facts);
        foreach (var mapping in report.Rows)
        {
            var tests = mapping.When.Select(condition => new RowTest(condition, ColumnOf(condition.Columns), nothing)).ToArray();
            FieldReader Reader(StagingField field) => new(
                field, mapping.Fields.GetValueOrDefault(field.Name), ColumnOf(mapping.Fields.GetValueOrDefault(field.Name)), facts, report, nothing);
            var record = mapping.Into is { } target
                ? new Record(tests, new RecordWriter(target, [.. target.Fields.Select(Reader)], sink), [])
                : new Record(tests, null, [.. mapping.Fields.Keys.Select(name => Reader(new StagingField(name, FieldKind.Text)))]);

            // The head of a document that the file states once is known when the file has been read.
            var isOnce = mapping.Into?.Name == "statement" && !mapping.Fields.Values.Any(field => field.Source is FieldSource.Column or FieldSource.Context);
            (isOnce ? atEnd : records).Add(record);
        }
    }

    /// <summary>Rows that something later found fault with: they are rejected for that.</summary>
    public IReadOnlyDictionary<int, RowFault>? Faults { get; init; }

    /// <summary>Stages the current row.</summary>
    /// <param name="table">The file, at the row.</param>
    /// <param name="number">The row's number in the load.</param>
    /// <param name="hasExactRows">Whether a row must have as many cells as the header.</param>
    /// <returns>The row, when it is rejected.</returns>
    public RejectedRow? Map(TableReader table, int number, bool hasExactRows)
    {
        // A separator too many or too few shifts all that follows; blanks past the last column are harmless.
        if (hasExactRows && header.Count > 0 && table.CellCount != header.Count && !HasOnlyBlanksBeyond(table))
        {
            return Reject(table, number, null, new RowProblem(
                RejectionRule.WrongColumnCount, -1, $"{table.CellCount}", $"{header.Count} 列 columns"));
        }

        if (Faults is not null && Faults.TryGetValue(number, out var fault))
        {
            var record = records.Find(candidate => candidate.Writer?.ColumnOf(fault.Fields) >= 0 && candidate.Applies(table))
                ?? records.Find(candidate => candidate.Writer is not null && candidate.Applies(table));
            return Reject(table, number, record, new RowProblem(fault.Rule, record?.Writer!.ColumnOf(fault.Fields) ?? -1, fault.Found, fault.Expected));
        }

        written.Clear();
        var applies = false;
        foreach (var record in records)
        {
            if (!record.Applies(table))
            {
                continue;
            }

            applies = true;
            if (record.Writer is null)
            {
                SetContext(table, record);
                continue;
            }

            if (IsKnownHead(table, record))
            {
                continue;
            }

            written.Add(record);
            if (record.Writer.Write(table, number, NextLine(table, record)) is { } problem)
            {
                written.ForEach(begun => begun.Writer!.Buffer.TakeBack());
                return Reject(table, number, record, problem);
            }
        }

        foreach (var record in written)
        {
            record.Writer!.Buffer.Keep();
            if (record.Writer.Target.Name == "statement")
            {
                heads.Add(NumberOf(table, record) ?? "");
            }
        }

        return applies ? null : Reject(table, number, null, new RowProblem(
            RejectionRule.UnknownRowKind, -1, null, "配置中 rows 的某一条件 one of the profile's rows conditions"));
    }

    /// <summary>Stages what the file says once, after its last row.</summary>
    /// <param name="table">The file, at its end.</param>
    /// <param name="offset">Offset of the sheet on which the labels stand.</param>
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

            record.Writer.Buffer.Keep();
            if (Faults is not null && Faults.TryGetValue(offset + row, out var fault))
            {
                var field = fault.Fields.Count > 0 ? fault.Fields[0] + ": " : "";
                yield return RejectHead(table, offset + row, record, new RowProblem(fault.Rule, -1, fault.Found, field + fault.Expected));
            }
        }
    }

    private RejectedRow RejectHead(TableReader table, int number, Record record, RowProblem problem) =>
        Reject(table, number, record, problem) with
        {
            Sheet = facts.LabelRow > 0 ? facts.LabelSheet : table.Sheet,
            RowNumber = Math.Max(1, facts.LabelRow),
            Raw = RawRow.Of(facts.Labels),
        };

    private void SetContext(TableReader table, Record record)
    {
        foreach (var field in record.Context)
        {
            facts.SetContext(field.Field.Name, field.Read(table, out var kind, out _), kind);
        }
    }

    // A statement whose head stands on every row is staged once.
    private bool IsKnownHead(TableReader table, Record record) =>
        record.Writer!.Target.Name == "statement" && heads.Count > 0 && NumberOf(table, record) is { } number && heads.Contains(number);

    private int NextLine(TableReader table, Record record)
    {
        if (record.Writer!.Target.Name != "statement_line")
        {
            return 0;
        }

        var number = record.Writer.Number!.Read(table, out _, out _);
        if (!number.SequenceEqual(lineDocument))
        {
            lineDocument = number.ToArray();
            line = 0;
        }

        return ++line;
    }

    private bool HasOnlyBlanksBeyond(TableReader table)
    {
        for (var at = header.Count; at < table.CellCount; at++)
        {
            if (!Cells.Trim(table.Cell(at)).IsEmpty)
            {
                return false;
            }
        }

        return table.CellCount > header.Count;
    }

    private static string? NumberOf(TableReader table, Record record)
    {
        var text = record.Writer?.Number is { } number ? number.Read(table, out _, out _) : default;
        return text.IsEmpty ? null : HeaderText.Readable(text);
    }

    private RejectedRow Reject(TableReader table, int number, Record? record, RowProblem problem)
    {
        record ??= records.Find(candidate => candidate.Writer?.Number is not null && candidate.Applies(table)) ?? records.Find(candidate => candidate.Writer?.Number is not null);
        var document = record is null ? null : NumberOf(table, record);

        // A person looks for the whole cell, not for the part that was cut out of it.
        var found = problem.Column < 0 ? problem.Found : HeaderText.Readable(Cells.Trim(table.Cell(problem.Column)));
        return new RejectedRow(
            table.Sheet, table.RowNumber, problem.Column < 0 ? null : header.Label(problem.Column), problem.Rule, RawRow.Shorten(found), problem.Expected,
            RawRow.Of(table, header), record?.Writer?.Target.DocumentKind, document is { Length: <= 200 } ? RawRow.Shorten(document) : null)
        {
            NumberInLoad = number,
        };
    }

    private int ColumnOf(FieldMapping? field) => field?.Source == FieldSource.Column ? ColumnOf(field.Names) : -1;

    private int ColumnOf(IReadOnlyList<string> names) => names.Select(header.Find).FirstOrDefault(column => column >= 0, -1);

    private sealed record Record(RowTest[] Tests, RecordWriter? Writer, FieldReader[] Context)
    {
        public bool Applies(TableReader table)
        {
            foreach (var test in Tests)
            {
                if (!test.Holds(table))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
