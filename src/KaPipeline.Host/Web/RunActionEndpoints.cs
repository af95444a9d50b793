using System.Text.Json;
using KaPipeline.Host.Accounts;
using KaPipeline.Host.Hangfire;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Operations;
using KaPipeline.Warehouse;
using Microsoft.Extensions.Primitives;
using Npgsql;

namespace KaPipeline.Host.Web;

/// <summary>What operators do to runs and schedules: each a form that is posted, audited, and answered with a redirect.</summary>
internal static class RunActionEndpoints
{
    public static void MapRunActions(this IEndpointRouteBuilder routes)
    {
        routes.MapRerunActions("/reruns", "/batches");
        var operate = routes.MapGroup("").RequireAuthorization(Policies.Operate);
        operate.MapPost("/runs/again", (IFormCollection form, HttpContext context, Reruns reruns, RunQueue queue) =>
            Forms.DoAsync(context, "/runs", async ct =>
        {
            var (batch, runs) = await reruns.AgainAsync(
                Filter(name => form[name]), Arguments(form), form["mail"] == "1", 4, Forms.Who(context), form["reason"].ToString(), ct);
            await queue.EnqueueAsync(runs, ct);
            return runs.Count == 1 ? $"/runs/{runs[0]}" : $"/batches/{batch}";
        }));
        operate.MapPost("/arrivals/collect",
            (IFormCollection form, HttpContext context, NpgsqlDataSource database, Reruns reruns, RunQueue queue) =>
            Forms.DoAsync(context, "/arrivals", async ct =>
        {
            var (chain, date) = (form["chain"].ToString(), AskedValues.Date("date", form["date"])
                ?? throw new ArgumentException(Bilingual.Of("请给出业务日期。", "A business date is needed.")));
            if (!await database.FirstAsync<bool>("select exists (select from core.chain where chain_id = @chain)", new { chain }, ct))
            {
                throw new ArgumentException(Bilingual.Of($"没有系统 {chain}。", $"There is no chain {chain}."));
            }

            var request = new RerunRequest
            {
                Job = "collect", Chains = [chain], From = date, To = date, Mode = RerunMode.All, Parallelism = 1,
                Reason = Forms.Reason(form),
            };
            var (batch, runs) = await reruns.StartAsync(request, Forms.Who(context), null, ct);
            await queue.EnqueueAsync(runs, ct);
            return runs.Count == 1 ? $"/runs/{runs[0]}" : $"/batches/{batch}";
        }));
        operate.MapPost("/runs/cancel", (IFormCollection form, HttpContext context, RunOperations actions, JobAgreement agreement) =>
            Forms.DoAsync(context, "/runs", async ct =>
        {
            var filter = Filter(name => form[name]);
            var cancelled = await actions.CancelAsync(filter, Forms.Who(context), form["reason"].ToString(), ct);
            await agreement.RestoreAsync(ct);
            var back = filter.RunId is { } run ? $"/runs/{run}" : filter.BatchId is { } batch ? $"/batches/{batch}" : "/runs";
            return Notices.Said(context, back, Bilingual.Of($"已要求取消 {cancelled.Count} 次运行。", $"Cancellation of {Language.Counted(cancelled.Count, "run")} requested."));
        }));
        operate.MapPost("/schedules/{name}/{what:regex(^(pause|resume)$)}",
            (string name, string what, IFormCollection form, HttpContext context, ScheduleOperations schedules) =>
            Forms.DoAsync(context, "/schedules", async ct =>
            {
                await (what == "pause" ? schedules.PauseAsync(name, Forms.Who(context), form["reason"].ToString(), ct)
                    : schedules.ResumeAsync(name, Forms.Who(context), form["reason"].ToString(), ct));
                return "/schedules";
            }));
    }

    /// <summary>What the rerun form and a batch's page post, below the paths at which these are.</summary>
    public static void MapRerunActions(this IEndpointRouteBuilder routes, string formPath, string batchPath)
    {
        var operate = routes.MapGroup("").RequireAuthorization(Policies.Operate);
        operate.MapPost(formPath, (IFormCollection form, HttpContext context, NpgsqlDataSource database, Reruns reruns, RunQueue queue) =>
            Forms.DoAsync(context, formPath, async ct =>
            {
                var request = await RerunAsync(database, name => form[name], ct) with { Reason = form["reason"].ToString() };
                var (batch, runs) = await reruns.StartAsync(request, Forms.Who(context), form["seen"].ToString(), ct);
                await queue.EnqueueAsync(runs, ct);
                return $"{batchPath}/{batch}";
            }));
        operate.MapPost(batchPath + "/{id:long}/{what:regex(^(pause|resume|cancel)$)}", (
            long id, string what, IFormCollection form, HttpContext context, Reruns reruns, RunOperations runs, RunQueue queue,
            JobAgreement agreement) =>
            Forms.DoAsync(context, $"{batchPath}/{id}", async ct =>
            {
                var (who, reason) = (Forms.Who(context), form["reason"].ToString());
                if (what == "cancel")
                {
                    var cancelled = await runs.CancelAsync(new RunFilter { BatchId = id }, who, reason, ct);
                    await agreement.RestoreAsync(ct);
                    return Notices.Said(context, $"{batchPath}/{id}", Bilingual.Of(
                        $"已要求取消 {cancelled.Count} 次运行。", $"Cancellation of {Language.Counted(cancelled.Count, "run")} requested."));
                }

                await (what == "pause" ? reruns.PauseAsync(id, who, reason, ct) : reruns.ResumeAsync(id, who, reason, ct));
                await queue.EnqueueDueAsync(ct);
                return $"{batchPath}/{id}";
            }));
    }

    /// <summary>The filter that a list's query, or the form below it, says.</summary>
    public static RunFilter Filter(Func<string, StringValues> value)
    {
        string? Text(string name) => value(name).ToString() is { Length: > 0 } text ? text : null;
        return new RunFilter
        {
            State = Text("state"), Job = Text("job"), Chain = Text("chain") is "-" ? "" : Text("chain"),
            From = AskedValues.Date("from", Text("from")), To = AskedValues.Date("to", Text("to")),
            User = Text("user"), Text = Text("text"), ErrorKind = Text("kind"), FailedOn = AskedValues.Date("failed_on", Text("failed_on")),
            IsUnresolved = Text("unresolved") is not null,
            RunId = AskedValues.Number("run", Text("run")), BatchId = AskedValues.Number("batch", Text("batch")),
        };
    }

    /// <summary>The rerun that a form says. Chains that are not named: each of them, where the job's schedule runs per chain; else one run
    /// for all.</summary>
    /// <exception cref="ArgumentException">A date is missing, or is none; the job has no schedule that is switched on, and so is none of
    /// those that the form offers.</exception>
    public static async Task<RerunRequest> RerunAsync(NpgsqlDataSource database, Func<string, StringValues> value, CancellationToken ct)
    {
        var job = value("job").ToString();
        var chains = value("chain").Where(chain => !string.IsNullOrEmpty(chain)).Select(chain => chain!).ToList();
        var isEachChain = await database.FirstAsync<bool?>(
            "select bool_or(each_chain) from ops.schedule where job = @job and is_enabled", new { job }, ct) ?? throw new ArgumentException(
            Bilingual.Of($"作业「{job}」没有启用的计划，不能在这里重跑。", $"The job \"{job}\" has no schedule that is switched on, so it is not rerun here."));
        if (chains.Count > 0 && !ChainJobs.Names.Contains(job))
        {
            throw new ArgumentException(Bilingual.Of(language =>
                language.Say($"{Label.Job.Of(job, language)}不分系统，请不要选系统。", $"{Label.Job.Of(job, language)} is of all chains: choose none.")));
        }

        if (chains.Count == 0 && isEachChain)
        {
            chains.AddRange(await database.ListAsync<string>("select chain_id from core.chain order by chain_id", ct: ct));
        }

        return new RerunRequest
        {
            Job = job, Chains = chains.Count == 0 ? [""] : chains,
            From = AskedValues.Date("from", value("from")) ?? throw new ArgumentException(Bilingual.Of("请给出起始日期。", "A first date is needed.")),
            To = AskedValues.Date("to", value("to")) ?? throw new ArgumentException(Bilingual.Of("请给出截止日期。", "A last date is needed.")),
            Mode = value("mode")
            .ToString() switch
            { "all" => RerunMode.All, "missing_and_failed" => RerunMode.MissingAndFailed, _ => RerunMode.Missing },
            SendsMail = value("mail") == "1", Parallelism = (int)(AskedValues.Number("parallelism", value("parallelism"), int.MaxValue) ?? 1),
        };
    }

    private static Dictionary<string, string>? Arguments(IFormCollection form)
    {
        try
        {
            var given = form["arguments"].ToString() is { Length: > 0 } text ? JsonSerializer.Deserialize<Dictionary<string, string>>(text)
                : null;
            // Where to begin is asked beside the arguments: whatever is chosen there holds, also no choice.
            if (form.ContainsKey("from_step"))
            {
                (given ??= []).Remove("from_step");
            }

            if (form["from_step"].ToString() is { Length: > 0 } step)
            {
                given!["from_step"] = step;
            }

            return given;
        }
        catch (JsonException e)
        {
            throw new ArgumentException(Bilingual.Of(
                $"参数须为 JSON 对象，值为文本：{e.Message}", $"Arguments must be a JSON object of texts: {e.Message}"));
        }
    }
}
