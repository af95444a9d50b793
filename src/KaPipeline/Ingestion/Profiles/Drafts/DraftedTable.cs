namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>One table of a sample with its columns, for a person to look at.</summary>
/// <param name="Question">The question what it becomes.</param>
/// <param name="SignQuestion">The question whether amounts change their sign; null where that does not arise.</param>
/// <param name="Sheets">Names of its sheets; an empty one in text files.</param>
/// <param name="HeaderAt">Row of its header; 0 for none.</param>
/// <param name="Rows">Data rows seen.</param>
/// <param name="RowNumbers">Numbers of the rows that are shown.</param>
/// <param name="Into">What its rows become; null where it is left out.</param>
/// <param name="Fields">What a column of it may be.</param>
public sealed record DraftedTable(
    string Question, string? SignQuestion, IReadOnlyList<string> Sheets, int HeaderAt, int Rows, IReadOnlyList<int> RowNumbers,
    string? Into, IReadOnlyList<string> Fields,
    IReadOnlyList<DraftedColumn> Columns)
{
    private const int RowsShown = 3;

    /// <summary>What a table may become.</summary>
    public static IReadOnlyList<string> Targets { get; } = ["order_line", "delivery_line", "statement_line"];

    /// <summary>Whether its columns across the top are stores or days.</summary>
    public bool IsCrossTab { get; private init; }

    /// <summary>The answer to <see cref="SignQuestion"/>; null where none was given.</summary>
    public string? Sign { get; private init; }

    internal static DraftedTable Of(TableReading reading, DraftChoices choices)
    {
        var table = reading.Table;
        var columns = table.Columns.Select(column =>
        {
            var use = reading.Uses.FirstOrDefault(one => one.Column == column);
            var field = reading.Fields.FirstOrDefault(one => one.Name == use?.Field);
            var words = field is { Allowed.Length: > 0 } ? column.Values.Distinct().Take(DraftWords.Most).Select(word => new DraftedWord(
                DraftChoices.Word(reading.Number, column.At, word), word,
                choices[DraftChoices.Word(reading.Number, column.At, word)] is { } chosen && field.Allowed.Contains(chosen) ? chosen
                : DraftWords.Canonical(field, word), field.Allowed)).ToList() : [];
            return new DraftedColumn(
                DraftChoices.Column(reading.Number, column.At), column.Header, [.. column.Cells.Take(RowsShown)], use?.Field,
                use is null ? reading.Unused.FirstOrDefault(one => one.Column == column).Why : use.Doubt, words, table.Cross is { } cross
                && column.At >= cross.From);
        });
        return new DraftedTable(
            DraftChoices.Table(reading.Number), reading.IsFees ? DraftChoices.Sign(reading.Number) : null, table.Sheets, table.HeaderAt,
            table.Rows.Count,
            [.. table.Rows.Take(RowsShown).Select(row => row.Number)], reading.Target?.Name,
            [.. reading.Fields.Select(field => field.Name)],
            [.. columns])
        { IsCrossTab = table.Cross is not null, Sign = choices[DraftChoices.Sign(reading.Number)] };
    }
}

/// <summary>One column of a sample.</summary>
/// <param name="Question">The question which field it is.</param>
/// <param name="Cells">Its first cells.</param>
/// <param name="Field">The field that it is read as; null where it is not read.</param>
/// <param name="Doubt">Why a person must look; null where nothing is doubtful.</param>
/// <param name="Words">Its words, where it tells kinds of rows apart.</param>
/// <param name="IsAcross">Whether it is one of the stores or days of a cross-tab.</param>
public sealed record DraftedColumn(string Question, string Header, IReadOnlyList<string> Cells, string? Field, Doubt? Doubt,
    IReadOnlyList<DraftedWord> Words, bool IsAcross);

/// <summary>A word of the chain and what it means.</summary>
/// <param name="Question">The question what it means.</param>
/// <param name="Means">What it is read as.</param>
/// <param name="Allowed">What it may mean.</param>
public sealed record DraftedWord(string Question, string Word, string Means, IReadOnlyList<string> Allowed);

/// <summary>A value beside a label.</summary>
/// <param name="Question">The question which field it is.</param>
/// <param name="Place">Sheet and row.</param>
/// <param name="Field">The field that it is read as; null where it is not read.</param>
public sealed record DraftedLabel(string Question, string Label, string Place, string Text, string? Field);
