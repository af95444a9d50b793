using System.Diagnostics.Metrics;
using KaPipeline.Jobs;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Serve;

/// <summary>What the ledger says of the whole installation, for a monitoring system. Every node tells the same: take the highest, not the
/// sum.</summary>
/// <param name="options">How often nodes look.</param>
internal sealed class LedgerMeters(NpgsqlDataSource database, JobOptions options, TimeProvider clock, ILogger<LedgerMeters> log)
    : BackgroundService
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "KaPipeline.Ledger";

    // A state in which nothing is counts 0: a rule over a figure that is not there never fires.
    private const string Ledger =
        """
        select 'ka.rows' as instrument, 'outcome' as tag, outcome as value, count
        from (select sum(rows_loaded), sum(rows_quarantined), sum(rows_duplicate) from ops.load) as total (loaded, quarantined, duplicate),
             lateral (values ('loaded', loaded), ('quarantined', quarantined), ('duplicate', duplicate)) as each (outcome, count)
        union all
        select 'ka.mails', 'state', each.state, count(delivery.state)
        from unnest(array['rendered', 'claimed', 'accepted', 'refused', 'in_doubt', 'suppressed', 'bounced']) as each (state)
        left join ops.delivery using (state) group by each.state
        union all
        select 'ka.alerts.open', 'kind', kind, count(*) from ops.alert where closed_at is null group by kind
        union all
        select 'ka.feeds.late', '', '', count(*) from ops.alert where closed_at is null and kind = 'feed_late'
        union all
        select 'ka.runs.open', 'state', each.state, count(run.state)
        from unnest(array['queued', 'running']) as each (state) left join ops.run using (state) group by each.state
        union all
        select 'ka.files.held', '', '', count(*) from ops.load where state = 'held'
        union all
        select 'ka.quarantine.open', '', '', count(*) from ops.quarantined_row where state = 'open'
        """;

    private readonly Meter meter = new(Name);
    private IReadOnlyList<Figure> figures = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        meter.CreateObservableCounter("ka.rows", () => Of("ka.rows"), "{row}", "Rows of files, by what became of them");
        meter.CreateObservableGauge("ka.mails", () => Of("ka.mails"), "{mail}", "Mails, by state");
        meter.CreateObservableGauge("ka.alerts.open", () => Of("ka.alerts.open"), "{alert}", "Open alerts, by kind");
        meter.CreateObservableGauge("ka.feeds.late", () => Of("ka.feeds.late"), "{feed}", "Files that should have arrived and have not");
        meter.CreateObservableGauge("ka.runs.open", () => Of("ka.runs.open"), "{run}", "Runs that wait or are at work, by state");
        meter.CreateObservableGauge("ka.files.held", () => Of("ka.files.held"), "{file}", "Files that wait for a decision");
        meter.CreateObservableGauge("ka.quarantine.open", () => Of("ka.quarantine.open"), "{row}", "Rows in quarantine");
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(Math.Max(1, options.SweepSeconds)), clock);
        do
        {
            try
            {
                figures = await database.ListAsync<Figure>(Ledger, ct: stoppingToken);
            }
            catch (NpgsqlException e)
            {
                // Readiness tells it; the last figures stay.
                log.LogDebug(e, "The ledger could not be read");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    private IEnumerable<Measurement<long>> Of(string instrument) => figures.Where(figure => figure.Instrument == instrument)
        .Select(figure => figure.Tag.Length == 0 ? new Measurement<long>(figure.Count)
            : new Measurement<long>(figure.Count, new KeyValuePair<string, object?>(figure.Tag, figure.Value)));

    private sealed record Figure
    {
        public string Instrument { get; init; } = "";

        public string Tag { get; init; } = "";

        public string Value { get; init; } = "";

        public long Count { get; init; }
    }
}
