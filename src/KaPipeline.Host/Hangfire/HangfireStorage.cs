using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using Hangfire;
using Hangfire.PostgreSql;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Hangfire;

/// <summary>Hangfire's tables in the schema <c>hangfire</c>: made by the owner, used by the application.</summary>
public static class HangfireStorage
{
    /// <summary>Name of the schema.</summary>
    public const string Schema = "hangfire";

    /// <summary>Joins a row <c>attempt</c> of <c>ops.run_attempt</c> to its row <c>job</c>, as an SQL condition. Numbers alone would not
    /// do: where Hangfire's tables were made anew, as after a restore, it counts from 1 again.</summary>
    public const string IsJobOfAttempt =
        "job.id = attempt.hangfire_job_id::bigint and job.arguments->>0 = attempt.run_id::text and job.arguments->>1 = attempt.attempt::text";

    /// <summary>For how long ended jobs stay on the dashboard; the ledger keeps their runs far longer.</summary>
    public static TimeSpan Keeps { get; } = TimeSpan.FromDays(30);

    /// <summary>Makes the tables, or brings them to the version of the library, and lets the application use them. Safe to run twice, and
    /// by several processes at once.</summary>
    /// <param name="ownerConnectionString">Connection of the role that owns the schema.</param>
    public static async Task PrepareAsync(string ownerConnectionString, CancellationToken ct = default)
    {
        await using var connection = new NpgsqlConnection(ownerConnectionString + ";Pooling=false");
        await connection.OpenAsync(ct);
        await connection.ExecuteAsync("select pg_advisory_lock(5242080)");
        PostgreSqlObjectsInstaller.Install(connection, Schema);
        await connection.ExecuteAsync(
            """
            do $$
            begin
                if exists (select from pg_roles where rolname = 'ka_app') then
                    grant usage on schema hangfire to ka_app;
                    grant select, insert, update, delete on all tables in schema hangfire to ka_app;
                    grant usage, select, update on all sequences in schema hangfire to ka_app;
                end if;
            end
            $$
            """);
    }

    /// <summary>Whether the tables are those of the library's version; a role that may only use them finds it out.</summary>
    public static async Task<bool> IsPreparedAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        try
        {
            return await connection.ExecuteScalarAsync<int?>(new CommandDefinition("select max(version) from hangfire.schema",
                cancellationToken: ct)) >= Newest;
        }
        catch (PostgresException e) when (Migrator.IsNotThere(e))
        {
            return false;
        }
    }

    // The library installs by numbered scripts, and writes the number of the last into its table.
    private static int Newest { get; } = typeof(PostgreSqlObjectsInstaller).Assembly.GetManifestResourceNames()
        .Select(name => Regex.Match(name, @"\.Install\.v(\d+)\.sql$")).Where(match => match.Success)
        .Max(match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));

    /// <summary>The storage as every process of ours uses it.</summary>
    /// <param name="database">Connections of the application role; their sessions must run in UTC, for Hangfire's moments know no
    /// zone.</param>
    public static JobStorage Create(NpgsqlDataSource database) =>
        new PostgreSqlStorage(new Connections(database), new PostgreSqlStorageOptions
        {
            SchemaName = Schema,
            PrepareSchemaIfNecessary = false,
            AllowDegradedModeWithoutStorage = false,
            EnableLongPolling = false,
            QueuePollInterval = TimeSpan.FromSeconds(1),
            // A job is invisible to others while its process lives, and for two minutes after that was killed.
            UseSlidingInvisibilityTimeout = true,
            InvisibilityTimeout = TimeSpan.FromMinutes(2),
            // Its locks have no owner: one that a killed process left behind is in the way for a minute, not for ten.
            DistributedLockTimeout = TimeSpan.FromMinutes(1),
        })
        {
            JobExpirationTimeout = Keeps,
        };

    /// <summary>Asks the storage one question, since nothing else does before the first job.</summary>
    /// <exception cref="WarehouseUnavailableException">It has no answer; the message says what to do.</exception>
    public static async Task AskAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            await connection.ExecuteScalarAsync<long>(new CommandDefinition(
                "select count(*) from hangfire.schema, lateral (select from hangfire.job limit 1) as readable", cancellationToken: ct));
            var zone = await connection.ExecuteScalarAsync<string>(new CommandDefinition("show timezone", cancellationToken: ct));
            if (zone is not ("UTC" or "Etc/UTC"))
            {
                throw new WarehouseUnavailableException(
                    $"Sessions run in the time zone {zone}; Hangfire's storage needs UTC. Put \"Timezone=UTC\" into KA_DATABASE.");
            }
        }
        catch (PostgresException e) when (!e.IsTransient)
        {
            throw new WarehouseUnavailableException($"Hangfire's storage does not answer ({e.MessageText}); run: ka migrate", e);
        }
    }

    private sealed class Connections(NpgsqlDataSource database) : IConnectionFactory
    {
        public NpgsqlConnection GetOrCreateConnection() => database.CreateConnection();
    }
}
