using KaPipeline.Host.Accounts;
using KaPipeline.Labels;
using KaPipeline.Operations;

namespace KaPipeline.Host.Web;

/// <summary>What operators do with files that are held as implausible: let one in as it is, or give it up.</summary>
internal static class HeldFileEndpoints
{
    public static void MapHeldFiles(this IEndpointRouteBuilder routes)
    {
        var operate = routes.MapGroup("").RequireAuthorization(Policies.Operate);
        operate.MapPost("/held/let-in", (IFormCollection form, HttpContext context, HeldFileOperations operations) =>
            Forms.DoAsync(context, $"/held/{form["load"]}", async ct =>
        {
            var load = await operations.LetInAsync(AskedValues.Needed("load", form["load"]), Forms.Who(context), Forms.Reason(form), ct);
            return Notices.Said(context, "/quarantine",
                Bilingual.Of(
                    $"已放行 {load.FileName}：加载 {load.RowsLoaded} 行，隔离 {load.RowsQuarantined} 行。",
                    $"Loaded as it is: {Language.Counted(load.RowsLoaded, "row")} loaded, {load.RowsQuarantined} quarantined."));
        }));
        operate.MapPost("/held/give-up", (IFormCollection form, HttpContext context, HeldFileOperations operations) =>
            Forms.DoAsync(context, $"/held/{form["load"]}", async ct =>
        {
            await operations.GiveUpAsync(AskedValues.Needed("load", form["load"]), Forms.Who(context), Forms.Reason(form), ct);
            return Notices.Said(context, "/quarantine", Bilingual.Of("已作废。", "Given up."));
        }));
    }
}
