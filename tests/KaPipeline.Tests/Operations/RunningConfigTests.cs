using KaPipeline.Host.Work;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Operations;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Jobs;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Operations;

/// <summary>A process follows <c>config/</c> while it runs: what can be used is taken over, what cannot is told and the old goes
/// on.</summary>
public sealed class RunningConfigTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("ka-config-").FullName;
    private JobWorld world = null!;
    private string config = null!;

    public async ValueTask InitializeAsync()
    {
        world = await JobWorld.CreateAsync(ManualClock.At(2026, 6, 3, 9));
        config = ConfigCopy.Make(folder, "Jobs", []);
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task What_was_changed_is_taken_over_with_an_entry_in_the_audit()
    {
        var running = Start();
        var before = running.Now;
        Change("schedules.yaml", text => text + "  - { name: added, job: rehearse, cron: \"5 * * * *\" }\n");
        Change("sources.yaml", _ => $"sources:\n  - {{ name: added, folder: {{ path: {folder} }} }}\n");
        Change("recipients.yaml", text => text.Replace("silenced:", "silenced:\n  E999: away", StringComparison.Ordinal));
        Change("rules.yaml", text => text + "\n");
        Change("calendar/2026.csv", text => text + "2026-11-30,holiday,trial\n");
        Change("chains/wanjia.yaml", text => text + "\n");

        // Somebody may be in the middle of writing: only what was not touched between two looks counts.
        Assert.Empty(await LookAsync(running));
        Assert.Same(before, running.Now);
        var taken = await LookAsync(running);

        Assert.Equal(["calendar/2026.csv", "chains/wanjia.yaml", "recipients.yaml", "rules.yaml", "schedules.yaml", "sources.yaml"], taken);
        Assert.Null(running.Message);
        Assert.Contains(running.Now.Schedules, schedule => schedule.Name == "added");
        Assert.Contains(running.Now.Sources, source => source.Name == "added");
        Assert.True(before.Calendar.IsWorkingDay(new DateOnly(2026, 11, 30)));
        Assert.False(running.Now.Calendar.IsWorkingDay(new DateOnly(2026, 11, 30)));
        Assert.True(await world.Database.FirstAsync<bool>("select is_enabled from ops.schedule where schedule_name = 'added'", ct: Stopping));
        Assert.False(await world.Database.FirstAsync<bool>("select is_working_day from core.calendar_day where day = '2026-11-30'", ct: Stopping));
        Assert.Equal(["node/1 take_over_config"], await world.Database.ListAsync<string>(
            "select who || ' ' || action from ops.audit where subject like '%schedules.yaml%' and before->>'schedules.yaml' <> after->>'schedules.yaml'", ct: Stopping));
        Assert.Empty(await LookAsync(running));
    }

    [Theory]
    [InlineData("schedules.yaml", "schedules:\n  - { name: load, job: laod, cron: \"* * * * *\" }\n", "laod")]
    [InlineData("sources.yaml", "sources:\n  - { name: two, folder: { path: a }, http: { address: b } }\n", "two")]
    [InlineData("recipients.yaml", "digests: [", "recipients.yaml")]
    [InlineData("rules.yaml", "thresholds: [", "rules.yaml")]
    [InlineData("calendar/2026.csv", "day,kind,note\n", "2026.csv")]
    [InlineData("chains/wanjia.yaml", "chain: [", "wanjia.yaml")]
    public async Task What_cannot_be_used_is_told_and_the_old_goes_on(string file, string broken, string named)
    {
        var running = Start();
        var before = running.Now;
        var good = await File.ReadAllTextAsync(Path.Combine(config, file), Stopping);
        // Something else that is good comes with it: all or none.
        Change("schedules.yaml", text => text + "  - { name: added, job: rehearse, cron: \"5 * * * *\" }\n");
        Change(file, _ => broken);

        await LookAsync(running);
        Assert.Empty(await LookAsync(running));

        Assert.Same(before, running.Now);
        Assert.Contains(named, running.Message, StringComparison.Ordinal);
        Assert.Equal(0, await world.Database.FirstAsync<int>("select count(*)::int from ops.audit", ct: Stopping));

        Change(file, _ => good + (file == "schedules.yaml" ? "  - { name: added, job: rehearse, cron: \"5 * * * *\" }\n" : ""));
        await LookAsync(running);
        Assert.Contains("schedules.yaml", await LookAsync(running));
        Assert.Null(running.Message);
        Assert.Contains(running.Now.Schedules, schedule => schedule.Name == "added");
    }

    [Fact]
    public async Task A_file_that_is_read_at_start_alone_says_that_a_restart_is_due_until_it_is_as_it_was()
    {
        var running = Start();
        var good = await File.ReadAllTextAsync(Path.Combine(config, "appsettings.json"), Stopping);
        Change("appsettings.json", text => text + "\n");
        await LookAsync(running);
        Assert.Contains("appsettings.json", running.Message, StringComparison.Ordinal);
        Change("rules.yaml", text => text + "\n");
        await LookAsync(running);
        Assert.Equal(["rules.yaml"], await LookAsync(running));
        Assert.Contains("restart", running.Message, StringComparison.Ordinal);

        Change("appsettings.json", _ => good);
        await LookAsync(running);
        Assert.Null(running.Message);
    }

    private RunningConfig Start() => new(config, JobCatalogue.Names, ProfileCatalog.Load(config));

    private Task<IReadOnlyList<string>> LookAsync(RunningConfig running) =>
        running.LookAsync(world.Database, "node/1", world.Clock, Stopping);

    private void Change(string file, Func<string, string> text)
    {
        var path = Path.Combine(config, file);
        File.WriteAllText(path, text(File.ReadAllText(path)));
    }
}
