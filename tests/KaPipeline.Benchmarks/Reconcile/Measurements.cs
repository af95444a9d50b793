using Dapper;
using Npgsql;

namespace KaPipeline.Benchmarks.Reconcile;

/// <summary>What was measured of one database so far, kept in it, so that a long benchmark may be run in parts.</summary>
internal sealed class Measurements(NpgsqlConnection connection)
{
    /// <summary>Makes room for them.</summary>
    public Task PrepareAsync() => connection.ExecuteAsync(
        "create schema if not exists bench; create table if not exists bench.measurement (name text primary key, value double precision not null)");

    /// <summary>Notes one figure.</summary>
    public Task NoteAsync(string name, double value) => connection.ExecuteAsync(
        "insert into bench.measurement values (@name, @value) on conflict (name) do update set value = excluded.value",
        new { name, value });

    /// <summary>All of them by name.</summary>
    public async Task<Dictionary<string, double>> AllAsync() =>
        (await connection.QueryAsync<(string Name, double Value)>("select name, value from bench.measurement"))
        .ToDictionary(one => one.Name, one => one.Value);
}
