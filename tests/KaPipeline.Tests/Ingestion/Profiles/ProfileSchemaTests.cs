using System.Text.Json;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Ingestion.Profiles;

/// <summary>The schema that editors complete profiles with knows what the program knows.</summary>
public sealed class ProfileSchemaTests
{
    [Fact]
    public void Each_target_and_field_is_in_the_editors_schema()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "config", "profile.schema.json")));
        var records = schema.RootElement.GetProperty("definitions").GetProperty("report").GetProperty("properties").GetProperty("rows")
            .GetProperty("items").GetProperty("oneOf").EnumerateArray().Select(record => record.GetProperty("properties"))
            .Where(record => record.GetProperty("into").GetProperty("const").GetString() != "context")
            .ToDictionary(
                record => record.GetProperty("into").GetProperty("const").GetString()!,
                record => record.GetProperty("fields").GetProperty("properties").EnumerateObject().Select(field => field.Name).ToList());
        Assert.Equal(StagingTable.ByName.Keys.Order(), records.Keys.Order());
        foreach (var (name, table) in StagingTable.ByName)
        {
            Assert.Equal(table.Fields.Select(field => field.Name), records[name]);
        }
    }
}
