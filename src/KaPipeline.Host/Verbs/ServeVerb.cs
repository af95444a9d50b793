using System.CommandLine;
using KaPipeline.Host.Doctor;
using KaPipeline.Host.Hangfire;
using KaPipeline.Host.Serve;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka serve</c>: console and scheduler, until stopped.</summary>
internal static class ServeVerb
{
    public static Command Create()
    {
        var noJobs = new Option<bool>("--no-jobs") { Description = "Serve the console only; other nodes run the jobs" };
        var noWeb = new Option<bool>("--no-web") { Description = "Run jobs only; nothing but health is served" };
        var urls = new Option<string?>("--urls") { Description = "Addresses to listen on, separated by semicolons", HelpName = "URLS" };
        var command = new Command("serve", "Run the operations console and the schedules until stopped.") { noJobs, noWeb, urls };
        command.SetAction(async (parsed, ct) =>
        {
            if (parsed.GetValue(noJobs) && parsed.GetValue(noWeb))
            {
                throw new UsageException("--no-jobs and --no-web together leave nothing to do.");
            }

            var home = KaHome.FromEnvironment();
            ConfigCheck.Require(home);
            var serve = new ServeOptions(!parsed.GetValue(noJobs), !parsed.GetValue(noWeb), parsed.GetValue(urls));
            await using var warehouse = await WaitingHost.OpenAsync(serve, home, ct);
            await HangfireStorage.AskAsync(warehouse.DataSource, ct);
            await using var app = ServeHost.Build(serve, home, warehouse.DataSource, TimeProvider.System);
            await app.StartAsync(ct);
            await Console.Error.WriteLineAsync($"ka serve: {string.Join(' ', app.Urls)}  ({warehouse.Description})");
            await app.WaitForShutdownAsync(ct);
            return ExitCodes.Done;
        });
        return command;
    }
}
