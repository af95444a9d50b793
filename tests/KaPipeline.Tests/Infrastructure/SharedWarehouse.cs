using KaPipeline.Rules;

namespace KaPipeline.Tests.Infrastructure;

/// <summary>One warehouse for all tests of a class that roll back what they write, with the rules of <c>config/rules.yaml</c>:
/// <c>IClassFixture&lt;SharedWarehouse&gt;</c>.</summary>
public sealed class SharedWarehouse : IAsyncLifetime
{
    public TestWarehouse Warehouse { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Warehouse = await TestWarehouse.CreateAsync();
        await using var connection = await Warehouse.DataSource.OpenConnectionAsync();
        await BusinessRulesSync.SyncAsync(connection, BusinessRules.Load(Path.Combine(Repository.Root, "config")),
            TimeProvider.System.GetUtcNow());
    }

    public async ValueTask DisposeAsync() => await Warehouse.DisposeAsync();
}
