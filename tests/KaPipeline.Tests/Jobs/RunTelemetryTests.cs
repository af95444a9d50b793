using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using KaPipeline.Jobs;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Microsoft.Extensions.Logging;

namespace KaPipeline.Tests.Jobs;

/// <summary>What a listener of System.Diagnostics, and a reader of the log, learn of runs.</summary>
public sealed class RunTelemetryTests
{
    [Fact]
    public async Task Each_attempt_is_counted_and_timed_by_job_and_end()
    {
        var clock = new ManualClock(Moment);
        await using var world = await JobWorld.CreateAsync(clock);
        var (runs, times) = (new ConcurrentQueue<(string Job, string End)>(), new ConcurrentQueue<double>());
        var job = "counted-by-end";
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "KaPipeline")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) =>
        {
            if (instrument.Name == "ka.runs" && Value(tags, "job") == job)
            {
                Assert.Equal(1, count);
                runs.Enqueue((job, Value(tags, "end")!));
            }
        });
        listener.SetMeasurementEventCallback<double>((instrument, milliseconds, tags, _) =>
        {
            if (instrument.Name == "ka.run.duration" && Value(tags, "job") == job)
            {
                Assert.Equal("ms", instrument.Unit);
                times.Enqueue(milliseconds);
            }
        });
        listener.Start();

        var calls = 0;
        var dispatcher = world.Dispatcher("n1", new FunctionJob(job, (_, _) =>
        {
            clock.Advance(TimeSpan.FromSeconds(2));
            return ++calls == 1 ? throw new IOException("portal is away") : Task.CompletedTask;
        }));
        var run = await world.AddAsync(job);
        await dispatcher.ExecuteAsync(world.Database, run, stopping: Stopping);
        clock.Advance(TimeSpan.FromMinutes(5));
        await dispatcher.ExecuteAsync(world.Database, run, stopping: Stopping);

        Assert.Equal([(job, "attempt_failed"), (job, "succeeded")], runs);
        Assert.Equal([2000, 2000], times);
    }

    [Fact]
    public async Task Each_attempt_is_a_span_with_the_runs_id_and_how_it_ended()
    {
        var clock = new ManualClock(Moment);
        await using var world = await JobWorld.CreateAsync(clock);
        var job = "traced-by-run";
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "KaPipeline",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.OperationName == $"run {job}")
                {
                    spans.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);

        ActivityTraceId? inside = null;
        var dispatcher = world.Dispatcher("n1", new FunctionJob(job, (run, _) =>
        {
            inside = Activity.Current?.TraceId;
            return run.ChainId == "bad" ? throw new PermanentJobException("bad_profile", "no such column") : Task.CompletedTask;
        }));
        var well = await world.AddAsync(job);
        await dispatcher.ExecuteAsync(world.Database, well, stopping: Stopping);
        // What the job itself traces, its SQL for one, hangs below the run's span.
        Assert.Equal(Assert.Single(spans).TraceId, inside);
        var bad = await world.AddAsync(job, chain: "bad");
        await dispatcher.ExecuteAsync(world.Database, bad, stopping: Stopping);

        Assert.Equal(
            [(well, "", 1, ActivityStatusCode.Ok, null), (bad, "bad", 1, ActivityStatusCode.Error, "no such column")],
            spans.Select(span => ((long)span.GetTagItem("ka.run_id")!, (string)span.GetTagItem("ka.chain")!,
            (int)span.GetTagItem("ka.attempt")!, span.Status, span.StatusDescription)));
    }

    [Fact]
    public async Task Each_line_of_the_log_names_its_run()
    {
        var clock = new ManualClock(Moment);
        await using var world = await JobWorld.CreateAsync(clock);
        var lines = new StringWriter();
        using var console = new LogLines(lines);
        using var logs = LoggerFactory.Create(builder => builder.AddProvider(console));
        var dispatcher = new Dispatcher(
            world.Database,
            [new FunctionJob("load", async (run, ct) =>
            {
                run.Log.LogInformation("{Rows} rows loaded", 12);
                await Task.Yield();
                // A part of the job that knows nothing of runs.
                logs.CreateLogger("Elsewhere").LogWarning("slow file {File}", "a.csv");
                throw new PermanentJobException("bad_profile", "no such column");
            })],
            world.Options, clock, logs, "n1");
        var first = await world.AddAsync("load", chain: "runda");
        await dispatcher.ExecuteAsync(world.Database, first, stopping: Stopping);

        var read = lines.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .ToList();
        Assert.Equal(["Information 12 rows loaded", "Warning slow file a.csv"], read.Take(2)
            .Select(line => $"{line.GetProperty("level")} {line.GetProperty("says")}"));
        Assert.Equal("Error", read[^1].GetProperty("level").GetString());
        Assert.Contains("no such column", read[^1].GetProperty("says").GetString(), StringComparison.Ordinal);
        Assert.All(read,
            line => Assert.Equal((first, "load", "runda"),
            (line.GetProperty("run_id").GetInt64(), line.GetProperty("job").GetString()!, line.GetProperty("chain").GetString()!)));
        // What the job logged is kept with the run as well.
        Assert.Contains("12 rows loaded",
            await world.Database.ListAsync<string>("select says from ops.run_event where run_id = @first", new { first }, ct: Stopping));

        logs.CreateLogger("Elsewhere").LogWarning("nobody's line");
        Assert.False(JsonDocument.Parse(lines.ToString()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]).RootElement.TryGetProperty("run_id", out _));
    }

    private static DateTimeOffset Moment { get; } = new(2026, 5, 6, 8, 0, 0, TimeSpan.FromHours(8));

    private static string? Value(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == name)
            {
                return (string?)tag.Value;
            }
        }

        return null;
    }
}
