using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Warehouse;

public sealed class SchemaDumpTests
{
    [Fact]
    public async Task Schema_sql_is_what_the_migrations_and_views_result_in()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();

        var result = SchemaDump.Make(warehouse.OwnerConnectionString);

        var committed = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "sql", "schema.sql"), Stopping);
        Assert.True(committed == result,
            "sql/schema.sql is not what sql/migrations and sql/views result in; write it anew with: ./ka migrate --write-schema");
    }
}
