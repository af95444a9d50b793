using KaPipeline.Host.Hangfire;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Rules;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host;

/// <summary>A warehouse that verbs can work with: opened, at this version, and knowing the configuration.</summary>
public static class ReadyWarehouse
{
    /// <summary>Opens the warehouse, migrates it, and mirrors chains, calendar and rules into it.</summary>
    /// <exception cref="WarehouseUnavailableException">It cannot be reached or made.</exception>
    /// <exception cref="NewerDatabaseException">It was migrated by a newer version.</exception>
    /// <exception cref="InvalidDataException">A file of <c>config/</c> is wrong; the message names file and line.</exception>
    public static async Task<WarehouseConnection> OpenAsync(KaHome home, CancellationToken ct)
    {
        var warehouse = await WarehouseConnection.OpenAsync(home, Console.Error.WriteLine, ct);
        try
        {
            Tell(await MigrateAsync(warehouse.OwnerConnectionString, ct));
            await MirrorAsync(home, warehouse.DataSource, ct);
            return warehouse;
        }
        catch
        {
            await warehouse.DisposeAsync();
            throw;
        }
    }

    // A database that becomes another version's is no side effect of a question.
    private static void Tell(Migrator.Outcome outcome)
    {
        if (outcome.Applied.Count > 0)
        {
            Console.Error.WriteLine($"数据库已升级 the database was brought to this version: {outcome.Applied.Count} migrations, up to {outcome.Applied[^1]}");
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
