using Dapper;
using KaPipeline.Tests.Infrastructure;
using Npgsql;

namespace KaPipeline.Tests.Warehouse;

/// <summary>Runs every folder <c>tests/views/mart.&lt;view&gt;/&lt;case as a sentence&gt;</c> (see tests/views/README.md).</summary>
public sealed class ViewCaseTests(SharedWarehouse shared) : IClassFixture<SharedWarehouse>
{
    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var one in ViewCase.All())
        {
            cases.Add(one.View, one.Sentence);
        }

        return cases;
    }

    [Fact]
    public void Every_view_and_function_has_a_case() => Assert.Empty(
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "sql", "views"), "*.sql", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file)!).Except(ViewCase.All().Select(one => one.View)));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task View_shows(string view, string sentence)
    {
        await using var connection = new NpgsqlConnection(shared.Warehouse.OwnerConnectionString);
        await connection.OpenAsync(Stopping);
        await using var transaction = await connection.BeginTransactionAsync(Stopping);
        await connection.ExecuteAsync(ViewCase.Prelude, transaction: transaction);
        var (found, expected) = await new ViewCase(view, sentence).CompareAsync(transaction, Stopping);
        Assert.Equal(expected, found);
    }
}
