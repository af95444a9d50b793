using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Warehouse;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace KaPipeline.Host.Demo;

/// <summary>The demo's work as runs of the ledger: the very jobs of the product, one after the other in this process.</summary>
internal sealed class DemoLedger(NpgsqlDataSource database, IEnumerable<IJob> jobs)
{
    public const string Who = "ka demo";

    private readonly Dispatcher dispatcher = new(database, jobs, new JobOptions { Attempts = 1 }, TimeProvider.System,
        NullLoggerFactory.Instance, WorkerName.Own);

    /// <summary>Does a job for a business date.</summary>
    /// <returns>Its run, and why a check of the warehouse stopped it; null where none did.</returns>
    public async Task<(long RunId, string? Stopped)> DoAsync(string job, DateOnly date, CancellationToken ct)
    {
        var runId = await dispatcher.AddAsync(job, "", date, date, Who, null, "{}", true, ct);
        var result = await dispatcher.ExecuteAsync(runId, 1, Delivery.Of(ct));
        ct.ThrowIfCancellationRequested();
        return result switch
        {
            { End: AttemptEnd.Succeeded } => (runId, null),
            { Error: PermanentJobException { Kind: "check_stopped" } stopped } => (runId, Bilingual.Both(stopped.Message)),
            _ => throw new InvalidOperationException(
                $"Run {runId} ({job}, {date:yyyy-MM-dd}): {Bilingual.Both(result.Message)}", result.Error),
        };
    }

    /// <summary>How many mails the editions of these runs have, by state.</summary>
    public async Task<IReadOnlyDictionary<string, int>> MailsAsync(IReadOnlyCollection<long> runIds, CancellationToken ct) =>
        new SortedDictionary<string, int>((await database.ListAsync<(string State, int Count)>(
            """
            select delivery.state, count(*)::int
            from ops.delivery as delivery join ops.edition as edition using (edition_id)
            where edition.run_id = any(@runIds) group by delivery.state
            """, new { runIds = runIds.ToArray() }, ct)).ToDictionary(row => row.State, row => row.Count), StringComparer.Ordinal);
}
