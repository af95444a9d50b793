using KaPipeline.Ingestion.Rows;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>The first rows of a sheet as texts.</summary>
/// <param name="Name">Sheet name; empty in text files.</param>
/// <param name="IsHidden">Whether the workbook hides it.</param>
/// <param name="Rows">Rows that say something, with their number in the file and whether each cell is a real date.</param>
internal sealed record SampleSheet(string Name, bool IsHidden, IReadOnlyList<SampleSheet.Row> Rows)
{
    private const int MostRows = 2000;

    /// <summary>One row.</summary>
    public sealed record Row(int Number, string[] Cells, bool[] IsDate)
    {
        public int Filled => Cells.Count(cell => cell.Length > 0);

        /// <summary>A cell; empty past the last one.</summary>
        public string At(int column) => column < Cells.Length ? Cells[column] : "";
    }

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
                var texts = cells.Select(at => HeaderText.Readable(Ingestion.Rows.Cells.Clean(table.Cell(at)))).ToArray();
                if (texts.Any(text => text.Length > 0))
                {
                    rows.Add(new Row(table.RowNumber, texts, [.. cells.Select(at => table.KindOf(at) == CellKind.Date)]));
                }
            }

            sheets.Add(new SampleSheet(table.Sheet, table.IsHidden, rows));
        }

        return sheets;
    }
}
