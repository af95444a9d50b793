using System.Diagnostics;
using System.Globalization;
using Dapper;
using KaPipeline.Reconciliation;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Benchmarks.Reconcile;

/// <summary><c>ka bench reconcile [--rows 1000000,5000000] [--times 3] [--server CONNECTION [--parts
/// view,differences,fill,touched,duckdb]]</c>:
/// the kept table beside the plain view computed whole, and beside DuckDB's join of the same three tables where its npm package is
/// found: <c>npm install @duckdb/node-api</c> in any folder, <c>NODE_PATH</c> names its <c>node_modules</c>. With parts, databases stay on
/// the given server and the page tells all that was measured so far.</summary>
internal static class ReconcileBenchmark
{
    private static readonly DateOnly Past = new(2026, 1, 31), Now = new(2026, 12, 31);

    public static async Task<int> RunAsync(string[] args)
    {
        string Option(string name, string fallback) => Array.IndexOf(args, name) is var at and >= 0 ? args[at + 1] : fallback;
        var sizes = Option("--rows", "1000000,5000000").Split(',').Select(size => int.Parse(size, CultureInfo.InvariantCulture)).ToList();
        var times = int.Parse(Option("--times", "3"), CultureInfo.InvariantCulture);
        var parts = Option("--parts", "");
        await using var server = Option("--server", "") is { Length: > 0 } given ? new BenchServer(given) : await BenchServer.StartAsync();
        var results = new List<Result>();
        foreach (var size in sizes)
        {
            await using var database = NpgsqlDataSource.Create(
                await server.CreateDatabaseAsync($"ka_bench_{size}", keep: parts.Length > 0) + ";Command Timeout=0");
            results.Add(await MeasureAsync(database, size, times, parts.Length == 0 ? ["view", "differences", "fill", "touched", "duckdb"]
                : parts.Split(',')));
        }

        var text = ReconcileReport.Of(results, $"./ka bench reconcile --rows {string.Join(',', sizes)}");
        Console.Write(text);
        BenchmarkPage.Put("reconcile", text);
        return 0;
    }

    /// <summary>Medians in seconds, by name; what was not measured is absent.</summary>
    internal sealed record Result(int Rows, IReadOnlyDictionary<string, double> Values)
    {
        /// <summary>One figure; null where it was not measured.</summary>
        public double? this[string name] => Values.TryGetValue(name, out var value) ? value : null;
    }

    private static async Task<Result> MeasureAsync(NpgsqlDataSource database, int rows, int times, IReadOnlyCollection<string> parts)
    {
        await using var connection = await database.OpenConnectionAsync();
        var measured = new Measurements(connection);
        await measured.PrepareAsync();
        if (!await connection.ExecuteScalarAsync<bool>("select exists (select from core.order_line)"))
        {
            Say($"{rows} lines per feed: making them");
            await connection.ExecuteAsync(Text("year_of_trade.sql"), new { rows });
            await connection.ExecuteAsync("vacuum analyze");
        }

        if (parts.Contains("view"))
        {
            // Every column of every row, as the refresh computes them; a bare count would leave most of the arithmetic out.
            await measured.NoteAsync("view", await MedianAsync(times, "view computed whole",
                () => AskAsync(connection, "select count(settled) from mart.computed_settlement settled", Past)));
        }

        if (parts.Contains("differences"))
        {
            await measured.NoteAsync("differences by the view", await MedianAsync(times, "differences by the view",
                () => AskAsync(connection, "select count(*), sum(amount) from mart.money_break", Past)));
        }

        var kept = new MaterialisedSettlement(database);
        if (parts.Contains("fill"))
        {
            await connection.ExecuteAsync("truncate core.kept_settlement, core.kept_statement, core.kept_state");
            await measured.NoteAsync("fill", await MedianAsync(1, "first fill of the kept table", () => kept.RefreshAsync()));
            await connection.ExecuteAsync("vacuum analyze core.kept_settlement");
        }

        if (parts.Contains("touched"))
        {
            await measured.NoteAsync("differences kept", await MedianAsync(times, "differences by the kept table",
                () => AskAsync(connection, "select count(*), sum(amount) from mart.money_break", Now)));
            await measured.NoteAsync("statements kept", await MedianAsync(times, "statements by the kept table",
                () => AskAsync(connection, "select count(*), sum(residual) from mart.statement_reconciliation", Now)));
            await TouchAsync(connection, kept, measured, times);
        }

        if (parts.Contains("duckdb") && await DuckDb.JoinAsync(connection, times) is { } seconds)
        {
            await measured.NoteAsync("duckdb", seconds);
        }

        return new Result(rows, await measured.AllAsync());
    }

    private static async Task TouchAsync(NpgsqlConnection connection, MaterialisedSettlement kept, Measurements measured, int times)
    {
        var touched = new List<double>();
        for (var round = 1; round <= times; round++)
        {
            await using (var transaction = await connection.BeginTransactionAsync())
            {
                await connection.ExecuteAsync(Text("correction.sql"));
                await transaction.CommitAsync();
            }

            // As autovacuum would have done by the next morning.
            await connection.ExecuteAsync("vacuum analyze core.statement_line");
            var outcome = await kept.RefreshAsync();
            touched.Add(outcome.Elapsed.TotalSeconds);
            await measured.NoteAsync("rows", outcome.Computed);
            Say($"  refresh after 20,000 corrected lines: {outcome.Elapsed.TotalSeconds:F2} s, {outcome.Computed} rows computed, {outcome.Changed} written");
        }

        await measured.NoteAsync("touched", Median(touched));
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

    internal static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
