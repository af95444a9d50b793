using System.CommandLine;
using System.Net.Sockets;
using KaPipeline.Host.Doctor;
using KaPipeline.Host.Hangfire;
using KaPipeline.Host.Serve;
using KaPipeline.Labels;
using KaPipeline.Warehouse;
using Microsoft.AspNetCore.Connections;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka serve</c>: console and scheduler, until stopped.</summary>
internal static class ServeVerb
{
    public static Command Create()
    {
        var noJobs = new Option<bool>("--no-jobs") { Description = "Serve the console only; other nodes run the jobs" };
        var noWeb = new Option<bool>("--no-web") { Description = "Run jobs only; nothing but health is served" };
        var urls = SharedOptions.Urls();
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
            return await RunAsync(serve, home, warehouse, TimeProvider.System, started: null, ct);
        });
        return command;
    }

    /// <summary>Serves until it is stopped.</summary>
    /// <param name="started">Told where it listens, when it does.</param>
    internal static async Task<int> RunAsync(
        ServeOptions serve, KaHome home, WarehouseConnection warehouse, TimeProvider clock, Action<string>? started, CancellationToken ct)
    {
        await HangfireStorage.AskAsync(warehouse.DataSource, ct);
        await using var app = ServeHost.Build(serve, home, warehouse.DataSource, clock, warehouse.Standby);
        await StartAsync(app, ct);
        var addresses = string.Join(' ', app.Urls);
        await Console.Error.WriteLineAsync($"ka serve: {addresses}  ({warehouse.Description})");
        started?.Invoke(addresses);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var following = PostgresProgramsWatch.RunAsync(warehouse, app.Logger, stop.Token);
        await app.WaitForShutdownAsync(ct);
        await stop.CancelAsync();
        await following;
        return ExitCodes.Done;
    }

    private static async Task StartAsync(WebApplication app, CancellationToken ct)
    {
        try
        {
            await app.StartAsync(ct);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new IOException(Bilingual.Of(
                $"端口已被占用，可能已有一个 ka serve 在运行。请先停掉它，或换一个端口：ka serve --urls http://127.0.0.1:5081（{e.Message}）",
                $"The port is taken, perhaps by another ka serve. Stop that one, or choose another port: ka serve --urls http://127.0.0.1:5081 ({e.Message})"),
                e);
        }
        catch (SocketException e)
        {
            throw new IOException(Bilingual.Of(
                $"无法在该地址监听，本机没有这个地址或没有权限；请用 --urls 另写一个。（{e.Message}）",
                $"Cannot listen there: it is no address of this machine, or not allowed; name another with --urls. ({e.Message})"), e);
        }
    }
}
