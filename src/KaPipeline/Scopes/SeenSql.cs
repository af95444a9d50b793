using System.Text.RegularExpressions;

namespace KaPipeline.Scopes;

/// <summary>Questions are asked of <c>seen.NAME as alias</c>, which holds the rows of a table or view that a reader may see, and nothing
/// else: a question that names another table with rows of somebody is refused. Which rows they are is said here, once for each.</summary>
public static partial class SeenSql
{
    // Where a row belongs to a store; a document of no store belongs to what its account, or its settlement unit, settles; else to the
    // whole chain.
    private const string OfChain = "r.chain_id = any (@seen_chains)";
    private const string OfTouchedChain = "r.chain_id = any (@seen_touched)";
    private const string OfStore = $"({OfChain} or r.chain_id || '|' || r.store_id = any (@seen_stores))";
    private const string OfAccount = $"({OfChain} or r.chain_id || '|' || r.account_id = any (@seen_accounts))";
    private const string OfDocument =
        $"({OfStore} or coalesce(r.store_id, '') = '' and r.chain_id || '|' || r.account_id = any (@seen_accounts))";
    private const string OfUnit = $"({OfStore} or r.store_id = '' and r.chain_id || '|' || r.settlement_unit = any (@seen_units))";
    private const string OfOwnMail = "r.recipient_id = @seen_reader";
    private const string OfOwnDelivery = "exists (select from ops.delivery as own where own.recipient_id = @seen_reader and own.";
    private const string OfStatement =
        """
        exists (select from core.statement as head where head.chain_id = r.chain_id and head.statement_number = r.statement_number and
            head.chain_id || '|' || head.account_id = any (@seen_accounts))
        """;

    private const string OfContract =
        """
        (r.chain_id = any (@seen_chains) or exists (select from core.contract as paper where paper.chain_id = r.chain_id
            and paper.contract_id = r.contract_id and paper.chain_id || '|' || paper.account_id = any (@seen_accounts)))
        """;

    private sealed record Relation(string Name, string Condition, bool IsOperations = false);

    private static readonly Dictionary<string, Relation> Relations = new(StringComparer.Ordinal)
    {
        ["reconciliation_line"] = new("mart.reconciliation_line", OfStore),
        ["statement_reconciliation"] = new("mart.statement_reconciliation", OfAccount),
        ["reconciliation_break"] = new("mart.reconciliation_break", OfDocument),
        ["open_difference"] = new("mart.open_difference", OfUnit),
        ["statement_difference"] = new("mart.all_statement_difference()", OfUnit),
        // Of one statement: read through its own rows.
        ["difference_of_statement"] = new("mart.statement_difference", OfUnit),
        ["delivery_difference"] = new("mart.all_delivery_difference()", OfUnit),
        ["price_difference"] = new("mart.price_difference", OfUnit),
        ["statement"] = new("core.statement", OfAccount),
        ["statement_line"] = new("core.statement_line", $"({OfStore} or r.store_id = '' and {OfStatement})"),
        ["order_line"] = new("core.order_line", OfStore),
        ["delivery_line"] = new("core.delivery_line", OfStore),
        ["store"] = new("core.store", OfStore),
        ["chain_item"] = new("core.chain_item", OfTouchedChain),
        ["claim"] = new("ops.\"case\"", OfDocument),
        ["claim_event"] = new("ops.case_event",
        $"exists (select from ops.\"case\" as claim where claim.case_id = r.case_id and {At(OfDocument, "claim")})"),
        ["claim_appearance"] = new("ops.case_appearance",
        $"exists (select from ops.\"case\" as claim where claim.case_id = r.case_id and {At(OfDocument, "claim")})"),
        // What is said about alerts is for who oversees all chains; it is read with them.
        ["comment"] = new("ops.comment", $"r.subject_kind <> 'alert' and {OfDocument}"),
        ["work_done"] = new("ops.work_done", OfStore),
        ["work_photograph"] = new("ops.work_photograph",
        $"exists (select from ops.work_done as done where done.work_done_id = r.work_done_id and {At(OfStore, "done")})"),
        ["feed_arrival"] = new("mart.feed_arrival", OfTouchedChain, true),
        ["sales_growth"] = new("mart.sales_growth", SeenFigureSql.OfSubject),
        ["sku_ranking"] = new("mart.sku_ranking", SeenFigureSql.OfRanking),
        ["outlet_ranking"] = new("mart.outlet_ranking", OfStore),
        ["area_ranking"] = new("mart.area_ranking", SeenFigureSql.OfArea),
        ["recent_fill_rate"] = new("mart.recent_fill_rate()", OfStore),
        ["target_progress"] = new("mart.target_progress", OfStore),
        ["target_breakdown"] = new("mart.target_breakdown", OfStore),
        ["outlet_profile"] = new("mart.outlet_profile", OfStore),
        ["outlet_coverage"] = new("mart.outlet_coverage", SeenFigureSql.OfChainCity),
        ["assortment_gap"] = new("mart.assortment_gap", OfStore),
        ["new_product_clock"] = new("mart.new_product_clock", OfStore),
        ["outlet_month"] = new("mart.outlet_month", OfStore),
        ["stock_cover"] = new("mart.all_stock_cover()", OfStore),
        ["stock_out"] = new("mart.all_stock_out()", OfStore),
        ["work_line"] = new("mart.all_work_line()", OfStore),
        ["work_list"] = new("mart.all_work_list()", OfStore),
        ["sku_lock_alert"] = new("mart.all_sku_lock_alert()", OfStore),
        ["reopening_application"] = new("core.reopening_application", OfStore),
        ["promotion_deadline"] = new("mart.promotion_deadline", OfChain),
        ["promotion_result"] = new("mart.promotion_result", OfChain),
        ["promotion_sheet"] = new("mart.promotion_sheet", OfChain),
        ["improvement_plan"] = new("mart.improvement_plan", SeenFigureSql.OfPlan),
        ["store_survey"] = new("mart.store_survey", OfStore),
        ["work_summary"] = new("mart.work_summary", SeenFigureSql.OfPerson),
        ["warehouse_leg"] = new("mart.warehouse_leg", OfStore),
        ["warehouse_stock"] = new("mart.warehouse_stock", OfChain),
        ["store_lot"] = new("mart.store_lot", OfStore),
        ["store_inspection"] = new("mart.store_inspection", OfStore),
        ["inspection_finding"] = new("mart.inspection_finding", OfStore),
        ["freshness_alert"] = new("mart.freshness_alert", OfStore),
        ["special_fee_claim"] = new("mart.special_fee_claim", OfChain),
        ["gross_margin"] = new("mart.gross_margin", OfChain),
        ["fee_ratio"] = new("mart.fee_ratio", OfChain),
        ["deduction_review"] = new("mart.deduction_review", OfAccount),
        ["receivable_ageing"] = new("mart.receivable_ageing", OfAccount),
        ["receivable_next_step"] = new("mart.all_receivable_next_step()", OfAccount),
        ["deduction_terms_changed"] = new("mart.deduction_terms_changed", $"({OfChain} or {OfStatement})"),
        ["rebate_accrual"] = new("mart.rebate_accrual", OfContract),
        ["clause_by_calendar_year"] = new("mart.clause_by_calendar_year", OfAccount),
        ["negotiation_ground"] = new("mart.all_negotiation_ground()", OfChain),
        ["dealer_volume"] = new("mart.dealer_volume", SeenFigureSql.OfDealer),
        ["exposure"] = new("mart.exposure", SeenFigureSql.OfBearer),
        ["exposure_decision"] = new("ops.exposure_decision", SeenFigureSql.OfBearer),
        ["item_list"] = new("mart.item_list", SeenFigureSql.OfChainRegion),
        ["data_gap"] = new("mart.data_gap", SeenFigureSql.OfGap),
        ["master_data_finding"] = new("mart.master_data_finding", OfChain),
        ["outlet"] = new("mart.store_representative", OfStore),
        ["chain"] = new("core.chain", OfTouchedChain, true),
        ["run"] = new("ops.run", OfTouchedChain, true),
        // A file holds rows of all stores of its chain; that it came, and how it went, concerns whoever has one of them.
        ["load"] = new("ops.load", OfTouchedChain, true),
        ["whole_load"] = new("ops.load", OfChain, true),
        ["quarantined_row"] = new("ops.quarantined_row",
        "exists (select from ops.load as file where file.load_id = r.load_id and file.chain_id = any (@seen_chains))", true),
        ["delivery"] = new("ops.delivery", OfOwnMail, true),
        ["edition"] = new("ops.edition", $"{OfOwnDelivery}edition_id = r.edition_id)", true),
        ["delivery_event"] = new("ops.delivery_event", $"{OfOwnDelivery}delivery_id = r.delivery_id)", true),
        // What a mail says is business, for operators as for anybody else.
        ["mail_content"] = new("ops.mail_content", $"{OfOwnDelivery}content_sha256 = r.content_sha256)"),
        ["mail_attachment"] = new("ops.mail_attachment", $"{OfOwnDelivery}content_sha256 = r.content_sha256)"),
    };

    // The same for every reader: names, words, times of schedules.
    private static readonly HashSet<string> Common = new(StringComparer.Ordinal)
    {
        "core.product", "core.is_known", "core.as_of", "core.rule_value", "ops.case_step", "ops.schedule", "ops.sheet_of", "ops.row_in_sheet",
    };

    /// <summary>The question with each <c>seen.NAME</c> replaced by the rows that may be seen.</summary>
    /// <param name="sql">The question.</param>
    /// <param name="isWhole">Whether the reader sees all.</param>
    /// <param name="seesOperations">Whether what belongs to operations is seen whole.</param>
    /// <exception cref="InvalidOperationException">It names a table that is not among them: a fault of whoever wrote it.</exception>
    internal static string Cut(string sql, bool isWhole, bool seesOperations)
    {
        if (Qualified().Matches(sql).Select(match => match.Value).FirstOrDefault(name => !Common.Contains(name)) is { } foreign)
        {
            throw new InvalidOperationException(
                $"A question of a page names {foreign}; it may ask seen.NAME alone: {string.Join(", ", Relations.Keys)}.");
        }

        return Asked().Replace(sql, match =>
        {
            var relation = Relations.GetValueOrDefault(match.Groups[1].Value)
                ?? throw new InvalidOperationException(
                $"There is no seen.{match.Groups[1].Value}; there are: {string.Join(", ", Relations.Keys)}.");
            return isWhole || (seesOperations && relation.IsOperations) ? $"{relation.Name} as "
                : $"(select r.* from {relation.Name} as r where {relation.Condition}) as ";
        });
    }

    /// <summary>The condition on rows of any table or view that has these columns; nothing may be seen of one that does not say its
    /// chain.</summary>
    /// <param name="alias">How it is called in the question.</param>
    internal static string ConditionOf(IReadOnlyCollection<string> columns, string alias) => At(!columns.Contains("chain_id") ? "false"
        : (columns.Contains("store_id"), columns.Contains("account_id"), columns.Contains("statement_number")) switch
        {
            (true, true, _) => OfDocument,
            (true, false, true) => $"({OfStore} or coalesce(r.store_id, '') = '' and {OfStatement})",
            (true, false, false) => OfStore,
            (false, true, _) => OfAccount,
            (false, false, true) => $"({OfChain} or {OfStatement})",
            _ => OfChain,
        }, alias);

    private static string At(string condition, string alias) => condition.Replace("r.", alias + ".", StringComparison.Ordinal);

    [GeneratedRegex("""\b(?:mart|core|ops|staging|hangfire)\."?[a-z_]+"?""")]
    private static partial Regex Qualified();

    [GeneratedRegex("""\bseen\.([a-z_]+) as """)]
    private static partial Regex Asked();
}
