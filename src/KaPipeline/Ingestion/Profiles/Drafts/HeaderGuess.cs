using System.Text;
using KaPipeline.Ingestion.Rows;

namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>The row, or pair of rows, of which most cells are words that headers use.</summary>
/// <param name="Rows">Rows that it spans; 0 for a table without one.</param>
/// <param name="First">Place of its first row among the rows of the sheet.</param>
/// <param name="IsKnown">Whether any of its words is known.</param>
internal sealed record HeaderGuess(Header Header, int Rows, int First, bool IsKnown)
{
    private const int RowsToSearch = 60;
    private const int LeastKnown = 2;
    private const int LeastCells = 3;

    /// <summary>Headers of a sheet, from above; a further one below the first begins another table.</summary>
    public static IReadOnlyList<HeaderGuess> In(SampleSheet sheet, Vocabulary vocabulary)
    {
        var best = Enumerable.Range(0, Math.Min(sheet.Rows.Count, RowsToSearch)).Select(at => At(sheet, at, vocabulary))
            .MaxBy(one => one.Score);
        if (best is not { Score: > 0, Guess: { } main })
        {
            return [];
        }

        var found = new List<HeaderGuess>();
        for (var at = 0; at < sheet.Rows.Count; at++)
        {
            if (at == main.First)
            {
                Take(main);
            }
            else if (At(sheet, at, vocabulary) is { Score: >= 7, Guess: { } other }
                && (at + other.Rows <= main.First || at >= main.First + main.Rows))
            {
                // Another table has a header of its own with at least three known words; the same header again is a page's.
                Take(other);
            }

            void Take(HeaderGuess guess)
            {
                if (!found.Exists(one => one.Header.Names.SequenceEqual(guess.Header.Names)))
                {
                    found.Add(guess);
                    at += guess.Rows - 1;
                }
            }
        }

        return found;
    }

    /// <summary>What is for a header where no word is known: none if the first full row is data already, else that row.</summary>
    public static HeaderGuess? Unknown(SampleSheet sheet)
    {
        if (sheet.Rows.Count == 0)
        {
            return null;
        }

        var width = sheet.Rows.GroupBy(row => row.Filled).MaxBy(group => (group.Count(), group.Key))!.Key;
        var first = sheet.Rows.ToList().FindIndex(row => row.Filled >= Math.Max(width, 3));
        return first < 0 ? null : HoldsValue(sheet.Rows[first].Cells) ? new HeaderGuess(Header.None, 0, 0, false)
            : first + 1 < sheet.Rows.Count ? new HeaderGuess(Header.Of([sheet.Rows[first].Cells]), 1, first, false) : null;
    }

    private static (int Score, HeaderGuess? Guess) At(SampleSheet sheet, int at, Vocabulary vocabulary)
    {
        var best = (Score: 0, Guess: (HeaderGuess?)null);
        for (var count = 1; count <= 2 && at + count <= sheet.Rows.Count; count++)
        {
            var rows = sheet.Rows.Skip(at).Take(count).ToList();
            var header = Header.Of([.. rows.Select(row => row.Cells)]);
            var known = header.Names.Count(name => vocabulary.MeaningOf(name).Fields.Count > 0);
            var least = count == 1 && CrossTab.In(rows[0].Cells) is not null ? 1 : LeastKnown;
            var score = known < least || rows[^1].Filled < LeastCells || IsNoHeader(rows) ? 0 : (known * 2) + count;
            if (score > best.Score)
            {
                best = (score, new HeaderGuess(header, count, at, true));
            }
        }

        return best;
    }

    // Data below it, or a title above it. A cross-tab has stores or days behind its first names.
    private static bool IsNoHeader(List<SampleSheet.Row> rows) =>
        (HoldsValue(rows[^1].Cells) && (rows.Count > 1 || CrossTab.In(rows[0].Cells) is null))
        || (rows.Count == 2 && (rows[0].Filled < 3 || rows[0].Cells.Any(cell => cell.Any(char.IsAsciiDigit))));

    private static bool HoldsValue(string[] cells) =>
        Array.Exists(cells, cell => DraftColumn.DateLike().IsMatch(cell) || Number.TryParse(Encoding.UTF8.GetBytes(cell), out _));
}
