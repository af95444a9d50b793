using System.Diagnostics;
using Dapper;
using Npgsql;

namespace KaPipeline.Warehouse;

/// <summary>Keeps tables equal to what plain views say of all that is known now, by computing touched documents anew and nothing else. View
/// and refresh include the same fragments (<c>sql/fragments</c>); only their sources differ. What one store does otherwise than another
/// is in its <see cref="RefreshPlan"/>.</summary>
public abstract class MaterialisedStore
{
    private readonly NpgsqlDataSource database;
    private readonly RefreshPlan plan;

    private protected MaterialisedStore(NpgsqlDataSource database, RefreshPlan plan) => (this.database, this.plan) = (database, plan);

    /// <summary>Brings the tables up to all that had been recorded when it began; loads continue meanwhile. A second call in a row changes
    /// nothing.</summary>
    /// <param name="only">The chains that are refreshed alone; null for all.</param>
    /// <param name="ct">Undoes what was not finished.</param>
    /// <exception cref="ArgumentException">There is no such chain.</exception>
    public async Task<RefreshOutcome> RefreshAsync(IReadOnlyCollection<string>? only = null, CancellationToken ct = default)
    {
        var watch = Stopwatch.StartNew();
        var passes = await new ChainRefresh(database, plan.LockClass, plan.StateTable).RunAsync(
            only, (connection, transaction, chains, since) => new Pass(plan, connection, transaction, chains, since, ct).RunAsync(), ct);
        return new RefreshOutcome(
            passes.Sum(pass => pass.Documents), passes.Sum(pass => pass.Computed), passes.Sum(pass => pass.Changed),
            passes.Sum(pass => pass.Vanished))
        { Elapsed = watch.Elapsed };
    }

    private sealed class Pass(
        RefreshPlan plan, NpgsqlConnection connection, NpgsqlTransaction transaction, string[] chains, DateTime since, CancellationToken ct)
    {
        public async Task<RefreshOutcome> RunAsync()
        {
            await connection.ExecuteAsync(Command(
                "select set_config('ka.as_of', '9999-12-31', true), set_config('ka.known_at', '9999-12-31', true), "
                + $"set_config('ka.knowledge', 'arrived', true), {plan.Planning}"));
            var outcome = plan.Fill is { } fill && since == DateTime.MinValue
                ? await FillAsync(fill.File, fill.Counts) : await TouchedAsync();
            await DoAsync(plan.State);
            return outcome;
        }

        private async Task<RefreshOutcome> FillAsync(string file, string counts)
        {
            await DoAsync(file);
            return await connection.QuerySingleAsync<RefreshOutcome>(Command(counts));
        }

        private async Task<RefreshOutcome> TouchedAsync()
        {
            await DoAsync(plan.Touch);
            for (var step = 1; plan.Closure is not null && await FollowAsync(plan.Closure, step) > 0; step++)
            {
            }

            var (documents, others) = await connection.QuerySingleAsync<(long, long)>(Command(plan.Touched));
            var isTouched = documents + others > 0;
            var (changed, vanished) = (0L, 0L);
            foreach (var step in plan.Steps.Where(step => isTouched || step.IsAlways))
            {
                var rows = await DoAsync(step.File);
                changed += step.Writes == RefreshStep.Rows.Changed ? rows : 0;
                vanished += step.Writes == RefreshStep.Rows.Vanished ? rows : 0;
            }

            var left = isTouched ? await connection.QuerySingleAsync<RefreshOutcome>(Command(plan.Counts)) : new RefreshOutcome(0, 0, 0, 0);
            return new RefreshOutcome(documents, left.Computed, left.Changed + changed, left.Vanished + vanished);
        }

        private Task<long> FollowAsync(string file, int step) =>
            connection.ExecuteScalarAsync<long>(Command(Text(file), new { step }));

        private Task<int> DoAsync(string file) => connection.ExecuteAsync(Command(Text(file), new { chains, since }));

        private string Text(string file) => SqlFiles.Read($"refresh/{plan.Folder}/{file}.sql");

        private CommandDefinition Command(string sql, object? parameters = null) =>
            new(sql, parameters, transaction, commandTimeout: 0, cancellationToken: ct);
    }
}
