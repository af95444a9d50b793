using System.Globalization;
using KaPipeline.Claims;
using KaPipeline.Labels;
using KaPipeline.Scopes;
using Microsoft.Extensions.Primitives;

namespace KaPipeline.Host.Web;

/// <summary>Which cases a reader wants: the same of the list, of its totals and of what is done to all of them.</summary>
internal sealed class CaseFilter
{
    /// <summary>Cases that a step may be done to at once.</summary>
    public const int MostAtOnce = 500;

    /// <summary>Owner that stands for nobody.</summary>
    public const string Nobody = "-";

    private const string Matching =
        """
        from seen.claim as one where (@Chain = '' or chain_id = @Chain)
            and (state = @State or (@State = 'live' and state in ('open', 'sent', 'agreed', 'refused')))
            and (@Owner = '' or coalesce(owner, '-') = @Owner) and (@Kind = '' or @Kind = any (kinds))
            and (@Due = '' or owed_amount = 0 and state = 'open' and dispute_until <= @Until)
            and concerned_amount >= @Amount
        """;

    private readonly DateOnly today;

    private CaseFilter(DateOnly today) => this.today = today;

    /// <summary>One chain; empty: all.</summary>
    public string Chain { get; private init; } = "";

    /// <summary>One state; <c>live</c>: all that still wait for something.</summary>
    public string State { get; private init; } = "live";

    /// <summary>One owner; <see cref="Nobody"/>: those without; empty: all.</summary>
    public string Owner { get; private init; } = "";

    /// <summary>One kind of difference; empty: all.</summary>
    public string Kind { get; private init; } = "";

    /// <summary>Those not yet handed in whose window closes: <c>overdue</c>, <c>week</c>, <c>fortnight</c>; empty: all.</summary>
    public string Due { get; private init; } = "";

    /// <summary>RMB from which a case is listed: what it is about, of whichever kind.</summary>
    public long Amount { get; private init; }

    /// <summary>Address of the list.</summary>
    public string Path => "/cases" + Microsoft.AspNetCore.Http.QueryString.Create(Fields.Where(pair => pair.Value.Length > 0)
        .Select(pair => KeyValuePair.Create(pair.Name, (string?)pair.Value)));

    /// <summary>The filter as fields of a form.</summary>
    public IReadOnlyList<(string Name, string Value)> Fields =>
    [
        ("chain", Chain), ("state", State), ("owner", Owner), ("kind", Kind), ("due", Due),
        ("amount", Amount == 0 ? "" : Amount.ToString(CultureInfo.InvariantCulture)),
    ];

    private object Values => new
    {
        Chain, State, Owner, Kind, Due, Amount = (decimal)Amount, Skip, Take,
        Until = today.AddDays(Due switch { "overdue" => -1, "week" => 7, _ => DisputeDeadline.NearDays }),
    };

    private int Skip { get; set; }

    private int Take { get; set; }

    /// <summary>Reads it.</summary>
    /// <exception cref="OddRequestException">A field says what it cannot.</exception>
    public static CaseFilter Read(Func<string, StringValues> value, DateOnly today)
    {
        string Text(string name) => value(name).ToString().Trim();
        var due = Text("due");
        return due is not ("" or "overdue" or "week" or "fortnight")
            ? throw new OddRequestException(Bilingual.Of(
                $"due \"{due}\" 不认识。", $"due: found \"{due}\", expected overdue, week or fortnight."))
            : new CaseFilter(today)
            {
                Chain = Text("chain"), State = Text("state") is { Length: > 0 } state ? state : "live", Owner = Text("owner"),
                Kind = Text("kind"), Due = due, Amount = AskedValues.Number("amount", Text("amount"), 1_000_000_000) ?? 0,
            };
    }

    /// <summary>Totals over all that match.</summary>
    public async Task<T> SumAsync<T>(SeenRows seen, string columns, CancellationToken ct) =>
        (await seen.FirstAsync<T>($"select {columns} {Matching}", Values, ct))!;

    /// <summary>One page of them, those whose window closes first at the top.</summary>
    public Task<IReadOnlyList<T>> PageAsync<T>(SeenRows seen, int skip, int take, CancellationToken ct)
    {
        (Skip, Take) = (skip, take);
        return seen.ListAsync<T>(
            $"select * {Matching} order by {CaseStore.Order} limit @Take offset @Skip", Values, ct);
    }

    /// <summary>Owners of cases that the reader sees.</summary>
    public static Task<IReadOnlyList<string>> OwnersAsync(SeenRows seen, CancellationToken ct) =>
        seen.ListAsync<string>("select distinct owner from seen.claim as one where owner is not null order by owner", ct: ct);

    /// <summary>All of them, for a step that is done to each.</summary>
    /// <exception cref="ArgumentException">They are too many for one step.</exception>
    public async Task<IReadOnlyList<long>> IdsAsync(SeenRows seen, CancellationToken ct)
    {
        var ids = await seen.ListAsync<long>($"select case_id {Matching} order by case_id", Values, ct);
        return ids.Count <= MostAtOnce ? ids : throw new ArgumentException(Bilingual.Of(
            $"一次最多 {MostAtOnce} 件，请再筛选。", $"At most {MostAtOnce} cases at once; narrow the filter."));
    }
}
