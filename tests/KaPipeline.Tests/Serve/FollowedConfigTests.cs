using KaPipeline.Host.Doctor;
using KaPipeline.Host.Work;
using KaPipeline.Jobs;
using KaPipeline.Tests.Browser;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace KaPipeline.Tests.Serve;

/// <summary>A running node and the files of <c>config/</c> beside it.</summary>
public sealed class FollowedConfigTests
{
    [Fact]
    public async Task A_node_takes_over_new_schedules_and_tells_of_a_broken_file_in_health_doctor_and_alerts()
    {
        var folder = Directory.CreateTempSubdirectory("ka-follow-").FullName;
        var config = ConfigCopy.Make(folder, "Jobs", new() { ["SweepSeconds"] = 1 });
        var file = Path.Combine(config, "schedules.yaml");
        await File.WriteAllTextAsync(file, "schedules: []\n", Stopping);
        await using (var site = await ConsoleSite.StartAsync(runsJobs: true, config: config))
        {
            var database = site.Warehouse.DataSource;
            await File.WriteAllTextAsync(file, "schedules:\n  - { name: rehearse, job: rehearse, cron: \"* * * * *\" }\n", Stopping);
            await RehearsalNodes.UntilAsync(() =>
                database.FirstAsync<bool>("select exists (select from ops.run where job = 'rehearse' and state = 'succeeded')"));
            await RehearsalNodes.UntilAsync(() =>
                database.FirstAsync<bool>("select exists (select from hangfire.set where key = 'recurring-jobs' and value = 'rehearse')"));

            await File.WriteAllTextAsync(file, "schedules:\n  - { name: rehearse, job: rehaerse, cron: \"* * * * *\" }\n", Stopping);
            await RehearsalNodes.UntilAsync(() =>
                database.FirstAsync<bool>("select exists (select from ops.node where config_says is not null)"));

            Assert.Equal("rehearse", site.Services.GetRequiredService<IReadOnlyList<JobSchedule>>().Single().Job);
            var finding = Assert.Single(await Examination.NodesAsync(database, TimeProvider.System, Stopping));
            Assert.Contains("rehaerse", finding.Message, StringComparison.Ordinal);
            using var client = new HttpClient { BaseAddress = new Uri(site.Address) };
            var health = await client.GetStringAsync("/health/ready", Stopping);
            Assert.Contains("\"config\":\"Degraded\"", health, StringComparison.Ordinal);
            Assert.DoesNotContain("rehaerse", health, StringComparison.Ordinal);
            await site.AddAccountsAsync();
            var page = await site.SignInAsync("operator");
            await page.GotoAsync($"{site.Address}/now");
            await Assertions.Expect(page.Locator("td.neg", new() { HasText = "rehaerse" })).ToBeVisibleAsync();
            var dispatcher = site.Services.GetRequiredService<Dispatcher>();
            var today = BusinessTime.Today(TimeProvider.System);
            var run = await dispatcher.AddAsync("watch", "", today, today, "tester", null, "{}", false, Stopping);
            await RehearsalNodes.UntilAsync(() =>
                database.FirstAsync<bool>("select state = 'succeeded' from ops.run where run_id = @run", new { run }));
            Assert.Equal(1,
                await database.FirstAsync<int>(
                "select count(*)::int from ops.alert where kind = 'config_not_followed' and says like '%rehaerse%' and closed_at is null", ct: Stopping));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Nothing_that_lives_as_long_as_the_process_is_made_from_a_state_of_the_configuration()
    {
        var services = new ServiceCollection()
            .AddKaJobs(new KaHome(Path.GetTempPath(), Path.Combine(Repository.Root, "config")), new JobOptions());
        var renewed = services.Where(service => service.Lifetime == ServiceLifetime.Transient).Select(service => service.ServiceType)
            .ToHashSet();

        var held = services.Where(service => service.Lifetime == ServiceLifetime.Singleton && service.ImplementationType is not null)
            .SelectMany(service => service.ImplementationType!.GetConstructors().SelectMany(made => made.GetParameters())
            .Select(part => (service.ServiceType, part.ParameterType)))
            .Where(pair => renewed.Contains(pair.ParameterType));

        Assert.Contains(typeof(WorkingCalendar), renewed);
        Assert.Empty(held);
    }
}
