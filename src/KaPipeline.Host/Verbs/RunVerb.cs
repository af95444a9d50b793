using System.CommandLine;
using System.Text.Json;
using KaPipeline.Host.Doctor;
using KaPipeline.Host.Hangfire;
using KaPipeline.Host.Warehouse;
using KaPipeline.Host.Work;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Warehouse;
using Microsoft.Extensions.Logging.Console;
using Spectre.Console;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka run JOB</c>: runs a job now, in this process, with its entry in the ledger.</summary>
internal static class RunVerb
{
    public static Command Create()
    {
        var job = new Argument<string>("job") { Description = string.Join(", ", JobCatalogue.Names), HelpName = "JOB" };
        job.CompletionSources.Add([.. JobCatalogue.Names]);
        var (chain, from, to, reason) = (SharedOptions.Chain(), SharedOptions.From(), SharedOptions.To(), SharedOptions.Reason());
        var noMail = new Option<bool>("--no-mail") { Description = "Send no mail" };
        var arguments = new Option<string[]>("--argument", "-a") { Description = "Additional argument, repeatable", HelpName = "NAME=VALUE" };
        var json = SharedOptions.Json();
        var command = new Command("run", "Run a job now, with its entry in the run ledger.") { job, chain, from, to, noMail, arguments,
            json, reason };
        command.SetAction(async (parsed, ct) =>
        {
            var home = KaHome.FromEnvironment();
            ConfigCheck.Require(home);
            await using var warehouse = await ReadyWarehouse.OpenAsync(home, ct);
            var options = JobOptions.Load(home);
            options.Attempts = 1;
            await using var services = new ServiceCollection()
                .AddLogging(log => log
                    .AddSimpleConsole(console => (console.SingleLine, console.ColorBehavior) = (true, LoggerColorBehavior.Disabled))
                    .SetMinimumLevel(LogLevel.Warning).AddFilter("KaPipeline.Jobs", LogLevel.Information))
                .Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold =
                    parsed.GetValue(json) ? LogLevel.Trace : LogLevel.Warning)
                .AddSingleton(TimeProvider.System).AddSingleton(warehouse.DataSource)
                .AddKaJobs(home, options).AddKaHangfire().BuildServiceProvider();
            await HangfireStorage.AskAsync(warehouse.DataSource, ct);
            var dispatcher = services.GetRequiredService<Dispatcher>();
            var name = parsed.GetValue(job)!;
            if (!dispatcher.JobNames.Contains(name))
            {
                throw new UsageException($"There is no job \"{name}\"; there are: {string.Join(", ", dispatcher.JobNames)}.");
            }

            if (!string.IsNullOrEmpty(parsed.GetValue(chain)) && !ChainJobs.Names.Contains(name))
            {
                throw new UsageException(
                    $"{name} is of all chains: leave --chain out. One chain alone: {string.Join(", ", ChainJobs.Names)}.");
            }

            var last = parsed.GetValue(to) ?? parsed.GetValue(from) ?? BusinessTime.Today(TimeProvider.System);
            var first = parsed.GetValue(from) ?? last;
            if (first > last)
            {
                throw new UsageException($"--from {first:yyyy-MM-dd} is after --to {last:yyyy-MM-dd}.");
            }

            var runId = await AddAsync(dispatcher, name, parsed.GetValue(chain) ?? "", first, last, parsed.GetValue(reason),
                Pairs(name, parsed.GetValue(arguments) ?? []), !parsed.GetValue(noMail), ct);
            do
            {
                await CommandLineRun.DoAsync(services, runId, ct);
            }
            while (!ct.IsCancellationRequested && await dispatcher.TakeBackAsync(runId, ct));
            return await TellAsync(warehouse, runId, parsed.GetValue(json), ct);
        });
        return command;
    }

    private static async Task<long> AddAsync(
        Dispatcher dispatcher, string job, string chain, DateOnly from, DateOnly to, string? reason, string arguments, bool mail,
        CancellationToken ct)
    {
        try
        {
            return await dispatcher.AddAsync(job, chain, from, to, CommandUser.Name, reason, arguments, mail, ct);
        }
        catch (InvalidOperationException e)
        {
            throw new UsageException(Bilingual.Both(e.Message));
        }
    }

    private sealed record Step(string StepName, string State, long? RowsIn, long? RowsOut, string? Says);

    private static async Task<int> TellAsync(WarehouseConnection warehouse, long runId, bool asJson, CancellationToken ct)
    {
        var steps = await warehouse.DataSource.ListAsync<Step>(
            """
            select step_name as "StepName", state as "State", rows_in as "RowsIn", rows_out as "RowsOut", says as "Says"
            from ops.run_step where run_id = @runId order by attempt, step_number
            """, new { runId }, ct);
        var (state, kind, error) = await warehouse.DataSource.FirstAsync<(string State, string? Kind, string? Error)>(
            "select state, error_kind, error from ops.run where run_id = @runId", new { runId }, ct);
        if (asJson)
        {
            JsonText.Print(new
            {
                run_id = runId, state,
                steps = steps.Select(step => new
                {
                    step.StepName, step.State, step.RowsIn, step.RowsOut, message = step.Says is null ? null : Bilingual.Both(step.Says),
                }),
            });
        }
        else
        {
            foreach (var step in steps)
            {
                Terminal.Out.WriteLine($"  {step.StepName}  {step.State}{Rows("in", step.RowsIn)}{Rows("out", step.RowsOut)}  {Bilingual.Both(step.Says ?? "")}"
                    .TrimEnd());
            }
        }

        await (state == "failed" || asJson ? Console.Error : Console.Out).WriteLineAsync(
            $"run {runId} {state}{(error is null ? "" : ": " + Bilingual.Both(error))}");
        return (state, kind) switch
        {
            ("succeeded", _) => await LeftBehindAsync(warehouse, runId, ct) ? ExitCodes.DoneWithFindings : ExitCodes.Done,
            (_, "check_stopped") => ExitCodes.DoneWithFindings,
            _ => ExitCodes.Failed,
        };
    }

    private static string Rows(string way, long? count) => count is null ? "" : $"  {way} {count}";

    // Rows or files that a load had to set aside wait for a person, as after ka ingest.
    private static Task<bool> LeftBehindAsync(WarehouseConnection warehouse, long runId, CancellationToken ct) =>
        warehouse.DataSource.FirstAsync<bool>(
            """
            select exists (
                select from ops.load where run_id = @runId and (rows_quarantined > 0 or state in ('held', 'refused')))
            """, new { runId }, ct);

    private static string Pairs(string job, string[] given)
    {
        string[] known = job == "rehearse" ? ["from_step", "milliseconds"] : ["from_step"];
        if (given.Select(pair => pair.Split('=')[0]).FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw new UsageException($"The job {job} has no argument \"{unknown}\"; it has: {string.Join(", ", known)}.");
        }

        var pairs = new Dictionary<string, string>();
        foreach (var pair in given)
        {
            if (pair.Split('=', 2) is not [var name, var value])
            {
                throw new UsageException($"--argument must be NAME=VALUE, found \"{pair}\".");
            }

            if (!pairs.TryAdd(name, value))
            {
                throw new UsageException($"The argument {name} is given twice.");
            }
        }

        return JsonSerializer.Serialize(pairs);
    }
}
