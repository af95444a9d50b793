using System.CommandLine;
using KaPipeline.Warehouse;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka migrate</c>: brings the database to this version.</summary>
internal static class MigrateVerb
{
    public static Command Create()
    {
        var command = new Command("migrate", "Bring the database to this version: tables, then the views of mart.");
        command.SetAction(async (_, ct) =>
        {
            await using var warehouse = await WarehouseConnection.OpenAsync(KaHome.FromEnvironment(), ct);
            Console.WriteLine(warehouse.Description);
            var outcome = await new Migrator(warehouse.OwnerConnectionString).MigrateAsync(ct);
            foreach (var name in outcome.Applied)
            {
                Console.WriteLine($"applied {name}");
            }

            Console.WriteLine(outcome.ViewsRebuilt ? "views of mart rebuilt" : "nothing to do: the database is at this version");
            return ExitCodes.Done;
        });
        return command;
    }
}
