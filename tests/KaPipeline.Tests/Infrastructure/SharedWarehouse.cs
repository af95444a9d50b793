namespace KaPipeline.Tests.Infrastructure;

/// <summary>One warehouse for all tests of a class that roll back what they write: <c>IClassFixture&lt;SharedWarehouse&gt;</c>.</summary>
public sealed class SharedWarehouse : IAsyncLifetime
{
    public TestWarehouse Warehouse { get; private set; } = null!;

    public async Task InitializeAsync() => Warehouse = await TestWarehouse.CreateAsync();

    public async Task DisposeAsync() => await Warehouse.DisposeAsync();
}
