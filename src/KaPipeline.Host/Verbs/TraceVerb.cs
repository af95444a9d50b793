using System.CommandLine;
using System.Globalization;
using KaPipeline.Host.Warehouse;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Lineage;
using KaPipeline.Warehouse;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka trace VIEW column=value …</c>: any figure of <c>mart</c> back to file, sheet and row.</summary>
internal static class TraceVerb
{
    private const int RowsShown = 20;

    public static Command Create()
    {
        var view = new Argument<string>("VIEW") { Description = "View of mart, for example reconciliation_break" };
        var where = new Argument<string[]>("COLUMN=VALUE")
        {
            Description = "Which of its rows, for example statement_number=DZ2605A-100387",
            Arity = ArgumentArity.ZeroOrMore
        };
        var (asOf, json) = (SharedOptions.AsOf(), SharedOptions.Json());
        var limit = new Option<int>("--limit") { Description = "Rows of the view to follow; default 10", DefaultValueFactory = _ => 10 };
        var command = new Command("trace", "Follow a figure back to file, sheet and row.") { view, where, limit, asOf, json };
        command.SetAction(async (parsed, ct) =>
        {
            var home = KaHome.FromEnvironment();
            await using var warehouse = await ReadyWarehouse.OpenAsync(home, ct);
            var conditions = (parsed.GetValue(where) ?? []).Select(Split)
                .ToDictionary(pair => pair.Column, pair => pair.Value, StringComparer.Ordinal);
            var figures = await FigureLineage.TraceAsync(
                warehouse.DataSource, parsed.GetValue(view)!, conditions,
                ReportClock.EndOf(parsed.GetValue(asOf) ?? BusinessTime.Today(TimeProvider.System)),
                parsed.GetValue(limit), ct: ct);
            if (parsed.GetValue(json))
            {
                JsonText.Print(figures);
                return ExitCodes.Done;
            }

            if (figures.Count == 0)
            {
                Console.WriteLine("没有这样的行 no such row");
            }

            var profiles = ProfileCatalog.Load(home.Config);
            var proof = new ArchiveProof(warehouse.DataSource, new FileArchive(home.Archive), TimeProvider.System);
            var isProved = true;
            foreach (var figure in figures)
            {
                isProved &= await PrintAsync(figure, proof, profiles, ct);
            }

            return isProved ? ExitCodes.Done : ExitCodes.DoneWithFindings;
        });
        return command;
    }

    private static (string Column, string Value) Split(string text) => text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
        ? (text[..at], text[(at + 1)..])
        : throw new UsageException($"\"{text}\" is no condition; write column=value, for example chain_id=dingfeng.");

    // False where a file is not there as it was loaded.
    private static async Task<bool> PrintAsync(TracedFigure figure, ArchiveProof proof, ProfileCatalog profiles, CancellationToken ct)
    {
        var isProved = true;
        Console.WriteLine(string.Join("  ", figure.Figure
            .Where(cell => cell.Value is not null and not "" && !cell.Key.EndsWith("load_id", StringComparison.Ordinal)
            && !cell.Key.EndsWith("row_number", StringComparison.Ordinal))
            .Select(cell => $"{cell.Key}={Show(cell.Value!)}")));
        foreach (var file in figure.Sources.Take(RowsShown).GroupBy(source => source.LoadId))
        {
            var first = file.First();
            var report = profiles.Find(first.ChainId)?.Reports.FirstOrDefault(one => one.Name == first.Report);
            Console.WriteLine($"  {first.FileName}  (load {first.LoadId}, sha256 {first.Sha256[..12]}…)");
            IReadOnlyDictionary<(string? Sheet, int Row), ArchivedRow> rows;
            try
            {
                await using var bytes = await proof.OpenAsync(first.Sha256, first.FileName, ct);
                rows = ArchivedRows.Read(bytes.Name, report, [.. file.Select(source => (source.Sheet, source.RowInSheet)).Distinct()]);
            }
            catch (IOException e)
            {
                Console.WriteLine($"    无法举证 no proof: {e.Message}");
                isProved = false;
                continue;
            }

            foreach (var source in file)
            {
                var row = rows.GetValueOrDefault((source.Sheet, source.RowInSheet));
                Console.WriteLine(
                    $"    {source.Table,-14} {(source.Sheet is { Length: > 0 } sheet ? $"工作表 sheet {sheet} " : "")}第 {source.RowInSheet} 行 row: {(row is null ? "—" : string.Join(" | ", row.Cells))}");
            }
        }

        if (figure.SourceCount > RowsShown)
        {
            Console.WriteLine($"    … 共 {figure.SourceCount} 行 rows in all; --json lists up to {FigureLineage.SourceLimit}");
        }

        return isProved;
    }

    private static string Show(object value) => value switch
    {
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime moment =>
        moment.ToString(moment.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        Array array => string.Join('+', array.Cast<object?>()),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
