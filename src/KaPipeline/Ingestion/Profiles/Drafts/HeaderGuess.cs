using System.Text;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>The row, or pair of rows, of which most cells are words that headers use.</summary>
/// <param name="Sheet">Sheet on which it stands.</param>
/// <param name="Header">The header.</param>
/// <param name="Rows">Rows that it spans.</param>
/// <param name="At">Number of its last row.</param>
internal sealed record HeaderGuess(SampleSheet Sheet, Header Header, int Rows, int At)
{
    private const int RowsToSearch = 60;

    /// <exception cref="UnreadableFileException">None of the words is known.</exception>
    public static HeaderGuess In(IReadOnlyList<SampleSheet> sheets, Vocabulary vocabulary)
    {
        var best = (Score: 0, Guess: (HeaderGuess?)null);
        foreach (var sheet in sheets)
        {
            for (var at = 0; at < Math.Min(sheet.Rows.Count, RowsToSearch); at++)
            {
                for (var count = 1; count <= 2 && at + count <= sheet.Rows.Count; count++)
                {
                    var rows = sheet.Rows.Skip(at).Take(count).ToList();
                    var header = Header.Of([.. rows.Select(row => row.Cells)]);
                    var score = IsNoHeader(rows) ? 0 : (header.Names.Count(name => vocabulary.FieldsOf(name).Count > 0) * 2) + count;
                    if (score > best.Score)
                    {
                        best = (score, new HeaderGuess(sheet, header, count, rows[^1].Number));
                    }
                }
            }
        }

        return best is { Score: >= 3, Guess: { } guess } ? guess : throw new UnreadableFileException(
            "没有认出表头 | no header row was recognised: none of its words is known. Write the profile by hand, see docs/onboarding-a-chain.md");
    }

    // Data below it, or a title above it.
    private static bool IsNoHeader(List<SampleSheet.Row> rows) =>
        rows[^1].Cells.Any(cell => DraftColumn.DateLike().IsMatch(cell) || Number.TryParse(Encoding.UTF8.GetBytes(cell), out _))
        || (rows.Count == 2 && (rows[0].Cells.Count(cell => cell.Length > 0) < 3 || rows[0].Cells.Any(cell => cell.Any(char.IsAsciiDigit))));
}
