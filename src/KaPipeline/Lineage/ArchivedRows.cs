using System.Text;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Lineage;

/// <summary>A row of an archived file as it stands there.</summary>
/// <param name="Sheet">Its sheet; empty where the file has none.</param>
/// <param name="Row">Its number, counted from 1 as a person does on each sheet.</param>
/// <param name="Headings">What the file itself writes above its columns; empty above a row that stands under no heading.</param>
/// <param name="Cells">Its cells as text, up to the last that holds something.</param>
public sealed record ArchivedRow(string Sheet, int Row, IReadOnlyList<string> Headings, IReadOnlyList<string> Cells);

/// <summary>Reads single rows of an archived file as they are in it, with the headings above them.</summary>
public static class ArchivedRows
{
    /// <summary>Reads rows by their numbers, counted from 1 as a person does on each sheet.</summary>
    /// <param name="path">The archived file.</param>
    /// <param name="report">Report that read it, for encoding, separator, sheet and headings; null where the profile is gone.</param>
    /// <param name="wanted">Sheet and row; where the sheet is not known, the report's first data sheet that has the row is taken.</param>
    /// <returns>The rows; one that the file does not have is missing.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyDictionary<(string? Sheet, int Row), ArchivedRow> Read(
        string path, ReportProfile? report, IReadOnlyCollection<(string? Sheet, int Row)> wanted)
    {
        var found = new Dictionary<(string?, int), ArchivedRow>();
        using var table = TableFile.Open(path, FileNature.Of(path, report?.Encoding), report?.Separator);
        var headings = new Headings(report);
        var last = wanted.Max(row => row.Row);
        while (table.NextSheet())
        {
            var mayHoldData = report?.Sheet is not { } sheet || table.Sheet.Length == 0 || FileNamePattern.Matches(sheet, table.Sheet);
            if (!mayHoldData && !wanted.Any(row => row.Sheet == table.Sheet))
            {
                continue;
            }

            headings.Begin(table);
            while (table.NextRow() && table.RowNumber <= last)
            {
                headings.Look(table);
                foreach (var row in wanted.Where(row => row.Row == table.RowNumber
                    && (row.Sheet == table.Sheet || (string.IsNullOrEmpty(row.Sheet) && mayHoldData))))
                {
                    found.TryAdd(row, new ArchivedRow(table.Sheet, table.RowNumber, headings.Names, CellsOf(table)));
                }
            }
        }

        return found;
    }

    /// <summary>Reads a part of a file: what holds something, on all of its sheets, without the rows that are headings.</summary>
    /// <param name="path">The archived file.</param>
    /// <param name="report">Report that read it; null where the profile is gone.</param>
    /// <param name="skip">Rows before the part.</param>
    /// <param name="take">Rows of the part at most.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<ArchivedRow> Part(string path, ReportProfile? report, int skip, int take)
    {
        var part = new List<ArchivedRow>();
        using var table = TableFile.Open(path, FileNature.Of(path, report?.Encoding), report?.Separator);
        var headings = new Headings(report);
        while (part.Count < take && table.NextSheet())
        {
            headings.Begin(table);
            while (part.Count < take && table.NextRow())
            {
                if (!headings.Look(table) && CellsOf(table) is { Count: > 0 } cells && skip-- <= 0)
                {
                    part.Add(new ArchivedRow(table.Sheet, table.RowNumber, headings.Names, cells));
                }
            }
        }

        return part;
    }

    private static List<string> CellsOf(TableReader table)
    {
        var cells = Enumerable.Range(0, table.CellCount).Select(index => Encoding.UTF8.GetString(table.Cell(index)).Trim()).ToList();
        var last = cells.FindLastIndex(cell => cell.Length > 0);
        return cells[..(last + 1)];
    }

    /// <summary>The headings under which a sheet's rows stand, found as the report's reader finds them.</summary>
    private sealed class Headings(ReportProfile? report)
    {
        private const int MostRows = 16;

        private readonly List<TableLayout> layouts = [.. report?.Tables.Select(profile => new TableLayout(profile)) ?? []];
        private readonly HeaderSearch search = new();
        private readonly List<string[]> recent = [];
        private List<TableLayout> candidates = [];

        public IReadOnlyList<string> Names { get; private set; } = [];

        public void Begin(TableReader table)
        {
            Names = [];
            recent.Clear();
            candidates = [.. layouts.Where(layout => layout.Profile.HeaderRows > 0 && layout.MayStandOn(table))];
        }

        // Below the first headings only rows that begin as headings do are looked at.
        public bool Look(TableReader table)
        {
            if (candidates.Count == 0 || (Names.Count > 0 && !MayBegin(table)))
            {
                recent.Clear();
                return false;
            }

            recent.Add(HeaderSearch.NamesOf(table));
            if (recent.Count > MostRows)
            {
                recent.RemoveAt(0);
            }

            if (search.At(table, candidates, recent) is not { } found)
            {
                return false;
            }

            Names = found.Header.Names;
            recent.Clear();
            return true;
        }

        private bool MayBegin(TableReader table)
        {
            for (var at = 0; at < table.CellCount; at++)
            {
                if (Cells.Clean(table.Cell(at)) is { IsEmpty: false } first)
                {
                    foreach (var layout in candidates)
                    {
                        if (layout.FirstWords.Contains(first))
                        {
                            return true;
                        }
                    }

                    return false;
                }
            }

            return false;
        }
    }
}
