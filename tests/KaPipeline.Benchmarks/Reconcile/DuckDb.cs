using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace KaPipeline.Benchmarks.Reconcile;

/// <summary>DuckDB as a peer: the three tables as text, then the bare three-way join and the worth of what was received, without versions,
/// order of settlement, carried rows or breaks.</summary>
internal static class DuckDb
{
    private const string Script =
        """
        const { DuckDBInstance } = require('@duckdb/node-api');
        (async () => {
            const db = await (await DuckDBInstance.create(':memory:')).connect();
            for (const table of ['ordered', 'delivered', 'settled']) await db.run(`create table ${table} as select * from read_csv('${process.argv[1]}/${table}.csv')`);
            const seconds = [];
            for (let i = 0; i < Number(process.argv[2]); i++) {
                const start = process.hrtime.bigint();
                await db.run(`create or replace table joined as select d.*, o.quantity as ordered, s.amount, round(d.quantity * s.price, 2) as worth
                    from delivered d left join ordered o using (chain, number, store, product) left join settled s using (chain, note, product)`);
                seconds.push(Number(process.hrtime.bigint() - start) / 1e9);
            }
            console.log(seconds.sort((a, b) => a - b)[seconds.length >> 1]);
        })();
        """;

    /// <summary>Median seconds; null where node or the package is missing.</summary>
    public static async Task<double?> JoinAsync(NpgsqlConnection connection, int times)
    {
        if (await RunAsync("-e", "require('@duckdb/node-api')") is null)
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("ka-duckdb-").FullName;
        try
        {
            foreach (var (name, query) in new[]
            {
                ("ordered", "select chain_id as chain, order_number as number, store_id as store, product_id as product, ordered_quantity as quantity from core.order_line where superseded_at = 'infinity'"),
                ("delivered",
                "select chain_id as chain, delivery_number as note, order_number as number, store_id as store, product_id as product, received_quantity as quantity from core.delivery_line where superseded_at = 'infinity'"),
                ("settled", "select chain_id as chain, delivery_number as note, product_id as product, unit_price as price, amount from core.statement_line where superseded_at = 'infinity'"),
            })
            {
                using var reader = await connection.BeginTextExportAsync($"copy ({query}) to stdout csv header");
                await using var file = File.CreateText(Path.Combine(folder, name + ".csv"));
                var piece = new char[1 << 20];
                for (int read; (read = await reader.ReadAsync(piece)) > 0;)
                {
                    await file.WriteAsync(piece.AsMemory(0, read));
                }
            }

            var answer = await RunAsync("-e", Script, folder, times.ToString(CultureInfo.InvariantCulture));
            ReconcileBenchmark.Say($"  DuckDB's join: {answer} s");
            return answer is null ? null : double.Parse(answer, CultureInfo.InvariantCulture);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string?> RunAsync(params string[] arguments)
    {
        try
        {
            using var node =
                Process.Start(new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var said = await node.StandardOutput.ReadToEndAsync();
            await node.WaitForExitAsync();
            return node.ExitCode == 0 ? said.Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
