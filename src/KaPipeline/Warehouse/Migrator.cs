using Dapper;
using Npgsql;

namespace KaPipeline.Warehouse;

/// <summary>Brings a database to the state of <c>sql/</c>: tables by migrations, which are never edited after they land; the
/// views of <c>mart</c> rebuilt whole when any of them changed. Safe to run twice, and by several processes at once.</summary>
/// <param name="connectionString">Connection of the role that owns the schemas.</param>
public sealed class Migrator(string connectionString)
{
    private const long AdvisoryLock = 5_242_001;

    /// <summary>What one run did.</summary>
    /// <param name="Applied">Names of the migrations applied, in order.</param>
    /// <param name="ViewsRebuilt">Whether <c>mart</c> was rebuilt.</param>
    public sealed record Outcome(IReadOnlyList<string> Applied, bool ViewsRebuilt);

    /// <summary>What a database lacks to be at this version; a role that may only read finds it out.</summary>
    /// <returns>Names of migrations, then that the views of <c>mart</c> are others; empty when nothing is missing.</returns>
    /// <exception cref="NewerDatabaseException">It was migrated by a newer program.</exception>
    public static async Task<IReadOnlyList<string>> MissingAsync(NpgsqlConnection connection, CancellationToken ct = default)
    {
        List<string> done = [];
        string? built = null;
        try
        {
            done = [.. await connection.QueryAsync<string>(new CommandDefinition("select name from ops.migration", cancellationToken: ct))];
            built = await connection.ExecuteScalarAsync<string?>(new CommandDefinition("select hash from ops.view_build",
                cancellationToken: ct));
        }
        catch (PostgresException e) when (IsNotThere(e))
        {
            // Nothing was migrated yet, or not for this role: what could be read stands.
        }

        Refuse(done);
        var migrations = SqlFiles.Folder("migrations").Select(file => file.Name).Except(done);
        return [.. migrations, .. built == SqlFiles.Hash(ViewFiles.InOrder()) ? (string[])[] : ["views of mart"]];
    }

    /// <summary>Whether a question met a table or schema that is not there, or not for this role.</summary>
    public static bool IsNotThere(PostgresException e) =>
        e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.InsufficientPrivilege;

    /// <summary>Applies what is missing, and lets the roles of the application and of readers use it.</summary>
    /// <exception cref="NewerDatabaseException">The database was migrated by a newer program.</exception>
    public async Task<Outcome> MigrateAsync(CancellationToken ct = default)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false;Command Timeout=0");
        await connection.OpenAsync(ct);
        await connection.ExecuteAsync("select pg_advisory_lock(@AdvisoryLock)", new { AdvisoryLock });
        await connection.ExecuteAsync(
            """
            create schema if not exists ops;
            create table if not exists ops.migration (
                name text collate "C" primary key, applied_at timestamptz not null default clock_timestamp());
            create table if not exists ops.view_build (
                only_row boolean primary key default true check (only_row), hash text not null, built_at timestamptz not null);
            """);
        var migrations = SqlFiles.Folder("migrations");
        var done = (await connection.QueryAsync<string>("select name from ops.migration order by name")).ToList();
        Refuse(done);
        var missing = migrations.Where(file => !done.Contains(file.Name)).ToList();
        foreach (var (name, text) in missing)
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await connection.ExecuteAsync(text, transaction: transaction);
            await connection.ExecuteAsync("insert into ops.migration (name) values (@name)", new { name }, transaction);
            await transaction.CommitAsync(ct);
        }

        var rebuilt = await RebuildViewsAsync(connection, force: missing.Count > 0, ct);
        return new Outcome([.. missing.Select(file => file.Name)], rebuilt);
    }

    private static void Refuse(IEnumerable<string> done)
    {
        if (done.Except(SqlFiles.Folder("migrations").Select(file => file.Name)).ToList() is { Count: > 0 } unknown)
        {
            throw new NewerDatabaseException(unknown);
        }
    }

    private static async Task<bool> RebuildViewsAsync(NpgsqlConnection connection, bool force, CancellationToken ct)
    {
        var views = ViewFiles.InOrder();
        var hash = SqlFiles.Hash(views);
        if (!force && await connection.ExecuteScalarAsync<string?>("select hash from ops.view_build") == hash)
        {
            // A role may have been made since.
            await using var granting = await connection.BeginTransactionAsync(ct);
            await connection.ExecuteAsync(SqlFiles.Read("grants.sql"), transaction: granting);
            await granting.CommitAsync(ct);
            return false;
        }

        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(SqlFiles.Read("drop_mart.sql"), transaction: transaction);
        foreach (var (name, text) in views)
        {
            try
            {
                await connection.ExecuteAsync(text, transaction: transaction);
            }
            catch (PostgresException e)
            {
                throw new InvalidOperationException($"sql/views/{name}.sql, position {e.Position}: {e.MessageText}", e);
            }
        }

        await connection.ExecuteAsync(SqlFiles.Read("grants.sql"), transaction: transaction);
        await connection.ExecuteAsync(
            """
            -- What other views judged counts no longer.
            delete from core.kept_break_state;
            insert into ops.view_build (hash, built_at) values (@hash, clock_timestamp())
            on conflict (only_row) do update set hash = excluded.hash, built_at = excluded.built_at
            """, new { hash }, transaction);
        await transaction.CommitAsync(ct);
        return true;
    }
}
