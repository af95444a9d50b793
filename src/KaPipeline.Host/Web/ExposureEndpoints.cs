using System.Globalization;
using KaPipeline.Host.Accounts;
using KaPipeline.Labels;
using KaPipeline.Lists;
using KaPipeline.Scopes;

namespace KaPipeline.Host.Web;

/// <summary>What people decide about possible penalties.</summary>
internal static class ExposureEndpoints
{
    /// <summary>Fields that name a possible penalty.</summary>
    public static IReadOnlyList<string> Fields { get; } = ["rule", "role", "person", "joint", "dealer", "month", "asOf"];

    public static void MapExposures(this IEndpointRouteBuilder routes)
    {
        var settle = routes.MapGroup("").RequireAuthorization(Policies.Settle);
        settle.MapPost("/exposures/decide",
            (IFormCollection form, HttpContext context, SeenRows seen, ExposureDecisions decisions, TimeProvider clock) =>
            Forms.DoAsync(context, "/figures/exposures", async ct =>
        {
            var reason = Forms.Reason(form);
            var (key, asOf) = Read(name => form[name], BusinessTime.Today(clock));
            var exposure = key is null ? null : await ExposureDecisions.FindAsync(seen, key, asOf, ct);
            if (exposure is null)
            {
                throw new ArgumentException(Bilingual.Of("没有这项考核测算。", "There is no such possible penalty."));
            }

            decimal? amount = form["amount"].ToString().Trim() is not { Length: > 0 } typed ? null
                : decimal.TryParse(typed, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number
                : throw new ArgumentException(Bilingual.Of($"金额 \"{typed}\" 不是数字。", $"The amount \"{typed}\" is no number."));
            var isCharged = form["decision"].ToString() switch
            {
                "charged" => true,
                "waived" => false,
                _ => throw new ArgumentException(Bilingual.Of("请选择考核或免除。", "Charge it or waive it.")),
            };
            await decisions.DecideAsync(key!, exposure, isCharged, amount, Forms.Who(context), reason, ct);
            return Notices.Said(context,
                $"/figures/exposures?month={key!.Month:yyyy-MM}&asOf={asOf:yyyy-MM-dd}",
                Bilingual.Of("已记下决定。", "The decision is recorded."));
        }));
    }

    /// <summary>Which possible penalty is meant, and as of which evening; null where none is named.</summary>
    public static (ExposureKey? Key, DateOnly AsOf) Read(Func<string, string?> field, DateOnly today)
    {
        string? Given(string name) => field(name)?.Trim() is { Length: > 0 } text ? text : null;
        var asOf = AskedValues.Date("asOf", field("asOf")) ?? today;
        return (Given("rule") is not { } rule || Given("role") is not { } role || AskedValues.Date("month",
            field("month")) is not { } month ? null
            : new ExposureKey(rule, role, Given("person"), Given("joint"), Given("dealer"), month), asOf);
    }
}
