using KaPipeline.Host.Verbs;
using KaPipeline.Jobs;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Jobs;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Host.Verbs;

/// <summary>What the dashboard's buttons do, from the command line, with the same entries in the audit.</summary>
[Trait("Category", "Slow")]
public sealed class OperationVerbsTests
{
    [Fact]
    public async Task Schedules_and_runs_are_acted_on_with_a_reason_or_refused_in_words()
    {
        await using var world = await JobWorld.CreateAsync(new ManualClock(TimeProvider.System.GetUtcNow()),
            [.. SchedulesFile.Read(Path.Combine(Repository.Root, "config"))]);
        var home = Directory.CreateTempSubdirectory("ka-verbs-");
        Task<(int Code, string Output, string Error)> KaAsync(params string[] arguments) =>
            KaProcess.RunAsync(world.Warehouse, home.FullName, null, arguments);

        Assert.Equal((2, true), await KaAsync("schedule", "pause", "tidy") is var mute
            ? (mute.Code, mute.Error.Contains("--reason", StringComparison.Ordinal)) : default);
        Assert.Equal(0, (await KaAsync("schedule", "pause", "tidy", "--reason", "disk moves")).Code);
        var paused = await KaAsync("schedule", "trigger", "tidy", "--reason", "now");
        Assert.Equal(2, paused.Code);
        Assert.Contains("disk moves", paused.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await KaAsync("schedule", "resume", "tidy", "--reason", "it has moved")).Code);
        Assert.Equal(0, (await KaAsync("schedule", "trigger", "tidy", "--reason", "now")).Code);

        var run = await world.Database.FirstAsync<long>(
            "select run_id from ops.run where job = 'tidy' and cause = 'rerun' and not sends_mail", ct: Stopping);
        Assert.Contains($"{run}", (await KaAsync("runs", "requeue", $"{run}", "--reason", "again")).Error, StringComparison.Ordinal);
        Assert.Equal(0, (await KaAsync("runs", "cancel", $"{run}", "--reason", "not today")).Code);
        Assert.Equal(0, (await KaAsync("runs", "requeue", $"{run}", "--reason", "after all", "--mail")).Code);
        Assert.Equal(
            ["pause_schedule disk moves", "resume_schedule it has moved", "trigger_schedule now", "cancel_runs not today",
            "requeue_run after all"],
            await world.Database.ListAsync<string>("select action || ' ' || reason from ops.audit where who = @who order by audit_id",
            new { who = CommandUser.Name }, ct: Stopping));
        home.Delete(recursive: true);
    }
}
