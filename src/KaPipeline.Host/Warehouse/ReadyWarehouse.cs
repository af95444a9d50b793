using KaPipeline.Host.Hangfire;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Rules;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Warehouse;

/// <summary>A warehouse that verbs can work with: opened, at this version, and knowing the configuration.</summary>
public static class ReadyWarehouse
{
    private const int Named = 5;

    /// <summary>Opens the warehouse, migrates it where something is missing, and mirrors chains, calendar and rules into it.</summary>
    /// <exception cref="WarehouseUnavailableException">It cannot be reached or made, or it is older and may not be migrated from
    /// here.</exception>
    /// <exception cref="NewerDatabaseException">It was migrated by a newer version.</exception>
    /// <exception cref="InvalidDataException">A file of <c>config/</c> is wrong; the message names file and line.</exception>
    public static async Task<WarehouseConnection> OpenAsync(KaHome home, CancellationToken ct)
    {
        var warehouse = await OpenWithoutConfigAsync(home, ct);
        try
        {
            await MirrorAsync(home, warehouse.DataSource, ct);
            return warehouse;
        }
        catch
        {
            await warehouse.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens the warehouse and migrates it where something is missing; <c>config/</c> is not asked.</summary>
    /// <exception cref="WarehouseUnavailableException">It cannot be reached or made, or it is older and may not be migrated from
    /// here.</exception>
    /// <exception cref="NewerDatabaseException">It was migrated by a newer version.</exception>
    public static async Task<WarehouseConnection> OpenWithoutConfigAsync(KaHome home, CancellationToken ct)
    {
        var warehouse = await WarehouseConnection.OpenAsync(home, Console.Error.WriteLine, ct);
        try
        {
            if (await MissingAsync(warehouse.DataSource, ct) is { Count: > 0 } missing)
            {
                await UpgradeAsync(warehouse, missing, ct);
            }

            return warehouse;
        }
        catch
        {
            await warehouse.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the database lacks to be at this version: migrations, views, Hangfire's tables. Needs no more than the application
    /// may.</summary>
    /// <exception cref="NewerDatabaseException">It was migrated by a newer version.</exception>
    public static async Task<IReadOnlyList<string>> MissingAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var missing = await Migrator.MissingAsync(connection, ct);
        return [.. missing, .. await HangfireStorage.IsPreparedAsync(connection, ct) ? (string[])[] : ["tables of Hangfire"]];
    }

    /// <summary>What <see cref="MissingAsync"/> found, in words with what to do.</summary>
    public static string Older(IReadOnlyList<string> missing) =>
        $"数据库比程序旧 The database is older than the program, it lacks: {string.Join(", ", missing.Take(Named))}"
        + (missing.Count > Named ? $" … {missing.Count - Named} more" : "")
        + ". 请以所有者身份运行 Run as the owner of the schemas (KA_DATABASE_OWNER): ka migrate";

    // A database that becomes another version's is no side effect of a question.
    private static void Tell(Migrator.Outcome outcome)
    {
        if (outcome.Applied.Count > 0)
        {
            Console.Error.WriteLine(
                $"数据库已升级 the database was brought to this version: {outcome.Applied.Count} migrations, up to {outcome.Applied[^1]}");
        }
    }

    private static async Task UpgradeAsync(WarehouseConnection warehouse, IReadOnlyList<string> missing, CancellationToken ct)
    {
        try
        {
            Tell(await MigrateAsync(warehouse.OwnerConnectionString, ct));
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new OlderDatabaseException(Older(missing), e);
        }
    }

    /// <summary>Brings the database to this version: tables and views of ours, then Hangfire's own tables.</summary>
    /// <param name="ownerConnectionString">Connection of the role that owns the schemas.</param>
    /// <exception cref="NewerDatabaseException">It was migrated by a newer version.</exception>
    public static async Task<Migrator.Outcome> MigrateAsync(string ownerConnectionString, CancellationToken ct = default)
    {
        var outcome = await new Migrator(ownerConnectionString).MigrateAsync(ct);
        await HangfireStorage.PrepareAsync(ownerConnectionString, ct);
        return outcome;
    }

    /// <summary>Mirrors chains, calendar and rules of <c>config/</c> into a migrated warehouse.</summary>
    /// <exception cref="InvalidDataException">A file of <c>config/</c> is wrong; the message names file and line.</exception>
    public static async Task MirrorAsync(KaHome home, NpgsqlDataSource database, CancellationToken ct)
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(ct);
        await ProfileSync.SyncAsync(connection, ProfileCatalog.Load(home.Config).Chains, now, ct);
        await SettingsSync.SyncAsync(connection, home.Config, now, ct);
    }
}
