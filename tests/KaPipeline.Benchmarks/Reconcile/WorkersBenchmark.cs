using System.Diagnostics;
using System.Globalization;
using System.Text;
using Dapper;
using KaPipeline.Benchmarks.Morning;
using KaPipeline.Reconciliation;
using KaPipeline.Rules;
using KaPipeline.Sales;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Benchmarks.Reconcile;

/// <summary><c>ka bench workers [--rows 100000] [--times 3]</c>: a year of five chains settled and its figures kept, chain by chain as the
/// runs of <c>reconcile</c> do, by one worker and by two. Each try begins with a copy of the same database.</summary>
internal static class WorkersBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        int Option(string name, int fallback) =>
            Array.IndexOf(args, name) is var at and >= 0 ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : fallback;
        var (rows, times) = (Option("--rows", 100_000), Option("--times", 3));
        await using var server = await BenchServer.StartAsync();
        var year = await server.CreateDatabaseAsync("ka_bench_workers", keep: false);
        await using (var connection = new NpgsqlConnection(year + ";Command Timeout=0;Pooling=false"))
        {
            await connection.OpenAsync();
            await connection.ExecuteAsync(ReconcileBenchmark.Text("year_of_trade.sql"), new { rows });
            await BusinessRulesSync.SyncAsync(connection, BusinessRules.Load(KaHome.FromEnvironment().Config), DateTimeOffset.UnixEpoch);
            await connection.ExecuteAsync("vacuum analyze");
        }

        var tries = new Dictionary<int, List<(double Clock, double Processor)>> { [1] = [], [2] = [] };
        for (var i = 0; i < times; i++)
        {
            foreach (var (workers, measured) in tries)
            {
                measured.Add(await MeasureAsync(year, workers));
                ReconcileBenchmark.Say($"  {workers} at work: {measured[^1].Clock:0.0} s, processor {measured[^1].Processor:0.0} s");
            }
        }

        double Clock(int workers) => ReconcileBenchmark.Median([.. tries[workers].Select(run => run.Clock)]);
        double Spent(int workers) => ReconcileBenchmark.Median([.. tries[workers].Select(run => run.Processor)]);
        var text = new StringBuilder("## Two workers\n\n").AppendLine(CultureInfo.InvariantCulture,
                $"`./ka bench workers {string.Join(' ', args)}`: {rows:N0} lines per feed of five chains, settled and their figures kept for the first time, chain by chain; medians of {times} interleaved tries, on {Environment.ProcessorCount} processors.\n")
            .AppendLine("| | one worker | two | ratio | goal |").AppendLine("| --- | ---: | ---: | ---: | --- |")
            .AppendLine(CultureInfo.InvariantCulture,
                $"| clock, s | {Clock(1):0.0} | {Clock(2):0.0} | {Clock(2) / Clock(1):0.00} × | ≤ 0.65 × |")
            .AppendLine(CultureInfo.InvariantCulture,
                $"| server's processor, s | {Spent(1):0.0} | {Spent(2):0.0} | {Spent(2) / Spent(1):0.00} × | |");
        Console.Write(text);
        BenchmarkPage.Put("workers", text.ToString());
        return 0;
    }

    private static async Task<(double Clock, double Processor)> MeasureAsync(string year, int workers)
    {
        var copy = new NpgsqlConnectionStringBuilder(year) { Database = "ka_bench_copy", CommandTimeout = 0 }.ConnectionString;
        await using var maintenance = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(year) { Database = "postgres", CommandTimeout = 0, Pooling = false }.ConnectionString);
        await maintenance.ExecuteAsync("create database ka_bench_copy template ka_bench_workers");
        await using var database = NpgsqlDataSource.Create(copy);
        var chains = await database.ListAsync<string>("select chain_id from core.chain order by chain_id");
        var server = new ServerTime(await database.FirstAsync<int>("select pg_backend_pid()"));
        var (watch, before) = (Stopwatch.StartNew(), server.Spent());
        await Parallel.ForEachAsync(chains, new ParallelOptions { MaxDegreeOfParallelism = workers }, async (chain, ct) =>
        {
            await new MaterialisedSettlement(database).RefreshAsync([chain], ct);
            await new MaterialisedFigures(database).RefreshAsync([chain], ct);
        });
        var (clock, spent) = (watch.Elapsed.TotalSeconds, (server.Spent() - before) / 1000);
        await database.DisposeAsync();
        await maintenance.ExecuteAsync("drop database ka_bench_copy with (force)");
        return (clock, spent);
    }
}
