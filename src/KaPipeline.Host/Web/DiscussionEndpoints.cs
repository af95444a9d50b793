using KaPipeline.Claims;
using KaPipeline.Host.Accounts;
using KaPipeline.Labels;
using KaPipeline.Lineage;
using KaPipeline.Scopes;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Web;

/// <summary>What people say about a difference, an alert or a figure.</summary>
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
    }

    private static async Task<(CommentSubject About, string Back)> OnCaseAsync(IFormCollection form, SeenRows seen, CancellationToken ct)
    {
        var id = AskedValues.Needed("case", form["case"]);
        await CaseEndpoints.RequireSeenAsync(seen, id, ct);
        var claim = (await seen.FirstAsync<ClaimCase>("select * from seen.claim as one where case_id = @id", new { id }, ct))!;
        return (CommentSubject.Claim(claim.ChainId, claim.ClaimKey, claim.StoreId, claim.AccountId), $"/cases/{id}");
    }

    private static async Task<(CommentSubject About, string Back)> OnFigureAsync(
        IFormCollection form, SeenRows seen, DateOnly today, CancellationToken ct)
    {
        var view = form["view"].ToString();
        var where = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(form["where"])
            .Where(pair => pair.Key is not ("asOf" or "page")).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        var asOf = AskedValues.Date("asOf", form["asOf"]) ?? today;
        var found = where.ContainsKey("chain_id")
            ? await seen.TraceAsync(view, where, ReportClock.AsTold(asOf), 2, ct) : [];
        return found is [var only] ? (CommentSubject.Figure(view, where, only.Figure), Microsoft.AspNetCore.WebUtilities.QueryHelpers
                .AddQueryString($"/trace/{Uri.EscapeDataString(view)}", where.Append(new("asOf", $"{asOf:yyyy-MM-dd}"))!))
            : throw new ArgumentException(Bilingual.Of("没有这样的数字。", "There is no such figure."));
    }

    private static async Task<(CommentSubject About, string Back)> OnAlertAsync(
        IFormCollection form, HttpContext context, NpgsqlDataSource database, CancellationToken ct)
    {
        var id = AskedValues.Needed("alert", form["alert"]);
        var found = !Policies.Admits(context.User, Policies.Oversee) ? null : await database.FirstAsync<string>(
            "select kind || ' ' || subject from ops.alert where alert_id = @id", new { id }, ct);
        return found is null ? throw new ArgumentException(Bilingual.Of("没有这条告警。", "There is no such alert."))
            : (new CommentSubject("alert", found), "/now");
    }
}
