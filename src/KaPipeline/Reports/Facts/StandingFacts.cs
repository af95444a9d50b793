using System.Globalization;
using Dapper;
using KaPipeline.Reports.Design;
using Npgsql;

namespace KaPipeline.Reports.Facts;

/// <summary>Reads everything that stands at the report's clocks: one query per kind, whatever the number of readers.</summary>
public static class StandingFacts
{
    /// <summary>Days back that service breaks and anomalies are reported; older ones stand in the console and the workbooks.</summary>
    public const int DaysBack = 28;

    private sealed record BreakRow(
        string ChainId, string Kind, string Family, decimal Amount, decimal? Quantity, string? SettlementUnit, string? StatementNumber, string? OrderNumber,
        string? DeliveryNumber, string? StoreId, string? ProductId, DateOnly OccurredOn, decimal? Ours, decimal? Theirs, string? Rule,
        decimal? LimitValue, string ClaimKey, string? FeeText, DateOnly? DisputeUntil, long? CaseId, string? CaseOwner,
        string? RepresentativeId, string? SupervisorId);

    private sealed record LockRow(
        string ChainId, string StoreId, string ProductId, string Level, DateOnly SinceOn, string Evidence, string EvidenceEn, string? OwnerPersonId,
        decimal ExposureAmount, DateOnly? DueOn, string Cause, string? Clause, DateOnly ExposureIfOpenOn, decimal? ExposureIfOpenAmount,
        DateOnly? ApplicationPreparedOn, DateOnly? ApplicationSubmittedOn);

    private sealed record AnomalyRow(
        string ChainId, string OrderNumber, string StoreId, string ProductId, string Rule, DateOnly OrderedOn, decimal FoundPrice, decimal ExpectedPrice,
        string? LikelyCause, decimal? AmountAtStake, string? StatementNumber, DateOnly FirstSeenOn, DateOnly LastSeenOn, bool IsStatistical, string? RepresentativeId);

    /// <summary>Reads them, worst first within each kind.</summary>
    /// <param name="connection">With a transaction in which the clocks are set.</param>
    /// <param name="names">Names by the same clocks.</param>
    public static async Task<IReadOnlyList<Standing>> LoadAsync(NpgsqlConnection connection, Names names, CancellationToken ct = default)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var standing = new List<Standing>();
        standing.AddRange((await QueryAsync<BreakRow>(connection, Breaks, ct)).Select(row => Of(row, names)));
        standing.AddRange((await QueryAsync<LockRow>(connection, Locks, ct)).Select(row => Of(row, names)));
        standing.AddRange((await QueryAsync<AnomalyRow>(connection, Anomalies, ct)).Select(row => Of(row, names)));
        return [.. standing
            .GroupBy(item => (item.Kind, item.Key)).Select(Together)
            .OrderByDescending(item => item.Severity).ThenByDescending(item => item.Amount).ThenBy(item => item.Key, StringComparer.Ordinal)];
    }

    // A claim may show on several lines (split over rows); it is one thing to a reader.
    private static Standing Together(IGrouping<(string Kind, string Key), Standing> same)
    {
        var signed = same.Sum(item => item.SignedAmount);
        return same.Count() == 1 ? same.First() : same.First() with { SignedAmount = signed, Amount = same.Sum(item => item.Amount) };
    }

    private static Standing Of(BreakRow row, Names names)
    {
        var isMoney = row.Family == "money";
        var document = row.StatementNumber ?? row.DeliveryNumber ?? row.OrderNumber ?? "";
        return new Standing(
            isMoney ? StandingKind.MoneyBreak : StandingKind.ServiceBreak, $"{row.ChainId}|{(row.Kind is "settled_short" or "unsettled" ? "rest" : row.Kind)}|{row.ClaimKey}",
            names.Place(row.ChainId, row.StoreId, row.SettlementUnit), row.Kind, isMoney ? 2 : 1, Math.Abs(row.Amount))
        {
            ProductId = row.ProductId,
            OwnerId = isMoney ? row.CaseOwner ?? row.SupervisorId : row.RepresentativeId ?? row.SupervisorId,
            SinceOn = row.OccurredOn,
            DueOn = isMoney ? row.DisputeUntil : null,
            SignedAmount = row.Amount,
            Document = document,
            Evidence = Evidence(row, "我方", "对方", "费用"),
            EvidenceEn = Evidence(row, "ours", "theirs", "fee"),
            Path = row.CaseId is { } claim ? ConsolePaths.Case(claim) : isMoney ? ConsolePaths.Statement(row.ChainId, document)
                : row.OrderNumber is { Length: > 0 } order ? ConsolePaths.Order(row.ChainId, order) : row.StoreId is { } store ? ConsolePaths.Store(row.ChainId, store) : "",
        };
    }

    private static string Evidence(BreakRow row, string ours, string theirs, string fee) => string.Join("  ", new[]
    {
        row.FeeText is null ? null : $"{fee} {row.FeeText}",
        row.OrderNumber is { Length: > 0 } order ? order : null,
        row.DeliveryNumber is { Length: > 0 } delivery && delivery != row.OrderNumber ? delivery : null,
        row.Ours is null && row.Theirs is null ? null : string.Create(CultureInfo.InvariantCulture, $"{ours} {row.Ours:#,##0.####} / {theirs} {row.Theirs:#,##0.####}"),
    }.OfType<string>());

    private static Standing Of(LockRow row, Names names) => new(
        StandingKind.Lock, $"{row.ChainId}|{row.StoreId}|{row.ProductId}", names.Place(row.ChainId, row.StoreId), row.Level,
        row.Level switch { "locked" => 3, "suspected" => 2, _ => 1 }, row.ExposureAmount)
    {
        ProductId = row.ProductId,
        OwnerId = row.OwnerPersonId,
        SinceOn = row.SinceOn,
        // What is handed in is due no more.
        DueOn = row.ApplicationSubmittedOn is null ? row.DueOn : null,
        SignedAmount = row.ExposureAmount,
        Evidence = string.Join('；', new[] { row.Evidence }.Concat(LockSays(row, Language.Chinese))),
        EvidenceEn = string.Join("; ", new[] { row.EvidenceEn }.Concat(LockSays(row, Language.English))),
        Path = ConsolePaths.Store(row.ChainId, row.StoreId),
    };

    // After the evidence: its cause, what it comes to if nobody acts, and where the application is.
    private static IEnumerable<string> LockSays(LockRow row, Language language)
    {
        var isAtRisk = row.Level == "at_risk";
        if (!isAtRisk && CauseWords.Of(row.Cause) is { Zh.Length: > 0 } cause)
        {
            yield return language.Say(cause.Zh, cause.En);
        }

        if (row.ApplicationSubmittedOn is { } submitted)
        {
            yield return language.Say($"{language.ShortDay(submitted)} 已提交再开通申请", $"application handed in {language.ShortDay(submitted)}");
            yield break;
        }

        if (!isAtRisk)
        {
            yield return row.ApplicationPreparedOn is null ? language.Say("再开通申请未制作", "no application made yet") : language.Say("再开通申请已制作未提交", "application made, not handed in");
        }

        var (on, amount, clause) = (language.ShortDay(row.ExposureIfOpenOn), language.Money(row.ExposureIfOpenAmount), row.Clause is null ? "" : $" ({row.Clause})");
        yield return row.Level != "locked" ? language.Say($"一旦锁码，至 {on} 暴露 {amount} 元{clause}", $"once locked, {amount} RMB by {on}{clause}")
            : language.Say($"至 {on} 未解决则 {amount} 元{clause}", $"{amount} RMB if still open on {on}{clause}");
    }

    private static Standing Of(AnomalyRow row, Names names) => new(
        row.IsStatistical ? StandingKind.Outlier : StandingKind.Anomaly, $"{row.ChainId}|{row.Rule}|{row.StatementNumber}|{row.OrderNumber}|{row.StoreId}|{row.ProductId}",
        names.Place(row.ChainId, row.StoreId.Length > 0 ? row.StoreId : null), row.Rule, 1, Math.Abs(row.AmountAtStake ?? 0))
    {
        ProductId = row.ProductId,
        OwnerId = row.RepresentativeId,
        SinceOn = row.OrderedOn,
        SignedAmount = row.AmountAtStake ?? 0,
        Document = row.StatementNumber ?? row.OrderNumber,
        Evidence = Prices(row, Language.Chinese),
        EvidenceEn = Prices(row, Language.English),
        Path = row.OrderNumber.Length > 0 ? ConsolePaths.Order(row.ChainId, row.OrderNumber)
            : row.StoreId.Length > 0 ? ConsolePaths.Store(row.ChainId, row.StoreId) : "",
    };

    private static string Prices(AnomalyRow row, Language language)
    {
        var cause = CauseWords.Of(row.LikelyCause);
        return string.Join("  ", new[]
        {
            language.Say("实际", "found") + $" {language.Price(row.FoundPrice)} / "
                + (row.IsStatistical ? language.Say("常态", "usually") : language.Say("应为", "should be")) + $" {language.Price(row.ExpectedPrice)}",
            language.Say(cause.Zh, cause.En),
            row.FirstSeenOn == row.LastSeenOn ? "" : language.Say(
                $"首见 {language.ShortDay(row.FirstSeenOn)}，末见 {language.ShortDay(row.LastSeenOn)}", $"first seen {language.ShortDay(row.FirstSeenOn)}, last {language.ShortDay(row.LastSeenOn)}"),
        }.Where(part => part.Length > 0));
    }

    private static Task<IEnumerable<T>> QueryAsync<T>(NpgsqlConnection connection, string sql, CancellationToken ct) =>
        connection.QueryAsync<T>(new CommandDefinition(sql, new { DaysBack }, commandTimeout: 0, cancellationToken: ct));

    // A claim whose case was closed by then (credited, written off, cleared) is nobody's task any more, although the statement still shows it.
    // Money breaks: the open rest of a delivery stands as its account's newest statement shows it, since it was first short or unsettled; anything else where it arose.
    private const string Breaks =
        """
        with known_statement as (
            select chain_id, account_id, statement_number, period_to from core.statement
            where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
        ), claim as (
            select distinct on (claim.chain_id, seen.kind, seen.claim_key) claim.chain_id, seen.kind, seen.claim_key, claim.case_id,
                   step.to_state as state, claim.dispute_until, nullif(claim.owner, '') as owner
            from ops."case" as claim
            join ops.case_appearance as seen using (case_id)
            left join lateral (
                select to_state from ops.case_event
                where case_event.case_id = claim.case_id and happened_at <= core.known_at() order by event_id desc limit 1) as step on true
            order by claim.chain_id, seen.kind, seen.claim_key, claim.case_id desc
        )
        select found.chain_id, found.kind, found.family, found.amount, found.quantity, account.settlement_unit, found.statement_number, found.order_number,
               found.delivery_number, found.store_id, found.product_id,
               coalesce(first.period_to, found.occurred_on) as occurred_on, found.ours::numeric as ours, found.theirs::numeric as theirs,
               found.rule, found.limit_value::numeric as limit_value, found.claim_key, found.fee_text, claim.dispute_until, claim.case_id, claim.owner as case_owner,
               store.representative_id, coalesce(store.supervisor_id, supervisor.person_id) as supervisor_id
        from mart.reconciliation_break as found
        left join known_statement as first on first.chain_id = found.chain_id and first.statement_number = found.first_statement_number
        left join claim on claim.chain_id = found.chain_id and claim.kind = found.kind and claim.claim_key = found.claim_key
        left join lateral (
            select settlement_unit from core.settlement_account
            where chain_id = found.chain_id and account_id = found.account_id
              and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) limit 1) as account on true
        left join mart.store_representative as store on store.chain_id = found.chain_id and store.store_id = found.store_id
        left join lateral (
            select person_id from core.responsibility
            where role = 'supervisor' and chain_id = found.chain_id and core.as_of() between valid_from and valid_to
              and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) order by person_id limit 1) as supervisor on true
        where not found.is_within_tolerance
          and coalesce(claim.state, '') not in ('credited', 'written_off', 'cleared')
          and case when found.family = 'service' then found.occurred_on > core.as_of() - @DaysBack
                   when found.kind in ('rounding_difference') then false
                   else found.counts_in_totals end
        """;

    private const string Locks =
        """
        select chain_id, store_id, product_id, level, since_on, evidence, evidence_en, owner_person_id, exposure_amount, due_on, cause, clause,
               exposure_if_open_on, exposure_if_open_amount, application_prepared_on, application_submitted_on
        from mart.sku_lock_alert
        """;

    private const string Anomalies =
        """
        select anomaly.chain_id, order_number, anomaly.store_id, product_id, rule, ordered_on, found_price, expected_price, likely_cause, amount_at_stake,
               statement_number, first_seen_on, last_seen_on, is_statistical, representative_id
        from mart.price_anomaly as anomaly
        left join mart.store_representative using (chain_id, store_id)
        -- A price list stands as long as it is in force, however long ago it began.
        where case when order_number = '' then last_seen_on else ordered_on end > core.as_of() - @DaysBack
        """;
}
