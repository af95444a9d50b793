using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>The first rows of a sheet as texts.</summary>
/// <param name="Name">Sheet name; empty in text files.</param>
/// <param name="Rows">Rows with their number in the file and whether each cell is a real date.</param>
internal sealed record SampleSheet(string Name, IReadOnlyList<SampleSheet.Row> Rows)
{
    private const int MostRows = 2000;

    public sealed record Row(int Number, string[] Cells, bool[] IsDate);

    /// <exception cref="UnreadableFileException">The file is no readable table.</exception>
    public static IReadOnlyList<SampleSheet> Of(TableReader table)
    {
        var sheets = new List<SampleSheet>();
        while (table.NextSheet())
        {
            var rows = new List<Row>();
            while (rows.Count < MostRows && table.NextRow())
            {
                var cells = Enumerable.Range(0, Math.Min(table.CellCount, 200)).ToList();
                var texts = cells.Select(at => TextOf(table, at)).ToArray();
                if (texts.Any(text => text.Length > 0))
                {
                    rows.Add(new Row(table.RowNumber, texts, [.. cells.Select(at => table.KindOf(at) == CellKind.Date)]));
                }
            }

            sheets.Add(new SampleSheet(table.Sheet, rows));
        }

        return sheets;
    }

    private static string TextOf(TableReader table, int at) => System.Text.Encoding.UTF8.GetString(Ingestion.Rows.Cells.Trim(table.Cell(at)));
}
