using System.Globalization;
using KaPipeline.Host.Accounts;
using KaPipeline.Items;
using KaPipeline.Labels;
using KaPipeline.Scopes;
using KaPipeline.Warehouse;
using Microsoft.AspNetCore.WebUtilities;

namespace KaPipeline.Host.Web;

/// <summary>Plans of improvement that are written here.</summary>
internal static class ImprovementPlanEndpoints
{
    /// <summary>Fields that name a plan.</summary>
    public static IReadOnlyList<string> Fields { get; } = ["kind", "chain", "region", "store", "product", "month"];

    public static void MapImprovementPlans(this IEndpointRouteBuilder routes) => routes.MapGroup("")
        .RequireAuthorization(Policies.Personal)
        .MapPost("/improvement-plan/write", (IFormCollection form, HttpContext context, SeenRows seen, ImprovementPlanEntry entry,
            ConsoleNames names, TimeProvider clock) =>
            Forms.DoAsync(context, "/figures/improvement-plans", async ct =>
        {
            var key = Key(name => form[name]);
            var plan = key is null ? null : await FindAsync(seen, key, clock, ct);
            if (plan is null)
            {
                throw new ArgumentException(Bilingual.Of("没有这项改进计划。", "There is no such plan of improvement."));
            }

            if (!await MayWriteAsync(seen, ct))
            {
                throw new ArgumentException(Bilingual.Of(
                    "改进计划由主管或经理填写。", "Plans of improvement are written by supervisors and managers."));
            }

            if (form["seen"].ToString() != plan.Version)
            {
                throw new ArgumentException(Bilingual.Of(
                    "这项计划刚被改过，请看过再填。", "The plan has been changed meanwhile; look at it again first."));
            }

            var said = await SaidAsync(form, plan, names, BusinessTime.Today(clock));
            await entry.WriteAsync(plan.Key, plan.Said, said, Forms.Who(context), ct);
            return Notices.Said(context, plan.Path, Bilingual.Of("计划已保存。", "The plan is saved."));
        }));

    /// <summary>Which plan is meant; null where none is named.</summary>
    public static ImprovementPlanKey? Key(Func<string, string?> field)
    {
        string Given(string name) => field(name)?.Trim() ?? "";
        var kind = Given("kind");
        return kind is not ("outlet" or "item") || AskedValues.Date("month", field("month")) is not { } month ? null
            : new ImprovementPlanKey(kind, Given("chain"), kind == "item" ? Given("region") : "", Given("store"), Given("product"), month);
    }

    /// <summary>The plan as it stands now, or that one is wanted, where the reader may see it; the audit tells of one that may not be
    /// seen.</summary>
    public static async Task<ImprovementPlanToWrite?> FindAsync(
        SeenRows seen, ImprovementPlanKey key, TimeProvider clock, CancellationToken ct) =>
        await seen.AddressedAsync<ImprovementPlanToWrite>("improvement_plan", key.Subject,
            new ReportClock(BusinessTime.Today(clock), clock.GetUtcNow()) { IsNarrow = true },
            """
            select one.kind, one.chain_id, case one.kind when 'item' then one.region else '' end as region, one.city, one.store_id,
              one.product_id, one.month, one.months_in_bottom, one.is_escalated, one.wanted_by, one.state, one.days_late, one.plan_text,
              one.owner, one.due_on, one.done_on, one.result, one.load_id, one.row_number
            from seen.improvement_plan as one
            where one.kind = @Kind and one.chain_id = @ChainId and one.store_id = @StoreId and one.product_id = @ProductId
              and one.month = @Month and (one.kind = 'outlet' or one.region = @Region)
            """, key, ct) is [var found, ..] ? found : null;

    /// <summary>Whether the reader may write plans of what they see: who answers for stores beyond their own round, and who has no scope
    /// of a person.</summary>
    public static async Task<bool> MayWriteAsync(SeenRows seen, CancellationToken ct) =>
        await seen.ReaderAsync(ct) is var reader
        && (reader.Scope.IsAll || reader.Roles.Any(role => role is not ("representative" or "promoter")));

    private static async Task<ImprovementPlanText> SaidAsync(
        IFormCollection form, ImprovementPlanToWrite plan, ConsoleNames names, DateOnly today)
    {
        var text = Text(form, "plan_text");
        var owner = Text(form, "plan_owner");
        if (text is null)
        {
            throw Wrong("plan_text", null, "要做的事", "what is to be done");
        }

        if (owner is null || owner != plan.Owner && (await names.PeopleAsync()).All(person => person.Id != owner))
        {
            throw Wrong("plan_owner", owner, "名单中的人", "somebody of the list");
        }

        var due = Day(form, "plan_due_on", "如 2026-06-30 的日期", "a date such as 2026-06-30");
        if (due is null)
        {
            throw Wrong("plan_due_on", null, "如 2026-06-30 的日期", "a date such as 2026-06-30");
        }

        var (notAfter, notAfterEn) = ($"不晚于今天 {today:yyyy-MM-dd} 的日期", $"a date, today ({today:yyyy-MM-dd}) or before");
        var done = Day(form, "done_on", notAfter, notAfterEn);
        if (done > today)
        {
            throw Wrong("done_on", $"{done:yyyy-MM-dd}", notAfter, notAfterEn);
        }

        var result = Text(form, "result");
        if (result is not null && done is null)
        {
            throw Wrong("done_on", null, "完成的日期（已写结果）", "the day on which it was done, since a result is written");
        }

        return new ImprovementPlanText(text, owner, due, done, result);
    }

    private static DateOnly? Day(IFormCollection form, string name, string expected, string expectedEn)
    {
        try
        {
            return AskedValues.Date(name, form[name]);
        }
        catch (OddRequestException)
        {
            throw Wrong(name, form[name], expected, expectedEn);
        }
    }

    // One line, as a cell of the template holds it.
    private static string? Text(IFormCollection form, string name) =>
        string.Join(' ', form[name].ToString().Split((char[])['\r', '\n', '\t'],
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) is not { Length: > 0 } text ? null
        : text.Length <= ImprovementPlanEntry.Longest ? text
        : throw Wrong(name, $"{text.Length}", $"至多 {ImprovementPlanEntry.Longest} 个字", $"at most {ImprovementPlanEntry.Longest} characters");

    private static ArgumentException Wrong(string name, string? found, string expected, string expectedEn) => new(Bilingual.Of(
        $"{Label.Heading.Of(name, Language.Chinese)}：{(found is null ? "没有填" : $"填的是“{Cut(found)}”")}，应为{expected}。",
        $"{Label.Heading.Opening(name, Language.English)}: {(found is null ? "left empty" : $"found \"{Cut(found)}\"")}, expected {expectedEn}."));

    private static string Cut(string text) => text.Length > 40 ? text[..40] + "…" : text;
}

/// <summary>A plan of improvement as somebody writes it.</summary>
public sealed record ImprovementPlanToWrite
{
    /// <summary>outlet or item.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Chain; empty: an item ranked in a region.</summary>
    public string ChainId { get; init; } = "";

    /// <summary>Region in which an item is ranked.</summary>
    public string Region { get; init; } = "";

    /// <summary>City of the outlet.</summary>
    public string City { get; init; } = "";

    /// <summary>The outlet.</summary>
    public string StoreId { get; init; } = "";

    /// <summary>The item.</summary>
    public string ProductId { get; init; } = "";

    /// <summary>Month of the ranking.</summary>
    public DateOnly Month { get; init; }

    /// <summary>Months in a row among the last.</summary>
    public long? MonthsInBottom { get; init; }

    /// <summary>Whether so many months passed without progress that it is escalated.</summary>
    public bool IsEscalated { get; init; }

    /// <summary>Day by which it is wanted.</summary>
    public DateOnly WantedBy { get; init; }

    /// <summary>How far it is.</summary>
    public string State { get; init; } = "";

    /// <summary>Days late.</summary>
    public int DaysLate { get; init; }

    /// <summary>What is to be done; null: no plan.</summary>
    public string? PlanText { get; init; }

    /// <summary>Who does it.</summary>
    public string? Owner { get; init; }

    /// <summary>By when.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>When it was done.</summary>
    public DateOnly? DoneOn { get; init; }

    /// <summary>What came of it.</summary>
    public string? Result { get; init; }

    /// <summary>Load that brought what stands.</summary>
    public long? LoadId { get; init; }

    /// <summary>Its row.</summary>
    public int? RowNumber { get; init; }

    /// <summary>Which.</summary>
    public ImprovementPlanKey Key => new(Kind, ChainId, Region, StoreId, ProductId, Month);

    /// <summary>What it says; null: no plan.</summary>
    public ImprovementPlanText? Said => PlanText is null ? null : new ImprovementPlanText(PlanText, Owner, DueOn, DoneOn, Result);

    /// <summary>What tells this version from the next.</summary>
    public string Version => $"{LoadId}-{RowNumber}";

    /// <summary>Where it is shown.</summary>
    public string Path => QueryHelpers.AddQueryString("/improvement-plan", new Dictionary<string, string?>
    {
        ["kind"] = Kind, ["chain"] = ChainId, ["region"] = Region, ["store"] = StoreId, ["product"] = ProductId,
        ["month"] = Month.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    });
}
