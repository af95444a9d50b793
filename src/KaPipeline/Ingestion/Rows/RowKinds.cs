using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>
/// What kinds of rows a profile knows. A head that is stated beside every line, and values for the rows below, say nothing of what a row
/// is: where no line of the profile applies, such a row is of no known kind, unless it says nothing beside its head or is told from lines
/// by a word of its own. Nor may goods vanish that were received on no day.
/// </summary>
internal sealed class RowKinds
{
    private readonly List<Kind> lines = [];
    private readonly List<Kind> heads = [];
    private readonly List<(Kind Line, RowTest Day, int[] Quantities)> undated = [];
    private readonly WordSet nothing;
    private readonly int[] ofLines;

    private sealed record Kind(RecordMapping Mapping, RowTest[] Tests, int[] Columns);

    /// <summary>The kinds of a profile.</summary>
    /// <param name="records">Its records, with their conditions; without heads that the file states once.</param>
    /// <param name="columnOf">Place of a field's column from 0, or −1.</param>
    /// <param name="nothing">Texts that say nothing.</param>
    public RowKinds(IEnumerable<(RecordMapping Mapping, RowTest[] Tests)> records, Func<FieldMapping, int> columnOf, WordSet nothing)
    {
        this.nothing = nothing;
        foreach (var (mapping, tests) in records)
        {
            (IsHead(mapping.Into) ? heads : lines).Add(new Kind(mapping, tests,
                [.. mapping.Fields.Values.Select(columnOf).Concat(tests.Select(test => test.Column)).Where(at => at >= 0).Distinct()]));
        }

        ofLines = [.. lines.SelectMany(line => line.Columns).Except(heads.SelectMany(head => head.Columns))];
        foreach (var line in lines)
        {
            int[] Read(Func<StagingField, bool> which) => [.. line.Mapping.Into!.Fields.Where(which)
                .Select(field => line.Mapping.Fields.GetValueOrDefault(field.Name)).OfType<FieldMapping>().Select(columnOf)
                .Where(at => at >= 0)];
            var days = Read(field => field is { Kind: FieldKind.Date, IsRequired: true });
            var others = lines.Where(other => other.Mapping.Into != line.Mapping.Into).SelectMany(other => other.Columns).ToList();
            var quantities = Read(field => field.Kind == FieldKind.Number && ItemAmounts.IsMeasure(field.Name)).Except(others).ToArray();
            if (Array.Find(line.Tests, test => test.IsPresence && days.Contains(test.Column)) is { } day && quantities.Length > 0)
            {
                undated.Add((line, day, quantities));
            }
        }
    }

    /// <summary>Whether a record says what its row is; all do where a profile knows heads alone.</summary>
    public bool TellsKind(StagingTable? into) => lines.Count == 0 || !IsHead(into);

    /// <summary>Whether a row that is no line of the profile is a head, or values for other rows, and nothing else.</summary>
    public bool IsHeadAlone(TableReader table) =>
        heads.Exists(head => Array.TrueForAll(head.Tests, test => test.Holds(table, out _))
            && (IsToldFromLines(head, table) || !Array.Exists(ofLines, at => Says(table, at))));

    /// <summary>A quantity received on no day: the row would be an open order, and the goods lost.</summary>
    public RowProblem? Undated(TableReader table)
    {
        foreach (var (line, day, quantities) in undated)
        {
            if (!day.Holds(table, out _) && Array.TrueForAll(line.Tests, test => test == day || test.Holds(table, out _))
                && Array.Exists(quantities, at => Number.TryParse(Cells.Clean(table.Cell(at)), out var number) && number.Mantissa != 0))
            {
                return new RowProblem(RejectionRule.Missing, day.Column, "", FieldReader.DayOfGoods);
            }
        }

        return null;
    }

    private static bool IsHead(StagingTable? into) => into is null || into.Name == "statement";

    private bool IsToldFromLines(Kind head, TableReader table) => head.Tests.Length > 0
        && lines.TrueForAll(line => Array.Exists(line.Tests, test =>
            Array.Exists(head.Tests, own => own.Column == test.Column) && !test.Holds(table, out _)));

    private bool Says(TableReader table, int at) => Cells.Clean(table.Cell(at)) is { IsEmpty: false } text && !nothing.Contains(text);
}
