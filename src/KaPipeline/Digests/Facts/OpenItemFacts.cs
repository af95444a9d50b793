using System.Globalization;
using Dapper;
using KaPipeline.Labels;
using KaPipeline.Mail;
using Npgsql;

namespace KaPipeline.Digests.Facts;

/// <summary>Everything that is open at the report's clocks: one query for differences, one for locks, whatever the number of
/// readers.</summary>
/// <param name="Items">What is listed one by one, worst first (<see cref="OpenItemOrder"/>).</param>
/// <param name="Sums">All open differences by kind and place.</param>
/// <param name="Older">Keys of what left the list and is not known to be solved: open and too old to be listed, or a lock that no rule
/// alerts of any more although nothing was ordered, delivered or said by the portal since.</param>
/// <param name="ListDays">Days back that delivery breaks and prices are listed (<c>digest.list_days</c>).</param>
/// <param name="WatchDays">Days back that prices are looked at at all (<c>price.watch_days</c>).</param>
public sealed record OpenItemFacts(
    IReadOnlyList<OpenItem> Items, IReadOnlyList<OpenSum> Sums, IReadOnlySet<(string Kind, string Key)> Older, int ListDays, int WatchDays)
    : ICutToReader<OpenItemFacts>
{
    /// <summary>Nothing is open.</summary>
    public static OpenItemFacts None { get; } = new([], [], new HashSet<(string, string)>(), 28, 92);

    /// <summary>Reads them.</summary>
    /// <param name="connection">With a transaction in which the clocks are set.</param>
    /// <param name="names">Names by the same clocks.</param>
    /// <param name="comparedWith">Business date of the oldest edition that is compared with this one: what was listed then and is too old
    /// now is still looked up.</param>
    /// <param name="ct">Stops the queries.</param>
    public static async Task<OpenItemFacts> LoadAsync(NpgsqlConnection connection, Names names, DateOnly? comparedWith = null,
        CancellationToken ct = default)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var (listDays, watchDays) = await connection.QuerySingleAsync<(int, int)>(new CommandDefinition(
            "select (select core.rule_value('digest.list_days'))::integer, (select core.rule_value('price.watch_days'))::integer",
            cancellationToken: ct));
        var rows = (await connection.QueryAsync<DifferenceRow>(new CommandDefinition(
            Differences, new { comparedWith, listDays }, commandTimeout: 0, cancellationToken: ct))).ToLookup(row => row.IsSum);
        var locks = (await connection.QueryAsync<LockRow>(new CommandDefinition(Locks, commandTimeout: 0, cancellationToken: ct))).ToList();
        var lapsed = comparedWith is null ? [] : await connection.QueryAsync<string>(new CommandDefinition(
            LapsedLocks, new { comparedWith, standing = locks.Select(Key).ToArray() }, commandTimeout: 0, cancellationToken: ct));
        return new OpenItemFacts(
            [.. rows[false].Where(row => row.IsListed).Select(row => Of(row, names)).Concat(locks.Select(row => Of(row, names)))
                .GroupBy(item => (item.Kind, item.Key)).Select(Together)
                .Order(OpenItemOrder.WorstFirst)],
            [.. rows[true].Select(row => new OpenSum(
                KindOf(row.Family), names.Place(row.ChainId, row.StoreId, row.SettlementUnit), row.Listed, row.Gaps, row.Older, row.Minor,
                row.PositiveAmount, row.NegativeAmount))],
            rows[false].Where(row => !row.IsListed).Select(row => (KindOf(row.Family), row.DifferenceKey))
                .Concat(lapsed.Select(key => (OpenItemKind.Lock, key))).ToHashSet(), listDays, watchDays);
    }

    /// <summary>What of it a reader may see.</summary>
    public OpenItemFacts CutTo(Recipient reader) => this with
    {
        Items = [.. Items.Where(item => item.Place.In(reader.Scope))],
        Sums = [.. Sums.Where(sum => sum.Place.In(reader.Scope))],
    };

    /// <summary>All of one kind.</summary>
    public OpenTotal Total(string kind) => OpenTotal.Of(Sums, kind);

    // A claim may show on several lines (split over rows); it is one thing to a reader.
    private static OpenItem Together(IGrouping<(string Kind, string Key), OpenItem> same) => same.Count() == 1 ? same.First()
        : same.First() with
        {
            Positive = same.Sum(item => item.Positive),
            Negative = same.Sum(item => item.Negative),
            AtStake = same.Max(item => item.AtStake),
            Amount = same.Sum(item => item.Amount),
            Difference = same.First().Difference is { } difference ? difference with { OurValue = null, TheirValue = null } : null,
        };

    private static string KindOf(string family) => family switch
    {
        "statement" => OpenItemKind.MoneyBreak,
        "delivery" => OpenItemKind.ServiceBreak,
        "price" => OpenItemKind.Anomaly,
        _ => OpenItemKind.Outlier,
    };

    private static OpenItem Of(DifferenceRow row, Names names)
    {
        var (isMoney, isPrice) = (row.Family == "statement", row.Family is "price" or "outlier");
        return new OpenItem(
            KindOf(row.Family), row.DifferenceKey, names.Place(row.ChainId, row.StoreId, row.SettlementUnit), row.Rule, isMoney ? 2 : 1,
            row.PositiveAmount + row.NegativeAmount)
        {
            Positive = row.PositiveAmount,
            Negative = row.NegativeAmount,
            AtStake = row.AtStakeAmount,
            ProductId = row.ProductId is { Length: > 0 } product ? product : null,
            OwnerId = isMoney ? names.OwnerId(row.CaseOwner) ?? row.SupervisorId : isPrice ? row.RepresentativeId : row.RepresentativeId
            ?? row.SupervisorId,
            SinceOn = row.SinceOn,
            DueOn = isMoney ? row.DisputeUntil : null,
            Document = row.StatementNumber ?? (isPrice ? row.OrderNumber : row.DeliveryNumber ?? row.OrderNumber) ?? "",
            Evidence = isPrice ? Prices(row, Language.Chinese) : Documents(row, names, Language.Chinese),
            EvidenceEn = isPrice ? Prices(row, Language.English) : Documents(row, names, Language.English),
            Path = PathOf(row, isMoney),
            Difference = row,
        };
    }

    private static string PathOf(DifferenceRow row, bool isMoney) => row switch
    {
        { CaseId: { } claim } => ConsolePaths.Case(claim),
        { StatementNumber: { } statement } when isMoney => ConsolePaths.Statement(row.ChainId, statement),
        { OrderNumber: { } order } => ConsolePaths.Order(row.ChainId, order),
        { StoreId.Length: > 0 } => ConsolePaths.Store(row.ChainId, row.StoreId),
        _ => "",
    };

    private static string Documents(DifferenceRow row, Names names, Language language) => string.Join(language.Say("，", ", "), new[]
    {
        FeeOf(row, names, language) is { } fee ? $"{language.Say("费用", "fee")} {fee}" : null,
        row.OrderNumber is { Length: > 0 } order ? language.Say($"订单 {order}", $"order {order}") : null,
        row.DeliveryNumber is { Length: > 0 } delivery && delivery != row.OrderNumber
        ? SoldGoods.Is(delivery) ? SoldGoods.Named(delivery, language) : language.Say($"送货单 {delivery}", $"delivery {delivery}") : null,
        row.OurValue is null && row.TheirValue is null ? null : Compared(row, language),
    }.OfType<string>());

    // The chain's own words; a reader of English cannot read them, so they stand behind our name, where we know what they mean.
    private static string? FeeOf(DifferenceRow row, Names names, Language language)
    {
        var ours = row.FeeCode is { } code && (row.FeeText is null || names.HasFee(code)) ? names.Fee(code, language) : null;
        return (row.FeeText, ours) switch
        {
            ({ Length: > 0 } theirs, { } name) => language.Say(theirs, $"{name} ({theirs})"),
            ({ Length: > 0 } theirs, null) => theirs,
            _ => ours,
        };
    }

    // Two values and what they are: a delivery has no other side, a statement's are units, a price, a rate or RMB.
    private static string Compared(DifferenceRow row, Language language)
    {
        var (ours, theirs) = (row.OurValue?.ToString("#,##0.####", CultureInfo.InvariantCulture),
            row.TheirValue?.ToString("#,##0.####", CultureInfo.InvariantCulture));
        if (row.Family == "delivery")
        {
            return row.Rule == "rejected" ? language.Say($"发货 {ours} / 签收 {theirs}", $"shipped {ours} / signed for {theirs}")
                : language.Say($"订货 {ours} / 发货 {theirs}", $"ordered {ours} / shipped {theirs}");
        }

        var compared = Label.Compared.Of(row.Rule, language);
        return language.Say($"{compared} 我方 {ours} / 对方 {theirs}", $"{compared}: ours {ours} / theirs {theirs}");
    }

    private static string Prices(DifferenceRow row, Language language)
    {
        return string.Join(language.Say("，", ", "), new[]
        {
            language.Say("实际", "found") + $" {language.Price(row.OurValue)} / "
                + (row.Family == "outlier" ? language.Say("通常", "usually") : language.Say("应为", "should be"))
                + $" {language.Price(row.TheirValue)}",
            row.LikelyCause is { } cause ? Label.PriceCause.Of(cause, language) : "",
            row.IsSettledAsAgreed ? language.Say("结算已按应有价格，无损失", "settled at the right price, nothing lost") : "",
            row.FirstSeenOn == row.LastSeenOn ? "" : language.Say(
                $"首见 {language.ShortDay(row.FirstSeenOn)}，末见 {language.ShortDay(row.LastSeenOn)}",
                $"first seen {language.ShortDay(row.FirstSeenOn)}, last {language.ShortDay(row.LastSeenOn)}"),
        }.Where(part => part.Length > 0));
    }

    private static OpenItem Of(LockRow row, Names names) => new(
        OpenItemKind.Lock, Key(row), names.Place(row.ChainId, row.StoreId), row.Level,
        row.Level switch { "locked" => 3, "suspected" => 2, _ => 1 }, row.ExposureAmount)
    {
        ProductId = row.ProductId,
        OwnerId = row.OwnerPersonId,
        SinceOn = row.SinceOn,
        // What is handed in is due no more.
        DueOn = row.ApplicationSubmittedOn is null ? row.DueOn : null,
        Positive = row.ExposureAmount,
        Evidence = string.Join('；', new[] { row.Evidence }.Concat(LockNotes(row, Language.Chinese))),
        EvidenceEn = string.Join("; ", new[] { row.EvidenceEn }.Concat(LockNotes(row, Language.English))),
        Path = ConsolePaths.Store(row.ChainId, row.StoreId),
        Lock = row,
    };

    private static string Key(LockRow row) => $"{row.ChainId}|{row.StoreId}|{row.ProductId}";

    // After the evidence: its cause, what it comes to if nobody acts, and where the application is.
    private static IEnumerable<string> LockNotes(LockRow row, Language language)
    {
        var isAtRisk = row.Level == "at_risk";
        if (!isAtRisk && Label.KnownCause(row.Cause) is { } cause)
        {
            yield return Label.LockCause.Of(cause, language);
        }

        if (row.ApplicationSubmittedOn is { } submitted)
        {
            yield return language.Say($"{language.ShortDay(submitted)} 已提交再开通申请", $"application submitted {language.ShortDay(submitted)}");
            yield break;
        }

        if (!isAtRisk)
        {
            yield return row.ApplicationPreparedOn is null ? language.Say("未制作再开通申请", "no application made yet")
                : language.Say("再开通申请已制作、未提交", "application made, not handed in");
        }

        var (on, amount, clause) = (language.ShortDay(row.ExposureIfOpenOn), language.Money(row.ExposureIfOpenAmount), row.Clause is null
            ? "" : $" ({row.Clause})");
        yield return row.Level != "locked"
            ? language.Say($"一旦锁码，至 {on} 考核测算 {amount} 元{clause}", $"once locked, a possible penalty of {amount} RMB by {on}{clause}")
            : language.Say($"至 {on} 仍未解决，考核测算 {amount} 元{clause}", $"a possible penalty of {amount} RMB if still open on {on}{clause}");
    }

    // The view is computed once, for its sums by place and for the rows that are listed now, or were when the oldest edition compared was
    // made.
    private const string Differences =
        """
        with difference as materialized (
            select * from mart.open_difference
        )
        select false as is_sum, chain_id, family, rule, difference_key, store_id, settlement_unit, product_id, statement_number, order_number,
               delivery_number, since_on, positive_amount, negative_amount, is_listed, our_value, their_value, fee_text, fee_code, likely_cause,
               is_settled_as_agreed, first_seen_on, last_seen_on, dispute_until, at_stake_amount, case_id, case_owner,
               representative_id, supervisor_id,
               0::bigint as listed, 0::bigint as gaps, 0::bigint as older, 0::bigint as minor
        from difference
        where not is_minor and (is_listed or since_on > @comparedWith::date - @listDays)
        union all
        select true, chain_id, family, '', '', store_id, settlement_unit, null, null, null, null, null,
               coalesce(sum(positive_amount) filter (where is_listed), 0), coalesce(sum(negative_amount) filter (where is_listed), 0), true,
               null, null, null, null, null, false, null, null, null, 0, null, null, null, null,
               count(distinct difference_key) filter (where is_listed and not is_minor),
               count(distinct difference_key) filter (where is_listed and not is_minor and positive_amount > 0),
               count(distinct difference_key) filter (where not is_listed and not is_minor), count(*) filter (where is_minor)
        from difference
        group by chain_id, family, store_id, settlement_unit
        """;

    private const string LapsedLocks =
        """
        with earlier as (
            select item.item_key, item.chain_id, item.store_id, split_part(item.item_key, '|', 3) as product_id, max(edition.business_date) as told_on
            from ops.edition_item as item join ops.edition using (edition_id)
            where item.kind = 'lock' and edition.business_date between @comparedWith and core.as_of() and item.item_key <> all (@standing)
            group by item.item_key, item.chain_id, item.store_id
        )
        select item_key from earlier
        where not exists (
            select from core.order_line as line
            where line.chain_id = earlier.chain_id and line.store_id = earlier.store_id and line.product_id = earlier.product_id
              and line.ordered_on > told_on and line.ordered_on <= core.as_of() and not line.is_cancelled
              and core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at))
          and not exists (
            select from core.delivery_line as line
            where line.chain_id = earlier.chain_id and line.store_id = earlier.store_id and line.product_id = earlier.product_id
              and line.kind = 'delivery' and line.received_quantity > 0 and line.received_on > told_on and line.received_on <= core.as_of()
              and core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at))
          and not exists (
            select from core.item_status as said
            where said.chain_id = earlier.chain_id and said.store_id in ('', earlier.store_id) and said.product_id = earlier.product_id
              and said.stated_on > told_on and said.stated_on <= core.as_of()
              and core.is_known(said.arrived_at, said.recorded_at, said.superseded_at, said.superseded_recorded_at))
        """;

    private const string Locks =
        """
        select chain_id, store_id, product_id, level, since_on, evidence, evidence_en, owner_person_id, exposure_amount, due_on, cause, clause,
               exposure_if_open_on, exposure_if_open_amount, application_prepared_on, application_submitted_on, last_ordered_on, last_delivered_on,
               days_open
        from mart.sku_lock_alert
        """;
}
