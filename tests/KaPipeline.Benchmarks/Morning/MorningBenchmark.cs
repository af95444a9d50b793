using System.Diagnostics;
using System.Globalization;
using System.Text;
using Dapper;
using KaPipeline.Benchmarks.Load;
using KaPipeline.Digests.Editions;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Jobs;
using KaPipeline.Mail;
using KaPipeline.Reconciliation;
using KaPipeline.Rules;
using KaPipeline.Sales;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Benchmarks.Morning;

/// <summary><c>ka bench morning [--lines 200000] [--history-lines 5000] [--history-days 365] [--whole [--recipients 200]]</c>: what a
/// morning costs after one large day (half orders, half deliveries, loaded from files), in a warehouse that holds nothing else and in one
/// that holds a year before it. With <c>--whole</c> its documents are settled and the daily digests of so many people lie in the outbox at
/// the end, too.</summary>
internal static class MorningBenchmark
{
    private const string OfMonth = " where month = date_trunc('month', core.as_of())::date";

    private static readonly DateOnly Day = new(2026, 6, 15);

    /// <summary>All that alerts, figures, rankings and exposures show in a morning; a month's figures where they are asked for by
    /// month.</summary>
    private static readonly string[] Views =
    [
        "sku_lock_alert", "price_anomaly", "fill_rate where business_date = core.as_of()", "sku_distribution", "outlet_coverage",
            "assortment_gap", "new_product_clock",
        "exposure", "supply_day where business_date = core.as_of()", "sales_growth" + OfMonth, "sku_ranking" + OfMonth, "outlet_ranking"
        + OfMonth, "area_ranking" + OfMonth,
        "target_progress" + OfMonth, "gross_margin", "purchase_sales_stock" + OfMonth, "dealer_volume" + OfMonth, "staffing_signal",
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        int Option(string name, int fallback) =>
            Array.IndexOf(args, name) is var at and >= 0
            ? int.Parse(args[at + 1], NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : fallback;
        var (lines, history, days) = (Option("--lines", 200_000), Option("--history-lines", 5_000), Option("--history-days", 365));
        int? recipients = args.Contains("--whole") ? Option("--recipients", 200) : null;
        var alone = await MeasureAsync(lines, history, 0, recipients);
        var after = await MeasureAsync(lines, history, days, recipients);
        var text = new StringBuilder("## Morning\n\n").AppendLine(CultureInfo.InvariantCulture,
            $"`./ka bench morning {string.Join(' ', args)}`: a day of {lines:N0} lines (half orders, half deliveries) from files, alone and on {days} days of {2 * history:N0} lines before it ({2L * history * days:N0} lines).\n");
        text.AppendLine("| step | alone: clock, ms | on history | alone: server's processor, ms | on history | ratio of processor time |")
            .AppendLine("| --- | ---: | ---: | ---: | ---: | ---: |");
        void Row(string name, IEnumerable<Step> one, IEnumerable<Step> other)
        {
            var (before, now) = (one.Sum(step => step.Processor), other.Sum(step => step.Processor));
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {name} | {one.Sum(step => step.Clock):N0} | {other.Sum(step => step.Clock):N0} | {before:N0} | {now:N0} | {(before < 1 ? "" : $"{now / before:0.00}")} |");
        }

        foreach (var (step, i) in alone.Select((step, i) => (step, i)))
        {
            Row(step.Name, [step], [after[i]]);
        }

        Row("**refresh of alerts and figures** (goal ≤ 1.15)", alone.Skip(1).Take(Views.Length + 1), after.Skip(1).Take(Views.Length + 1));
        Row("with loading", alone.Take(Views.Length + 2), after.Take(Views.Length + 2));
        if (recipients is { } people)
        {
            Row($"the whole: from files to the mails of {people:N0} recipients in the outbox", alone, after);
        }

        Console.Write(text);
        BenchmarkPage.Put("morning", text.ToString());
        return 0;
    }

    private sealed record Step(string Name, double Clock, double Processor);

    private static async Task<List<Step>> MeasureAsync(int lines, int history, int days, int? recipients)
    {
        await using var warehouse = await BenchWarehouse.CreateAsync();
        await using (var maintenance = new NpgsqlConnection(warehouse.MaintenanceConnectionString))
        {
            // Its processor time would be charged to whichever step it falls into; what it does in passing is done below, outside of the
            // clock.
            await maintenance.ExecuteAsync("alter system set autovacuum = off");
            await maintenance.ExecuteAsync("select pg_reload_conf()");
        }

        await using var connection = await warehouse.DataSource.OpenConnectionAsync();
        await SettingsSync.SyncAsync(connection, KaHome.FromEnvironment().Config,
            DateTimeOffset.Parse("2020-01-01T00:00:00Z", CultureInfo.InvariantCulture));
        await connection.ExecuteAsync(World, commandTimeout: 0);
        await connection.ExecuteAsync(People, new { recipients = recipients ?? 5 });
        var (kept, settlement) = (new MaterialisedFigures(warehouse.DataSource), new MaterialisedSettlement(warehouse.DataSource));
        if (days > 0)
        {
            for (var month = new DateOnly(Day.AddDays(-days).Year, Day.AddDays(-days).Month, 1); month < Day; month = month.AddMonths(1))
            {
                await connection.ExecuteAsync(History, new { month = Iso(month), day = Iso(Day), from = Iso(Day.AddDays(-days)), history },
                    commandTimeout: 0);
            }

            Say($"{days} days of history made");
            await connection.ExecuteAsync("analyze core.order_line, core.delivery_line", commandTimeout: 0);
            Say($"figures kept for the first time: {(await kept.RefreshAsync()).Elapsed.TotalSeconds:0.0} s");
            if (recipients is not null)
            {
                Say($"settled for the first time: {(await settlement.RefreshAsync()).Elapsed.TotalSeconds:0.0} s");
            }
        }

        await connection.ExecuteAsync("vacuum analyze", commandTimeout: 0);
        var folder = Directory.CreateDirectory(Path.Combine(warehouse.Home, "dingfeng")).FullName;
        DayFiles.Write(folder, Day, lines / 2);
        var server = new ServerTime(await connection.ExecuteScalarAsync<int>("select pg_backend_pid()"));
        var steps = new List<Step>();
        async Task StepAsync(string name, Func<Task> work)
        {
            var (watch, before) = (Stopwatch.StartNew(), server.Spent());
            await work();
            steps.Add(new(name, watch.Elapsed.TotalMilliseconds, server.Spent() - before));
            Say($"  {name}: {watch.Elapsed.TotalMilliseconds:0} ms, processor {steps[^1].Processor:0} ms");
        }

        var clock = new FixedClock(BusinessTime.At(Day, new TimeOnly(23, 0)));
        var ingest = new Ingest(warehouse.DataSource, new FileArchive(Path.Combine(warehouse.Home, "archive")),
            ProfileCatalog.Load(KaHome.FromEnvironment().Config), clock);
        await StepAsync("load two files", async () =>
        {
            var results = await ingest.RunAsync(ingest.Find([folder]).Known);
            if (results.Sum(result => result.RowsLoaded) != 2 * (lines / 2))
            {
                throw new InvalidOperationException("Not every line was loaded: "
                    + string.Join("; ",
                    results.Select(result => $"{result.FileName} {result.State} {result.RowsLoaded} {result.Finding}")));
            }
        });
        // What autovacuum would do, outside of the clock in both cases.
        await connection.ExecuteAsync("analyze core.order_line, core.delivery_line", commandTimeout: 0);
        await StepAsync("keep figures of touched documents", async () => await kept.RefreshAsync());
        await connection.ExecuteAsync(
            "analyze core.kept_fulfilment, core.kept_supply_line, core.kept_item, core.kept_outlet_month, core.kept_product_month, "
            + "core.kept_price_finding, core.kept_service_difference", commandTimeout: 0);
        foreach (var view in Views)
        {
            await StepAsync($"`mart.{view}`", async () =>
            {
                await using var transaction = await ReportClock.EndOf(Day).BeginAsync(connection);
                await connection.ExecuteScalarAsync<long>(
                    new CommandDefinition($"select count(*) from (select * from mart.{view} offset 0) as rows", transaction: transaction,
                    commandTimeout: 0));
            });
        }

        if (recipients is not null)
        {
            await StepAsync("settle touched documents", async () => await settlement.RefreshAsync());
            await StepAsync("daily digest, composed and put into the outbox", () => SendAsync(warehouse, clock));
        }

        return steps;
    }

    private static async Task SendAsync(BenchWarehouse warehouse, TimeProvider clock)
    {
        var config = KaHome.FromEnvironment().Config;
        var mail = new MailOptions { From = "ka@ka.example", Outbox = Path.Combine(warehouse.Home, "outbox") };
        var service = new DigestService(warehouse.DataSource, DigestService.AllDigests, new RecipientList(RecipientRules.Load(config)),
            DigestSchedules.LoadCalendar(config, mail.WaitForSourcesUntil), mail, clock);
        var (edition, letters) = await service.ProduceAsync(new DigestRequest("daily", Day, "bench"));
        await Postman.For(warehouse.DataSource, mail, new KaHome(warehouse.Home, config)).DeliverToEndAsync(edition, TimeSpan.Zero);
        Say($"  {letters.Count} letters, {Directory.EnumerateFiles(mail.Outbox, "*", SearchOption.AllDirectories).Count()} files in the outbox");
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Say(string text) => Console.Error.WriteLine(text);

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now.ToUniversalTime();
    }

    // A manager for each of five regions; whoever is beside them, a representative, looks after as many stores as any other.
    private const string People =
        """
        insert into core.person (person_id, name, email, language, arrived_at, recorded_at)
        select 'M' || n, 'M' || n, 'm' || n || '@ka.example', 'zh-CN', '-infinity', '-infinity' from generate_series(0, @recipients - 1) n;
        insert into core.responsibility (person_id, role, region, valid_from, arrived_at, recorded_at)
        select 'M' || n, 'region_manager', 'R' || n, '2020-01-01', '-infinity', '-infinity' from generate_series(0, 4) n;
        insert into core.responsibility (person_id, role, chain_id, store_id, valid_from, arrived_at, recorded_at)
        select 'M' || 5 + n % (@recipients - 5), 'representative', 'dingfeng', lpad(n::text, 4, '0'), '2020-01-01', '-infinity', '-infinity'
        from generate_series(0, 2099) n where @recipients > 5;
        """;

    // 2,100 stores in 20 cities, 50 items at 10.00 of which 30 are mandatory; targets of the month; half of the stores through dealers.
    private const string World =
        """
        delete from core.store; delete from core.product; delete from core.chain_item;
        insert into core.product (product_id, valid_from, name, category, assortment, pack_size, vat_rate, launched_on, arrived_at, recorded_at)
        select 'P' || n, '2020-01-01', 'P' || n, case when n % 2 = 0 then 'uht' else 'drink' end, case when n < 30 then 'core' else 'other' end, 24, 0.09,
            case when n = 0 then date '2026-05-20' end, '-infinity', '-infinity' from generate_series(0, 49) n;
        insert into core.chain_item (chain_id, item_number, product_id, arrived_at, recorded_at)
        select 'dingfeng', lpad(n::text, 6, '0'), 'P' || n, '-infinity', '-infinity' from generate_series(0, 49) n;
        insert into core.price (chain_id, product_id, valid_from, unit_price, arrived_at, recorded_at)
        select 'dingfeng', 'P' || n, '2020-01-01', 10, '-infinity', '-infinity' from generate_series(0, 49) n;
        insert into core.store (chain_id, store_id, valid_from, name, region, city, dealer, delivery_mode, arrived_at, recorded_at)
        select 'dingfeng', lpad(n::text, 4, '0'), '2020-01-01', n::text, 'R' || n % 5, 'T' || n % 20, case when n % 2 = 0 then 'D' || n % 40 end, 'direct', '-infinity', '-infinity' from generate_series(0, 2099) n;
        insert into core.target (chain_id, store_id, month, amount, arrived_at, recorded_at)
        select 'dingfeng', lpad(n::text, 4, '0'), '2026-06-01', 10000, '-infinity', '-infinity' from generate_series(0, 2099) n;
        insert into core.expected_arrival (chain_id, report, every, after_days, by_time, arrived_at, recorded_at)
        select 'dingfeng', report, 'day', 1, '09:00', '-infinity', '-infinity' from (values ('orders'), ('deliveries')) as reports (report)
        on conflict do nothing;
        """;

    // A month of whole orders of 20 lines, store after store; one line in twenty arrives short, one in two hundred is priced wrong.
    private const string History =
        """
        select core.ensure_partitions(array[@month::date]);
        create temp table given as
        select day::date as day, 'H' || to_char(day, 'YYMMDD') || '-' || n / 20 as number, lpad((o % 2100)::text, 4, '0') as store,
            'P' || ((o / 2100) * 20 + n % 20) % 50 as product, n % 20 = 7 as is_short, n % 200 = 3 as is_off, n
        from generate_series(greatest(@month::date, @from::date), least(@month::date + interval '1 month - 1 day', @day::date - 1), interval '1 day') as day
        cross join generate_series(0, @history - 1) as n
        cross join lateral (select (day::date - date '2020-01-01')::bigint * (@history / 20) + n / 20 as o) as orders;
        insert into core.order_line (chain_id, partition_month, order_number, store_id, product_id, account_id, ordered_on, requested_on, ordered_quantity, printed_price,
            load_id, row_number, arrived_at, recorded_at)
        select 'dingfeng', @month::date, number, store, product, '100387', day, day, 24, case when is_off then 9.5 else 10 end, 1, n + 2, day + time '18:00', day + time '18:00' from given;
        insert into core.delivery_line (chain_id, partition_month, delivery_number, store_id, order_number, product_id, account_id, received_on, shipped_quantity, received_quantity,
            load_id, row_number, arrived_at, recorded_at)
        select 'dingfeng', @month::date, 'D' || number, store, number, product, '100387', day, 24, case when is_short then 12 else 24 end, 1, n + 2, day + time '18:00', day + time '18:00' from given;
        insert into core.document (chain_id, kind, number, store_id, partition_month)
        select distinct 'dingfeng', kind, case kind when 'order' then number else 'D' || number end, '', @month::date from given cross join (values ('order'), ('delivery')) as kinds (kind);
        insert into ops.load (chain_id, report, file_name, sha256, byte_count, source, business_date, arrived_at, recorded_at, profile_version, state)
        select 'dingfeng', report, report || day, report || day, 0, 'bench', day, day + time '18:00', day + time '18:00', '', 'loaded'
        from (select distinct day from given) as days cross join (values ('orders'), ('deliveries')) as reports (report);
        drop table given;
        """;
}
