using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Dapper;
using Npgsql;

namespace KaPipeline.Warehouse;

/// <summary>Short reads and writes on a connection of their own; columns map to properties by name, with or without underscores.</summary>
public static class RowQueries
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255",
        Justification = "Dapper keeps what it learns of a type at first use, so the setting must stand before any query.")]
    internal static void MapUnderscores() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>All rows of a query.</summary>
    public static async Task<IReadOnlyList<T>> ListAsync<T>(this NpgsqlDataSource database, string sql, object? values = null,
        CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<T>(new CommandDefinition(sql, values, cancellationToken: ct))).AsList();
    }

    /// <summary>The first row of a query, or null.</summary>
    public static async Task<T?> FirstAsync<T>(this NpgsqlDataSource database, string sql, object? values = null,
        CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.QueryFirstOrDefaultAsync<T>(new CommandDefinition(sql, values, cancellationToken: ct));
    }

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it touched.</returns>
    public static async Task<int> DoAsync(this NpgsqlDataSource database, string sql, object? values = null, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteAsync(new CommandDefinition(sql, values, cancellationToken: ct));
    }

    /// <summary>All rows of a query in which the views of <c>mart</c> answer by <paramref name="clock"/>.</summary>
    public static async Task<IReadOnlyList<T>> ListAsync<T>(
        this NpgsqlDataSource database, ReportClock clock, string sql, object? values = null, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await clock.BeginAsync(connection, ct);
        return (await connection.QueryAsync<T>(new CommandDefinition(sql, values, transaction, cancellationToken: ct))).AsList();
    }
}
