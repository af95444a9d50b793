using System.Diagnostics;
using System.Globalization;
using Dapper;
using KaPipeline.Reconciliation;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Benchmarks.Reconcile;

/// <summary><c>ka bench reconcile [--rows 1000000,5000000] [--times 3] [--server CONNECTION]</c>: the kept table beside the plain view
/// computed whole, and beside DuckDB's join of the same three tables where its npm package is found (<c>NODE_PATH</c>).</summary>
internal static class ReconcileBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        string Option(string name, string fallback) => Array.IndexOf(args, name) is var at and >= 0 ? args[at + 1] : fallback;
        var sizes = Option("--rows", "1000000,5000000").Split(',').Select(size => int.Parse(size, CultureInfo.InvariantCulture)).ToList();
        var times = int.Parse(Option("--times", "3"), CultureInfo.InvariantCulture);
        await using var server = Option("--server", "") is { Length: > 0 } given ? new BenchServer(given) : await BenchServer.StartAsync();
        var results = new List<Result>();
        foreach (var size in sizes)
        {
            await using var database = NpgsqlDataSource.Create(await server.CreateDatabaseAsync($"ka_bench_{size}") + ";Command Timeout=0");
            results.Add(await MeasureAsync(database, size, times));
        }

        var text = ReconcileReport.Of(results, $"./ka bench reconcile {string.Join(' ', args.Where(arg => arg != "--server" && arg != Option("--server", "")))}".Trim());
        Console.Write(text);
        BenchmarkPage.Put("reconcile", text);
        return 0;
    }

    /// <summary>Medians in seconds.</summary>
    internal sealed record Result(int Rows, double Whole, double FirstFill, double Touched, long TouchedRows, double DifferencesWhole, double DifferencesKept, double? DuckDb);

    private static async Task<Result> MeasureAsync(NpgsqlDataSource database, int rows, int times)
    {
        Say($"{rows} lines per feed: making them");
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync(Text("year_of_trade.sql"), new { rows });
        await connection.ExecuteAsync("vacuum analyze");
        var whole = await MedianAsync(times, "view computed whole", () => AskAsync(connection, "select count(*) from mart.computed_settlement", new DateOnly(2026, 1, 31)));
        var differencesWhole = await MedianAsync(times, "differences by the view", () => AskAsync(connection, "select count(*), sum(amount) from mart.money_break", new DateOnly(2026, 1, 31)));
        var kept = new KeptSettlement(database);
        var first = await MedianAsync(1, "first fill of the kept table", async () => await kept.RefreshAsync());
        await connection.ExecuteAsync("vacuum analyze core.kept_settlement");
        var differencesKept = await MedianAsync(times, "differences by the kept table", () => AskAsync(connection, "select count(*), sum(amount) from mart.money_break", new DateOnly(2026, 12, 31)));
        var round = 0;
        long computed = 0;
        var touched = new List<double>();
        for (; round < times; round++)
        {
            await using (var transaction = await connection.BeginTransactionAsync())
            {
                await connection.ExecuteAsync(Text("correction.sql"), new { round = round + 1 });
                await transaction.CommitAsync();
            }

            var outcome = await kept.RefreshAsync();
            (computed, _) = (outcome.Computed, outcome);
            touched.Add(outcome.Elapsed.TotalSeconds);
            Say($"  refresh after 20,000 corrected lines: {outcome.Elapsed.TotalSeconds:F2} s, {outcome.Computed} rows computed, {outcome.Changed} written");
        }

        return new Result(rows, whole, first, Median(touched), computed, differencesWhole, differencesKept, await DuckDb.JoinAsync(connection, times));
    }

    private static async Task AskAsync(NpgsqlConnection connection, string question, DateOnly asOf)
    {
        await using var transaction = await ReportClock.EndOf(asOf).BeginAsync(connection);
        await connection.ExecuteAsync(question, transaction: transaction);
    }

    internal static async Task<double> MedianAsync(int times, string name, Func<Task> work)
    {
        var seconds = new List<double>();
        for (var i = 0; i < times; i++)
        {
            var watch = Stopwatch.StartNew();
            await work();
            seconds.Add(watch.Elapsed.TotalSeconds);
            Say($"  {name}: {seconds[^1]:F2} s");
        }

        return Median(seconds);
    }

    internal static void Say(string text) => Console.Error.WriteLine(text);

    internal static string Text(string name)
    {
        using var reader = new StreamReader(typeof(ReconcileBenchmark).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
