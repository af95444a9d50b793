using System.Collections.Concurrent;
using KaPipeline.Tests.Infrastructure;
using Npgsql;

namespace KaPipeline.Tests.Warehouse;

/// <summary>Whether the cases of <c>tests/views</c> see that a view is wrong: of the views with one thing changed a share must fail a case
/// of their own. Thirty in every run, the same each time; all with <c>KA_TEST_LONG=1</c>, which names those that no case sees. What the
/// settlement algebra comes to is held by random worlds and the samples' truth besides (docs/quality.md).</summary>
public sealed class ViewMutationTests(SharedWarehouse shared, ITestOutputHelper output) : IClassFixture<SharedWarehouse>
{
    // Per cent.
    private const int LeastSeen = 40;

    [Fact]
    public async Task Changed_view_fails_a_case_of_its_own()
    {
        var cases = ViewCase.All().ToLookup(one => one.View);
        var mutants = LongRun.Some([.. SqlMutant.All().DistinctBy(mutant => mutant.Name).Where(mutant => cases.Contains(mutant.View))], 30);
        var (survivors, killed, stillborn) = (new ConcurrentBag<string>(), 0, 0);
        // A session keeps what it planned for functions that are gone with their transaction: each gets few of them.
        await Parallel.ForEachAsync(mutants.Chunk(10), new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = Stopping },
            async (few, ct) =>
        {
            await using var connection = new NpgsqlConnection(shared.Warehouse.OwnerConnectionString + ";Pooling=false");
            await connection.OpenAsync(ct);
            foreach (var mutant in few)
            {
                switch (await TryAsync(connection, mutant, cases[mutant.View], ct))
                {
                    case null: Interlocked.Increment(ref stillborn); break;
                    case true: Interlocked.Increment(ref killed); break;
                    default: survivors.Add(mutant.Name); break;
                }
            }
        });

        output.WriteLine(string.Join('\n', survivors.Order(StringComparer.Ordinal)));
        output.WriteLine($"{killed} seen, {survivors.Count} not, {stillborn} no SQL");
        Assert.InRange(100 * killed / Math.Max(1, killed + survivors.Count), LeastSeen, 100);
    }

    // Whether a case fails; null where the database does not take the change.
    private static async Task<bool?> TryAsync(
        NpgsqlConnection connection, SqlMutant mutant, IEnumerable<ViewCase> cases, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        try
        {
            await new NpgsqlCommand(mutant.Sql, connection, transaction).ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException)
        {
            return null;
        }

        await new NpgsqlCommand(ViewCase.Prelude + "; set local statement_timeout = '20s'", connection, transaction)
            .ExecuteNonQueryAsync(ct);
        foreach (var one in cases)
        {
            await transaction.SaveAsync("before", ct);
            try
            {
                var (found, expected) = await one.CompareAsync(transaction, ct);
                if (found != expected)
                {
                    return true;
                }
            }
            catch (PostgresException)
            {
                return true;
            }

            await transaction.RollbackAsync("before", ct);
        }

        return false;
    }
}
