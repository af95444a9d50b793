using KaPipeline.Jobs;
using KaPipeline.Operations;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Jobs;

public sealed class RerunsTests
{
    private static readonly RerunRequest ThreeDays = new()
    {
        Job = "load", Chains = ["runda"], From = new DateOnly(2026, 5, 5), To = new DateOnly(2026, 5, 7), Reason = "file came late",
    };

    private static async Task<JobWorld> WithOneDoneAndOneFailedAsync()
    {
        var world = await JobWorld.CreateAsync(ManualClock.At(2026, 5, 8, 9));
        var dispatcher = world.Dispatcher("a", new FunctionJob("load",
            (run, _) => run.To.Day == 6 ? throw new PermanentJobException("bad_profile", "no") : Task.CompletedTask));
        await dispatcher.ExecuteAsync(world.Database, await world.AddAsync("load", new DateOnly(2026, 5, 5), "runda"), Stopping);
        await dispatcher.ExecuteAsync(world.Database, await world.AddAsync("load", new DateOnly(2026, 5, 6), "runda"), Stopping);
        return world;
    }

    [Theory]
    [InlineData(RerunMode.Missing, "7")]
    [InlineData(RerunMode.MissingAndFailed, "6 7")]
    [InlineData(RerunMode.All, "5 6 7")]
    public async Task Preview_shows_each_date_and_exactly_those_run(RerunMode mode, string days)
    {
        await using var world = await WithOneDoneAndOneFailedAsync();
        var reruns = new Reruns(world.Database, world.Clock);
        var request = ThreeDays with { Mode = mode };

        var preview = await reruns.PreviewAsync(request, Stopping);
        var (batch, runs) = await reruns.StartAsync(request, "wang", Reruns.Fingerprint(preview), Stopping);

        Assert.Equal(["succeeded", "failed", null], preview.Select(line => line.LastState));
        Assert.Equal(days, string.Join(' ', preview.Where(line => line.WillRun).Select(line => line.Date.Day)));
        Assert.Equal(days, await world.Database.FirstAsync<string>(
            "select string_agg(extract(day from date_to)::text, ' ' order by date_to) from ops.run where batch_id = @batch and not sends_mail", new { batch }, ct: Stopping));
        Assert.Equal("start_rerun wang file came late",
            await world.Database.FirstAsync<string>("select concat_ws(' ', action, who, reason) from ops.audit", ct: Stopping));
        Assert.Equal(runs.Count, days.Split(' ').Length);
    }

    [Fact]
    public async Task Preview_of_a_range_says_of_each_date_what_a_preview_of_it_alone_says()
    {
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 5, 8, 9));
        await world.Database.DoAsync(
            """
            insert into ops.run (job, chain_id, date_from, date_to, cause, requested_by, state, not_before, queued_at)
            select 'load', chain_id, date_from, date_to, 'command_line', 'wang', 'queued', now(), now()
            from (values ('runda', date '2026-05-03', date '2026-05-06'), ('runda', '2026-05-04', '2026-05-04'), ('yonghe', '2026-05-06', '2026-05-06'),
                ('', '2026-05-05', '2026-05-07')) as run (chain_id, date_from, date_to);
            insert into ops.load (chain_id, report, file_name, sha256, byte_count, source, business_date, arrived_at, recorded_at, profile_version, state)
            select chain_id, 'order', n::text, chain_id || n || day, 1, 'test', day, day + time '08:00', day + time '08:00', '1', case n when 3 then 'held' else 'loaded' end
            from generate_series(1, 3) as n, unnest(array['runda', 'yonghe', '']) as chain (chain_id),
                unnest(array[date '2026-05-04', date '2026-05-06']) as date (day) where n > 1 or chain_id = 'runda';
            """, ct: Stopping);
        var reruns = new Reruns(world.Database, world.Clock);
        var range = ThreeDays with { Chains = ["runda", "yonghe", ""], From = new DateOnly(2026, 5, 4), To = new DateOnly(2026, 5, 7) };

        var lines = await reruns.PreviewAsync(range, Stopping);

        Assert.Equal(12, lines.Count);
        Assert.Equal([2L, 0, 2, 0, 1, 0, 1, 0, 4, 0, 4, 0],
            lines.OrderBy(line => range.Chains.ToList().IndexOf(line.ChainId)).ThenBy(line => line.Date).Select(line => line.Files));
        foreach (var line in lines)
        {
            Assert.Equal(line, Assert.Single(await reruns.PreviewAsync(
                range with { Chains = [line.ChainId], From = line.Date, To = line.Date }, Stopping)));
        }
    }

    [Fact]
    public async Task Preview_that_is_out_of_date_starts_nothing()
    {
        await using var world = await WithOneDoneAndOneFailedAsync();
        var reruns = new Reruns(world.Database, world.Clock);
        var seen = Reruns.Fingerprint(await reruns.PreviewAsync(ThreeDays, Stopping));
        await world.AddAsync("load", new DateOnly(2026, 5, 7), "runda");

        await Assert.ThrowsAsync<StalePreviewException>(() => reruns.StartAsync(ThreeDays, "wang", seen, Stopping));

        Assert.Empty(await world.Database.ListAsync<long>("select batch_id from ops.run_batch", ct: Stopping));
    }

    [Fact]
    public async Task Reason_is_required()
    {
        await using var world = await WithOneDoneAndOneFailedAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => new Reruns(world.Database, world.Clock)
            .StartAsync(ThreeDays with { Reason = " " }, "wang", null, Stopping));
    }

    [Fact]
    public async Task Batch_has_no_more_under_way_than_its_parallelism()
    {
        await using var world = await WithOneDoneAndOneFailedAsync();
        var (_, runs) = await new Reruns(world.Database, world.Clock).StartAsync(
            ThreeDays with { Mode = RerunMode.All, Parallelism = 2 }, "wang", null, Stopping);
        var (now, most) = (0, 0);
        var job = new FunctionJob("load", async (_, ct) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Delay(30, ct);
            Interlocked.Decrement(ref now);
        });

        while ((await world.Database.DueAsync(world.Clock)).Count > 0)
        {
            await Task.WhenAll(runs.Select((run, node) => world.Dispatcher($"node {node}", job)
                .ExecuteAsync(world.Database, run, Stopping)));
        }

        Assert.True(most <= 2, $"{most} were under way at once");
        Assert.Equal(3,
            (await world.Database.ListAsync<long>("select run_id from ops.run where batch_id is not null and state = 'succeeded'", ct: Stopping)).Count);
    }

    [Fact]
    public async Task All_failures_of_a_filter_run_again_with_their_own_arguments_or_others()
    {
        await using var world = await WithOneDoneAndOneFailedAsync();
        var reruns = new Reruns(world.Database, world.Clock);

        var (batch, _) = await reruns.AgainAsync(
            new RunFilter { State = "failed" }, new Dictionary<string, string> { ["from_step"] = "merge" }, false, 1, "wang",
            "profile mended", Stopping);

        Assert.Equal("2026-05-06 merge", await world.Database.FirstAsync<string>(
            "select date_to || ' ' || (arguments ->> 'from_step') from ops.run where batch_id = @batch and rerun_of is not null",
            new { batch }, ct: Stopping));
    }

    [Fact]
    public async Task Filter_that_matches_more_than_one_batch_holds_starts_nothing()
    {
        await using var world = await WithOneDoneAndOneFailedAsync();
        await world.Database.DoAsync(
            """
            insert into ops.run (job, date_from, date_to, cause, requested_by, not_before, queued_at, started_at, finished_at, state, attempt, error)
            select 'tidy', date '2015-01-01' + n, date '2015-01-01' + n, 'command_line', 'wang', @at, @at, @at, @at, 'failed', 1, 'no' from generate_series(1, 2001) as n
            """, new { at = world.Clock.GetUtcNow() }, ct: Stopping);

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => new Reruns(world.Database, world.Clock)
            .AgainAsync(new RunFilter { Job = "tidy" }, null, false, 1, "wang", "x", Stopping));

        Assert.Contains("2000", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await world.Database.ListAsync<long>("select batch_id from ops.run_batch", ct: Stopping));
    }

    [Fact]
    public async Task Unresolved_are_those_whose_work_no_later_run_has_done()
    {
        await using var world = await WithOneDoneAndOneFailedAsync();
        var unresolved = new RunFilter { State = "failed", IsUnresolved = true };
        Assert.Equal(1, (await unresolved.PageAsync<Run>(world.Database, "run_id, job", 0, 9, Stopping)).Total);

        await world.Dispatcher("a", new FunctionJob("load", (_, _) => Task.CompletedTask))
            .ExecuteAsync(world.Database, await world.AddAsync("load", new DateOnly(2026, 5, 6), "runda"), Stopping);

        Assert.Equal(0, (await unresolved.PageAsync<Run>(world.Database, "run_id, job", 0, 9, Stopping)).Total);
        Assert.Equal(1, (await new RunFilter { State = "failed" }.PageAsync<Run>(world.Database, "run_id, job", 0, 9, Stopping)).Total);
    }

    [Fact]
    public async Task Hostile_words_in_a_filter_match_themselves_only()
    {
        await using var world = await WithOneDoneAndOneFailedAsync();
        var actions = world.Operations();

        Assert.Empty(await actions.CancelAsync(new RunFilter { Text = "%' or true --" }, "wang", "x", Stopping));
        Assert.Empty(await actions.CancelAsync(new RunFilter { Job = "load'; drop table ops.run; --" }, "wang", "x", Stopping));
    }
}
