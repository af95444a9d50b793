using KaPipeline.Claims;
using KaPipeline.Host.Accounts;
using KaPipeline.Labels;
using KaPipeline.Lineage;
using KaPipeline.Operations;
using KaPipeline.Scopes;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Web;

/// <summary>What people say about a difference, an alert or a figure, what is decided about alerts, and steps of many cases at
/// once.</summary>
internal static class DiscussionEndpoints
{
    private const int LongestComment = 1000;

    public static void MapDiscussions(this IEndpointRouteBuilder routes)
    {
        var discuss = routes.MapGroup("").RequireAuthorization(Policies.Discuss);
        discuss.MapPost("/comments", (IFormCollection form, HttpContext context, SeenRows seen, NpgsqlDataSource database,
            CommentStore comments, TimeProvider clock) => Forms.DoAsync(context, "/", async ct =>
        {
            var said = form["said"].ToString().Trim();
            if (said.Length is 0 or > LongestComment)
            {
                throw new ArgumentException(Bilingual.Of(
                    $"评论须有 1 至 {LongestComment} 个字。", $"A comment has 1 to {LongestComment} characters."));
            }

            var (about, back) = form["on"].ToString() switch
            {
                "case" => await OnCaseAsync(form, seen, ct),
                "figure" => await OnFigureAsync(form, seen, BusinessTime.Today(clock), ct),
                "alert" => await OnAlertAsync(form, context, database, ct),
                _ => throw new ArgumentException(Bilingual.Of("请说明评论什么。", "Say what the comment is about.")),
            };
            await comments.AddAsync(about, said, Forms.Who(context), ct);
            return Notices.Said(context, back, Bilingual.Of("已评论。", "Your comment is kept."));
        }));

        var operate = routes.MapGroup("").RequireAuthorization(Policies.Operate);
        operate.MapPost("/alerts/decide", (IFormCollection form, HttpContext context, AlertOperations alerts) =>
            Forms.DoAsync(context, "/now", async ct =>
        {
            var snoozes = form["what"] == "snooze";
            var until = Asked.Date("until", form["until"]);
            if (snoozes && until is null)
            {
                throw new ArgumentException(Bilingual.Of("请给出静默到的日期。", "Give the day until which it is snoozed."));
            }

            var ids = form["alert"].Select(id => Asked.Needed("alert", id)).ToList();
            var count = await alerts.DecideAsync(ids, snoozes ? until : null, Forms.Who(context), DataActionEndpoints.Reason(form), ct);
            return Notices.Said(context, "/now", snoozes
                ? Bilingual.Of($"{count} 条告警静默到 {until:yyyy-MM-dd}。", $"{Language.Counted(count, "alert")} snoozed until {until:yyyy-MM-dd}.")
                : Bilingual.Of($"已记下知晓 {count} 条告警。", $"{Language.Counted(count, "alert")} acknowledged."));
        }));

        var settle = routes.MapGroup("").RequireAuthorization(Policies.Settle);
        settle.MapPost("/cases/assign", (IFormCollection form, HttpContext context, SeenRows seen, CaseStore cases, ConsoleNames names) =>
            Forms.DoAsync(context, "/cases", async ct =>
        {
            var id = Asked.Needed("case", form["case"]);
            var owner = await OwnerAsync(form, names);
            await DataActionEndpoints.CaseAsync(seen, id, ct);
            await cases.StepAsync(id, "assign", Forms.Who(context), note: owner, ct: ct);
            var called = await names.OwnerAsync(owner);
            return Notices.Said(context, $"/cases/{id}", Bilingual.Of(language => language.Say(
                $"已指派给 {Bilingual.In(called, language)}。", $"Assigned to {Bilingual.In(called, language)}.")));
        }));
        settle.MapPost("/cases/steps", (IFormCollection form, HttpContext context, SeenRows seen, CaseStore cases, ConsoleNames names,
            TimeProvider clock) => Forms.DoAsync(context, "/cases", async ct =>
        {
            var filter = CaseFilter.Read(name => form[name], BusinessTime.Today(clock));
            var (action, note) = (form["action"].ToString(), form["note"].ToString().Trim());
            if (action == "assign")
            {
                note = await OwnerAsync(form, names);
            }

            var ids = await filter.IdsAsync(seen, ct);
            if (ids.Count == 0 || ids.Count != Asked.Needed("seen", form["seen"]))
            {
                throw new ArgumentException(Bilingual.Of(
                    $"清单已变，现为 {ids.Count} 件，请看过再做。", $"The list has changed to {Language.Counted(ids.Count, "case")}; look at it again first."));
            }

            var (done, refused) = (0, new List<string>());
            foreach (var id in ids)
            {
                try
                {
                    await cases.StepAsync(id, action, Forms.Who(context), note: note.Length > 0 ? note : null, ct: ct);
                    done++;
                }
                catch (CaseStepRefusedException e)
                {
                    refused.Add(e.Message);
                }
            }

            var says = Bilingual.Of(language => language.Say($"{done} 件已登记", $"{Language.Counted(done, "case")} recorded")
                + (refused.Count == 0 ? language.Say("。", ".") : language.Say($"，{refused.Count} 件不能：", $", {refused.Count} refused: ")
                    + Bilingual.In(refused[0], language)));
            return done > 0 ? Notices.Said(context, filter.Path, says) : Notices.Wrong(context, filter.Path, says);
        }));
    }

    // Somebody of the list, as the form offers it: not whatever was typed.
    private static async Task<string> OwnerAsync(IFormCollection form, ConsoleNames names) =>
        form["assignee"].ToString() is { Length: > 0 } owner && (await names.OwnersAsync()).Any(name => name.Chinese == owner) ? owner
        : throw new ArgumentException(Bilingual.Of("请从名单中选择负责人。", "Choose the owner from the list."));

    private static async Task<(CommentSubject About, string Back)> OnCaseAsync(IFormCollection form, SeenRows seen, CancellationToken ct)
    {
        var id = Asked.Needed("case", form["case"]);
        await DataActionEndpoints.CaseAsync(seen, id, ct);
        var claim = (await seen.FirstAsync<ClaimCase>("select * from seen.claim as one where case_id = @id", new { id }, ct))!;
        return (CommentSubject.Claim(claim.ChainId, claim.ClaimKey, claim.StoreId, claim.AccountId), $"/cases/{id}");
    }

    private static async Task<(CommentSubject About, string Back)> OnFigureAsync(
        IFormCollection form, SeenRows seen, DateOnly today, CancellationToken ct)
    {
        var view = form["view"].ToString();
        var where = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(form["where"])
            .Where(pair => pair.Key is not ("asOf" or "page")).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        var asOf = Asked.Date("asOf", form["asOf"]) ?? today;
        var found = where.ContainsKey("chain_id")
            ? await seen.TraceAsync(view, where, ReportClock.AsTold(asOf), 2, ct) : [];
        return found is [var only] ? (CommentSubject.Figure(view, where, only.Figure), Microsoft.AspNetCore.WebUtilities.QueryHelpers
                .AddQueryString($"/trace/{Uri.EscapeDataString(view)}", where.Append(new("asOf", $"{asOf:yyyy-MM-dd}"))!))
            : throw new ArgumentException(Bilingual.Of("没有这样的数字。", "There is no such figure."));
    }

    private static async Task<(CommentSubject About, string Back)> OnAlertAsync(
        IFormCollection form, HttpContext context, NpgsqlDataSource database, CancellationToken ct)
    {
        var id = Asked.Needed("alert", form["alert"]);
        var found = !Policies.Admits(context.User, Policies.Oversee) ? null : await database.FirstAsync<string>(
            "select kind || ' ' || subject from ops.alert where alert_id = @id", new { id }, ct);
        return found is null ? throw new ArgumentException(Bilingual.Of("没有这条告警。", "There is no such alert."))
            : (new CommentSubject("alert", found), "/now");
    }
}
