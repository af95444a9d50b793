using KaPipeline.Host.Accounts;
using KaPipeline.Labels;
using KaPipeline.Operations;

namespace KaPipeline.Host.Web;

/// <summary>What operators decide about alerts: known, or snoozed until a day.</summary>
internal static class AlertEndpoints
{
    public static void MapAlerts(this IEndpointRouteBuilder routes)
    {
        var operate = routes.MapGroup("").RequireAuthorization(Policies.Operate);
        operate.MapPost("/alerts/decide", (IFormCollection form, HttpContext context, AlertOperations alerts) =>
            Forms.DoAsync(context, "/now", async ct =>
        {
            var snoozes = form["what"] == "snooze";
            var until = AskedValues.Date("until", form["until"]);
            if (snoozes && until is null)
            {
                throw new ArgumentException(Bilingual.Of("请给出静默到的日期。", "Give the day until which it is snoozed."));
            }

            var ids = form["alert"].Select(id => AskedValues.Needed("alert", id)).ToList();
            var count = await alerts.DecideAsync(ids, snoozes ? until : null, Forms.Who(context), Forms.Reason(form), ct);
            return Notices.Said(context, "/now", snoozes
                ? Bilingual.Of($"{count} 条告警静默到 {until:yyyy-MM-dd}。", $"{Language.Counted(count, "alert")} snoozed until {until:yyyy-MM-dd}.")
                : Bilingual.Of($"已记下知晓 {count} 条告警。", $"{Language.Counted(count, "alert")} acknowledged."));
        }));
    }
}
