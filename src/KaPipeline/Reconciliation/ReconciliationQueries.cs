using KaPipeline.Labels;
using KaPipeline.Workbooks;

namespace KaPipeline.Reconciliation;

/// <summary>Rows and columns of the reconciliation workbook's detail sheets. Parameters: chains, first and last period end, then
/// kinds and their words.</summary>
internal static class ReconciliationQueries
{
    public const int BreakAmountColumn = 5;
    public const int BreakCountedColumn = 6;
    public const int DeductionStatedColumn = 6;
    public const int LineAmountColumn = 11;
    public const int TermsReclaimColumn = 9;
    public const int TermsOwedColumn = 10;

    private const string Chosen =
        """
        with chosen as (
            select chain_id, statement_number from core.statement
            where chain_id = any ($1) and period_to between $2 and $3
              and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
        )
        """;

    // Money breaks of the chosen statements.
    private const string Judged =
        """
        with chosen as (
            select chain_id, statement_number, stated_payable from core.statement
            where chain_id = any (@chains) and period_to between @from and @to
              and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
        ), judged as (
            select found.chain_id, found.statement_number, found.kind, found.amount, found.is_carried, found.counts_in_totals as counts
            from mart.reconciliation_break as found
            join chosen using (chain_id, statement_number)
            where found.family = 'money'
        )
        """;

    /// <summary>Per statement: what it carries, and what of it counts in totals; read as <c>counted</c>.</summary>
    public const string Counted = Judged +
        """
        , counted as (
            select chain_id, statement_number, sum(amount) filter (where is_carried) as carried, sum(amount) filter (where counts) as counted
            from judged group by chain_id, statement_number
        ), open as (
            select chain_id, statement_number, sum(positive_amount) as positive, sum(negative_amount) as negative
            from mart.open_difference join chosen using (chain_id, statement_number) where family = 'statement' group by chain_id, statement_number
        )
        
        """;

    /// <summary>Counts and sums straight from the facts, without the joins that dress the rows.</summary>
    public const string Control = Judged +
        """
        , breaks as (
            select count(*) as rows, coalesce(sum(amount), 0) as amount, coalesce(sum(amount) filter (where counts), 0) as counted from judged
        ), deductions as (
            select count(*) as rows, coalesce(sum(stated_amount), 0) as stated, coalesce(sum(expected_amount), 0) as expected
            from mart.deduction_review where (chain_id, statement_number) in (select chain_id, statement_number from chosen)
        ), terms as (
            select count(*) as rows, coalesce(sum(amount) filter (where amount > 0), 0) as reclaim, coalesce(-sum(amount) filter (where amount < 0), 0) as owed
            from mart.deduction_terms_changed where (chain_id, statement_number) in (select chain_id, statement_number from chosen)
        ), lines as (
            select count(*) as rows, coalesce(sum(amount), 0) as amount
            from core.statement_line
            where (chain_id, statement_number) in (select chain_id, statement_number from chosen)
              and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
        )
        select breaks.rows as breaks, breaks.amount as break_amount, breaks.counted as break_counted, lines.rows as lines, lines.amount as line_amount,
               deductions.rows as deductions, deductions.stated as deduction_stated, deductions.expected as deduction_expected,
               terms.rows as terms, terms.reclaim as terms_reclaim, terms.owed as terms_owed,
               (select coalesce(sum(stated_payable), 0) from chosen) as stated_payable, (select count(*) from chosen) as statements
        from breaks, deductions, terms, lines
        """;

    public const string ByKind = Judged +
        """
        select kind, count(*) filter (where counts) as count, coalesce(sum(amount) filter (where counts), 0) as amount,
               coalesce(sum(amount) filter (where counts and amount > 0), 0) as positive, coalesce(sum(amount) filter (where counts and amount < 0), 0) as negative,
               count(*) filter (where not counts) as uncounted
        from judged group by kind order by abs(coalesce(sum(amount) filter (where counts), 0)) desc, kind
        """;

    public const string Breaks = Chosen + """
        select chain.name, found.account_id, found.statement_number, found.kind, store.name, found.amount,
               case when found.counts_in_totals then found.amount end, found.quantity,
               product.name, found.order_number, found.delivery_number, found.ours::numeric, found.theirs::numeric, found.rule, found.limit_value::numeric,
               case when found.is_within_tolerance then '是 yes' else '' end, case when found.is_carried then '是 yes' else '' end,
               found.first_statement_number, ours.file_name, found.our_row_number::numeric, theirs.file_name, found.their_row_number::numeric,
               found.occurred_on, found.claim_key
        from mart.reconciliation_break as found
        join chosen using (chain_id, statement_number)
        join core.chain using (chain_id)
        left join lateral (select name from core.store where store.chain_id = found.chain_id and store.store_id = found.store_id
            and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) order by valid_from desc limit 1) as store on true
        left join lateral (select name from core.product where product.product_id = found.product_id
            and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) order by valid_from desc limit 1) as product on true
        left join ops.load as ours on ours.load_id = found.our_load_id
        left join ops.load as theirs on theirs.load_id = found.their_load_id
        where found.family = 'money'
        order by found.chain_id, found.statement_number, abs(found.amount) desc, found.claim_key, found.kind
        """;

    public const string Deductions = Chosen + """
        select chain.name, review.statement_number, review.line_number::text, review.fee_text, review.fee_code,
               review.deduction_mode,
               review.stated_amount, review.expected_amount, review.difference,
               review.verdict,
               nullif(review.at_stake_amount, 0), case when review.earlier_line_number is not null then concat_ws(' ', review.earlier_statement_number, '#' || review.earlier_line_number, review.earlier_fee_text) end,
               review.formula, review.clause, load.file_name, review.row_number::numeric
        from mart.deduction_review as review
        join chosen using (chain_id, statement_number)
        join core.chain using (chain_id)
        left join ops.load using (load_id)
        order by review.chain_id, review.statement_number, review.line_number nulls last
        """;

    public const string TermsChanged = Chosen + """
        select chain.name, changed.statement_number, changed.line_number::text, changed.fee_text, changed.fee_code, changed.old_contract_id, changed.new_contract_id,
               changed.old_amount, changed.new_amount, greatest(changed.amount, 0), greatest(-changed.amount, 0), changed.new_clause, load.file_name, changed.row_number::numeric
        from mart.deduction_terms_changed as changed
        join chosen using (chain_id, statement_number)
        join core.chain using (chain_id)
        left join ops.load using (load_id)
        order by changed.chain_id, changed.statement_number, changed.line_number nulls last, changed.fee_code
        """;

    public const string Lines = Chosen + """
        select chain.name, line.statement_number, line.line_number::numeric,
               line.kind,
               line.delivery_number, line.order_number, store.name, product.name, line.quantity, line.unit_price, line.vat_rate, line.amount,
               line.fee_text, load.file_name, line.row_number::numeric
        from core.statement_line as line
        join chosen using (chain_id, statement_number)
        join core.chain using (chain_id)
        left join lateral (select name from core.store where store.chain_id = line.chain_id and store.store_id = line.store_id
            and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) order by valid_from desc limit 1) as store on true
        left join lateral (select name from core.product where product.product_id = line.product_id
            and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) order by valid_from desc limit 1) as product on true
        left join ops.load on load.load_id = line.load_id
        where core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at)
        order by line.chain_id, line.statement_number, line.line_number
        """;

    public static IReadOnlyList<DetailColumn> BreakColumns(decimal amount, decimal counted) =>
    [
        new("系统 Chain", ColumnKind.Text, 13), new("结算账户 Account", ColumnKind.Text, 14), new("对账单 Statement", ColumnKind.Text, 18),
        new("差异类型 Kind", ColumnKind.Text, 26) { Codes = Label.BreakKind }, new("门店 Store", ColumnKind.Text, 20), new("差异金额 Amount", ColumnKind.Money, 14, amount),
        new("计入合计 Counted once", ColumnKind.Money, 14, counted), new("数量 Units", ColumnKind.Quantity, 10),
        new("产品 Product", ColumnKind.Text, 20), new("订单号 Order", ColumnKind.Text, 18),
        new("送货单号 Delivery note", ColumnKind.Text, 18), new("我方 Ours", ColumnKind.Price, 12), new("对方 Theirs", ColumnKind.Price, 12),
        new("规则 Rule", ColumnKind.Text, 14) { Codes = Label.Comparison }, new("限额 Limit", ColumnKind.Price, 10), new("容差内 Within tolerance", ColumnKind.Text, 12),
        new("结转 Carried", ColumnKind.Text, 10), new("首次对账单 First statement", ColumnKind.Text, 18),
        new("我方文件 Our file", ColumnKind.Text, 30),
        new("行 Row", ColumnKind.Count, 8), new("对方文件 Their file", ColumnKind.Text, 30), new("行 Row", ColumnKind.Count, 8),
        new("日期 Date", ColumnKind.Date, 12), new("索赔编号 Claim key", ColumnKind.Text, 40),
    ];

    public static IReadOnlyList<DetailColumn> DeductionColumns(decimal stated, decimal expected) =>
    [
        new("系统 Chain", ColumnKind.Text, 13), new("对账单 Statement", ColumnKind.Text, 18), new("行号 Line", ColumnKind.Text, 8),
        new("费用 Fee", ColumnKind.Text, 22), new("费用代码 Fee code", ColumnKind.Text, 20), new("扣款方式 Mode", ColumnKind.Text, 16) { Codes = Label.DeductionMode },
        new("对方扣款 Stated", ColumnKind.Money, 14, stated), new("按合同 Expected", ColumnKind.Money, 14, expected),
        new("差额 Difference", ColumnKind.Money, 14, expected - stated), new("结论 Verdict", ColumnKind.Text, 26) { Codes = Label.Verdict },
        new("涉及金额 At stake", ColumnKind.Money, 13), new("先前已扣的行 Taken before by line", ColumnKind.Text, 24),
        new("算法 Formula", ColumnKind.Text, 46), new("条款 Clause", ColumnKind.Text, 16), new("文件 File", ColumnKind.Text, 30),
        new("行 Row", ColumnKind.Count, 8),
    ];

    public static IReadOnlyList<DetailColumn> TermsChangedColumns(decimal reclaim, decimal owed) =>
    [
        new("系统 Chain", ColumnKind.Text, 13), new("对账单 Statement", ColumnKind.Text, 18), new("行号 Line", ColumnKind.Text, 8),
            new("费用 Fee", ColumnKind.Text, 22),
        new("费用代码 Fee code", ColumnKind.Text, 20), new("原合同 Contract before", ColumnKind.Text, 18),
        new("现合同 Contract now", ColumnKind.Text, 18),
        new("原条款 Before", ColumnKind.Money, 14), new("现条款 Now", ColumnKind.Money, 14), new("可追回 To claim", ColumnKind.Money, 14, reclaim),
        new("应付对方 Owed to the chain", ColumnKind.Money, 16, owed), new("条款 Clause", ColumnKind.Text, 16),
        new("文件 File", ColumnKind.Text, 30), new("行 Row", ColumnKind.Count, 8),
    ];

    public static IReadOnlyList<DetailColumn> LineColumns(decimal amount) =>
    [
        new("系统 Chain", ColumnKind.Text, 13), new("对账单 Statement", ColumnKind.Text, 18), new("行号 Line", ColumnKind.Count, 8),
        new("类型 Kind", ColumnKind.Text, 14) { Codes = Label.LineKind }, new("送货单号 Delivery note", ColumnKind.Text, 18), new("订单号 Order", ColumnKind.Text, 18),
        new("门店 Store", ColumnKind.Text, 20), new("产品 Product", ColumnKind.Text, 20), new("数量 Units", ColumnKind.Quantity, 10),
        new("单价 Price", ColumnKind.Price, 11), new("税率 VAT", ColumnKind.Percent, 8), new("金额 Amount", ColumnKind.Money, 14, amount),
        new("费用 Fee", ColumnKind.Text, 20), new("文件 File", ColumnKind.Text, 30), new("行 Row", ColumnKind.Count, 8),
    ];
}
