using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>A sample file, taken apart: its sheets, the tables on them, and the labels around those.</summary>
/// <param name="Nature">What it is.</param>
/// <param name="Vocabulary">Words of headers.</param>
/// <param name="Sheets">All its sheets.</param>
/// <param name="Tables">Tables, those of one header once.</param>
/// <param name="Labels">Labels above, below and beside the tables.</param>
internal sealed record SampleFile(
    string Path, FileNature Nature, Vocabulary Vocabulary, IReadOnlyList<SampleSheet> Sheets, IReadOnlyList<SampleTable> Tables,
    IReadOnlyList<SampleLabel> Labels)
{
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Rows outside the tables, each as one text.</summary>
    public required IReadOnlyList<string> Titles { get; init; }

    /// <exception cref="UnreadableFileException">The file is no readable table.</exception>
    public static SampleFile Of(string path, Vocabulary vocabulary)
    {
        var nature = FileNature.Of(path);
        using var table = TableFile.Open(path, nature);
        var sheets = SampleSheet.Of(table);
        var headers = sheets.Where(sheet => !sheet.IsHidden).Select(sheet => (Sheet: sheet, Found: HeaderGuess.In(sheet, vocabulary)))
            .ToList();
        if (headers.TrueForAll(one => one.Found.Count == 0))
        {
            var fullest = headers.Select(one => one.Sheet).MaxBy(sheet => sheet.Rows.Count);
            var guess = fullest is null ? null : HeaderGuess.Unknown(fullest);
            headers = guess is null ? throw new UnreadableFileException(
                "没有认出表格 | no header row was recognised and no row has three cells. Write the profile by hand, see docs/onboarding-a-chain.md") : [(fullest!, [guess])];
        }

        var tables = new List<SampleTable>();
        var outside = new List<(SampleSheet Sheet, SampleSheet.Row Row)>();
        foreach (var sheet in sheets.Where(sheet => !sheet.IsHidden))
        {
            var found = headers.Find(one => one.Sheet == sheet).Found ?? [];
            outside.AddRange(sheet.Rows.Take(found.Count > 0 ? found[0].First : sheet.Rows.Count).Select(row => (sheet, row)));
            for (var at = 0; at < found.Count; at++)
            {
                var one = new SampleTable(sheet, found[at], at + 1 < found.Count ? found[at + 1].First : sheet.Rows.Count);
                outside.AddRange(one.Others.Select(row => (sheet, row)));
                if (tables.Find(known => known.Shape == one.Shape) is { } same)
                {
                    same.Join(one);
                }
                else
                {
                    tables.Add(one);
                }
            }
        }

        return new SampleFile(path, nature, vocabulary, sheets, tables,
            [.. outside.SelectMany(one => SampleLabel.In(one.Row, one.Sheet.Name)).DistinctBy(label => label.Name)])
        {
            Titles = [.. outside.Select(one => string.Join(' ', one.Row.Cells.Where(cell => cell.Length > 0)))],
        };
    }

    /// <summary>What the file is, for the first line of a draft.</summary>
    public string Describe() => $"{Nature.Container}{(Nature.Encoding is { } encoding ? ", " + encoding.WebName : "")}; "
        + string.Join("; ", Tables.Select(table =>
        (table.HeaderRows == 0 ? "no header row" : $"header in row {table.HeaderAt}")
        + (table.Sheets[0].Length > 0 ? $" of sheet {string.Join(", ", table.Sheets)}" : "")));
}
