using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Warehouse;

/// <summary>Whether the cases of <c>tests/views</c> see that a view is wrong: of the views with one thing changed a share must fail a case
/// of their own, or of a view of the same folder that reads them. Thirty in every run, the same each time; all with
/// <c>KA_TEST_LONG=1</c>; with <c>KA_TEST_MUTANTS</c> all whose name fits that pattern, the unseen ones in
/// <c>artifacts/unseen-mutants.txt</c> as they are found. What the settlement algebra comes to is held by random worlds and the samples'
/// truth besides (docs/quality.md).</summary>
public sealed class ViewMutationTests(SharedWarehouse shared, ITestOutputHelper output) : IClassFixture<SharedWarehouse>
{
    // Per cent; of a few that are drawn anew each time chance has a part.
    private static readonly int LeastSeen = LongRun.IsOn ? 60 : 40;

    private static readonly string? Wanted = Environment.GetEnvironmentVariable("KA_TEST_MUTANTS");

    [Fact]
    public async Task Changed_view_fails_a_case_of_its_noun()
    {
        var own = ViewCase.All().ToLookup(one => one.View);
        var cases = ViewFiles.InOrder().SelectMany(file => WithReaders(file.Name).SelectMany(view => own[view]).Select(one => (file, one)))
            .ToLookup(pair => Path.GetFileName(pair.file.Name), pair => pair.one);
        var all = SqlMutant.All().Where(mutant => cases.Contains(mutant.View));
        var mutants = Wanted is null
            ? LongRun.Drawn(all.DistinctBy(mutant => mutant.Name), 16)
            : [.. all.Where(mutant => Regex.IsMatch(mutant.Name, Wanted))];
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
                    default: Survived(mutant, survivors); break;
                }
            }
        });

        output.WriteLine(string.Join('\n', survivors.Order(StringComparer.Ordinal)));
        output.WriteLine($"{killed} seen, {survivors.Count} not, {stillborn} no SQL");
        if (Wanted is null)
        {
            Assert.InRange(100 * killed / Math.Max(1, killed + survivors.Count), LeastSeen, 100);
        }
    }

    // A view and those of its folder that read it, the nearest first: what a step gets wrong is seen in its result.
    private static List<string> WithReaders(string name)
    {
        List<string> found = [Path.GetFileName(name)];
        for (var i = 0; i < found.Count; i++)
        {
            var readers = ViewFiles.InOrder().Where(file => ViewFiles.DependsOn(file.Text).Contains(found[i])
                && Path.GetDirectoryName(file.Name) == Path.GetDirectoryName(name));
            found.AddRange(readers.Select(file => Path.GetFileName(file.Name)).Except(found).ToList());
        }

        return found;
    }

    // What a person looks for is written at once: a long look is read while it goes on.
    private static void Survived(SqlMutant mutant, ConcurrentBag<string> survivors)
    {
        survivors.Add(mutant.Name);
        if (Wanted is not null)
        {
            lock (survivors)
            {
                File.AppendAllText(
                    Path.Combine(Repository.Root, "artifacts", "unseen-mutants.txt"),
                    $"{mutant.View}:{mutant.Line}: {mutant.Change}: {mutant.Place}\n");
            }
        }
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
