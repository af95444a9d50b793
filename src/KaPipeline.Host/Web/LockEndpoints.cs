using KaPipeline.Host.Accounts;
using KaPipeline.Labels;
using KaPipeline.Scopes;
using KaPipeline.SkuLocks;
using Npgsql;

namespace KaPipeline.Host.Web;

/// <summary>A chain's application to reopen its locked items, and what became of applications.</summary>
internal static class LockEndpoints
{
    public static void MapLocks(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/locks/{chain}/application", (string chain, string? asOf, ReopeningDownload sheets, CancellationToken ct) =>
            sheets.DownloadAsync(chain, asOf, ct)).RequireAuthorization(Policies.See);

        var settle = routes.MapGroup("").RequireAuthorization(Policies.Settle);
        settle.MapPost("/locks/record",
            (IFormCollection form, HttpContext context, SeenRows seen, NpgsqlDataSource database, TimeProvider clock) =>
            Forms.DoAsync(context, "/figures/locks", async ct =>
        {
            var reason = Forms.Reason(form);
            var (chain, store, product) = (form["chain"].ToString(), Text(form, "store"), Text(form, "product"));
            var on = AskedValues.Date("on", form["on"]) ?? BusinessTime.Today(clock);
            var places = await seen.PlacesAsync(ct);
            if (!places.HasWhole(chain) && (store is null || !places.Sees(chain, store)))
            {
                await seen.RefuseAsync("reopening_application", $"{chain}/{store}", ct);
                throw new ArgumentException(Bilingual.Of("不在您的范围。", "Not in your scope."));
            }

            var moved = await ReopeningApplication.RecordAsync(
                database, new ReopeningScope(chain, store, product), form["step"].ToString(), on, Forms.Who(context), reason,
                clock.GetUtcNow(), ct);
            return moved == 0
                ? throw new ArgumentException(Bilingual.Of(
                    "没有可登记的申请：先登记已提交。", "No application waits for this: record first that it was handed in."))
                : Notices.Said(context, $"/figures/locks?chain={Uri.EscapeDataString(chain)}&asOf={on:yyyy-MM-dd}",
                    Bilingual.Of($"{moved} 份申请已登记。", $"{Language.Counted(moved, "application")} recorded."));
        }));
    }

    private static string? Text(IFormCollection form, string name) => form[name].ToString().Trim() is { Length: > 0 } text ? text : null;
}
