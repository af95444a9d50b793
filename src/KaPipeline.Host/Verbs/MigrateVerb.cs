using System.CommandLine;
using KaPipeline.Host.Warehouse;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka migrate</c>: brings the database to this version.</summary>
internal static class MigrateVerb
{
    private const string UpToDate = "nothing to do: the database is at this version";

    public static Command Create()
    {
        var writeSchema = new Option<bool>("--write-schema") { Description = "Also write sql/schema.sql (for developers)" };
        var dryRun = SharedOptions.DryRun();
        var command = new Command("migrate", "Bring the database to this version: tables, then the views of mart.") { dryRun, writeSchema };
        command.SetAction(async (parsed, ct) =>
        {
            var home = KaHome.FromEnvironment();
            await using var warehouse = await WarehouseConnection.OpenAsync(home, Console.Error.WriteLine, ct);
            Console.WriteLine(warehouse.Description);
            if (parsed.GetValue(dryRun))
            {
                var missing = await ReadyWarehouse.MissingAsync(warehouse.DataSource, ct);
                Console.WriteLine(missing.Count == 0 ? UpToDate
                    : string.Join('\n', missing.Select(name => $"would bring {name}")) + "\nnothing was done");
                return ExitCodes.Done;
            }

            var outcome = await MigrateAsync(warehouse, ct);
            foreach (var name in outcome.Applied)
            {
                Console.WriteLine($"applied {name}");
            }

            // The views need the thresholds: without them they fail, and say that this verb brings them.
            await ReadyWarehouse.MirrorAsync(home, warehouse.DataSource, ct);
            Console.WriteLine(outcome.ViewsRebuilt ? "views of mart rebuilt" : UpToDate);
            if (parsed.GetValue(writeSchema))
            {
                var file = Path.Combine(home.Installation, "sql", "schema.sql");
                await File.WriteAllTextAsync(file, SchemaDump.Make(warehouse.OwnerConnectionString), ct);
                Console.WriteLine($"wrote {file}");
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<Migrator.Outcome> MigrateAsync(WarehouseConnection warehouse, CancellationToken ct)
    {
        try
        {
            return await ReadyWarehouse.MigrateAsync(warehouse.OwnerConnectionString, ct);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege)
        {
            var role = new NpgsqlConnectionStringBuilder(warehouse.OwnerConnectionString).Username;
            throw new WarehouseUnavailableException(
                $"角色 {role} 不是数据库结构的所有者 The role {role} does not own the schemas ({e.MessageText}); name the one that does in KA_DATABASE_OWNER.", e);
        }
    }
}
