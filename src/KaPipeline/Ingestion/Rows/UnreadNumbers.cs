using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>A column of numbers that a profile does not read, so that a person sees what is left out.</summary>
/// <param name="Sheet">Sheet or table; empty in a text file.</param>
/// <param name="Column">Its header, or its place.</param>
/// <param name="Rows">Rows with a number in it.</param>
/// <param name="Sum">What they add up to.</param>
public sealed record UnreadNumbers(string Sheet, string Column, int Rows, decimal Sum)
{
    /// <summary>Looks through a file for columns of which most cells are amounts and that no field of the report comes from.</summary>
    internal static IReadOnlyList<UnreadNumbers> In(ReportProfile report, string path, CancellationToken ct)
    {
        using var table = TableFile.Open(path, FileNature.Of(path, report.Encoding), report.Separator);
        var layouts = report.Tables.Select(profile => new TableLayout(profile)).ToList();
        var labels = new HashSet<string>(report.Tables.SelectMany(profile => profile.Total?.Labels ?? []).Select(HeaderText.Normalise));
        var found = new List<UnreadNumbers>();
        while (table.NextSheet())
        {
            var candidates = layouts.Where(layout => layout.MayStandOn(table)).ToList();
            var sums = new Sums(Header.None, [], []);
            var isBare = candidates.Exists(layout => layout.Profile.HeaderRows == 0);
            var header = candidates.Count == 0 ? null : new HeaderSearch().Find(table, candidates, () => sums.Add(table, labels));
            if (header is not null)
            {
                sums = SumsOf(header);
            }

            var search = new HeaderSearch();
            while (table.NextRow())
            {
                ct.ThrowIfCancellationRequested();
                if (header is not null && !isBare && search.At(table, candidates, [HeaderSearch.NamesOf(table)]) is { } next)
                {
                    found.AddRange(sums.Of(table.Sheet));
                    sums = SumsOf(next);
                    continue;
                }

                sums.Add(table, labels);
            }

            found.AddRange(sums.Of(table.Sheet));
        }

        return found;
    }

    private static Sums SumsOf(HeaderSearch.Found found) => new(
        found.Header, [.. Used(found.Layout.Profile, found.Header)],
        [.. (found.Layout.Profile.Total?.Blank ?? []).Select(found.Header.Find)]);

    // Columns that a field comes from, or that tell what a row is.
    private static IEnumerable<int> Used(ReportProfile profile, Header header) =>
        profile.Rows.SelectMany(record => record.Fields.Values).Where(field => field.Source is FieldSource.Column)
        .SelectMany(field => field.Names)
            .Concat(profile.Rows.SelectMany(record => record.When).SelectMany(condition => condition.Columns)).Select(header.Find)
            .Concat(header.Across(profile.Unpivot)).Concat((profile.Unpivot?.Except ?? []).Select(header.Find));

    // What each column of a table adds up to.
    private sealed class Sums(Header header, HashSet<int> used, int[] blank)
    {
        private readonly Dictionary<int, (int Rows, int Numbers, int Fractions, decimal Sum)> columns = [];
        private readonly Dictionary<int, string> words = [];

        public void Add(TableReader table, HashSet<string> labels)
        {
            for (var at = 0; at < table.CellCount; at++)
            {
                if (Cells.Clean(table.Cell(at)) is { IsEmpty: false, Length: < 60 } cell
                    && labels.Contains(HeaderText.Normalise(cell).TrimEnd(':')))
                {
                    return;
                }
            }

            // A total without a label.
            if (blank.Length > 0 && Array.TrueForAll(blank, at => Cells.Clean(table.Cell(at)).IsEmpty))
            {
                return;
            }

            for (var at = 0; at < Math.Min(table.CellCount, 200); at++)
            {
                if (used.Contains(at) || Cells.Clean(table.Cell(at)) is not { IsEmpty: false } cell)
                {
                    continue;
                }

                var known = columns.GetValueOrDefault(at);
                var isNumber = Number.TryParse(cell, out var number) && cell.Length < 16;
                if (!isNumber && known.Numbers == 0)
                {
                    words[at] = HeaderText.Readable(cell);
                }

                columns[at] = (known.Rows + 1, known.Numbers + (isNumber ? 1 : 0), known.Fractions + (isNumber && !number.IsWhole ? 1 : 0),
                    known.Sum + (isNumber ? number.ToDecimal() : 0));
            }
        }

        // Codes and counters are whole numbers without a word of money or quantity above them.
        public IEnumerable<UnreadNumbers> Of(string sheet) => columns.OrderBy(column => column.Key)
            .Where(column => column.Value.Numbers * 2 > column.Value.Rows
                && (column.Value.Fractions > 0 || IsNamedAmount(NameOf(column.Key))))
            .Select(column => new UnreadNumbers(sheet, NameOf(column.Key), column.Value.Numbers, column.Value.Sum));

        // Where no header was found, the word above the numbers.
        private string NameOf(int at) => at < header.Count ? header.Label(at) : words.GetValueOrDefault(at) ?? header.Label(at);

        private static bool IsNamedAmount(string name) => Array.Exists(
            ["金额", "额", "费", "款", "价", "数量", "数", "量", "amount", "total", "qty", "quantity", "price", "fee", "net", "gross", "payable"],
            word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
    }
}
