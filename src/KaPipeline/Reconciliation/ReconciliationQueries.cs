using KaPipeline.Labels;
using KaPipeline.Workbooks;

namespace KaPipeline.Reconciliation;

/// <summary>Rows and columns of the reconciliation workbook's detail sheets. Parameters: chains, whether names
/// are English.</summary>
internal static class ReconciliationQueries
{
    public const int BreakKindColumn = 3;
    public const int BreakAmountColumn = 4;
    public const int BreakCountedColumn = 5;
    public const int BreakCountColumn = 6;
    public const int BreakCarriedColumn = 34;
    public const int DeductionStatedColumn = 5;
    public const int LineAmountColumn = 11;
    public const int TermsReclaimColumn = 9;
    public const int TermsOwedColumn = 10;

    // Money breaks of the chosen statements.
    private const string Judged =
        """
        with judged as (
            select chain_id, statement_number, kind, amount, is_carried, counts_in_totals as counts
            from pg_temp.read_break where chain_id = any (@chains)
        )
        """;

    /// <summary>Per statement: what it carries, and what of it counts in totals; read as <c>counted</c>.</summary>
    public const string Counted = Judged +
        """
        , counted as (
            select chain_id, statement_number, sum(amount) filter (where is_carried) as carried, sum(amount) filter (where counts) as counted
            from judged group by chain_id, statement_number
        )
        
        """;

    /// <summary>Counts and sums of what was read, without the joins that dress the rows; lines and statements straight from the
    /// facts.</summary>
    public const string Control = Judged +
        """
        , breaks as (
            select count(*) as count, coalesce(sum(amount), 0) as amount, coalesce(sum(amount) filter (where counts), 0) as counted,
                -- Roundings stand in one row for each statement and sign.
                count(*) filter (where kind <> 'rounding_difference')
                    + count(distinct (chain_id, statement_number, amount > 0)) filter (where kind = 'rounding_difference') as rows
            from judged
        ), deductions as (
            select count(*) as rows, coalesce(sum(stated_amount), 0) as stated, coalesce(sum(expected_amount), 0) as expected
            from pg_temp.read_deduction where chain_id = any (@chains)
        ), terms as (
            select count(*) as rows, coalesce(sum(amount) filter (where amount > 0), 0) as reclaim, coalesce(-sum(amount) filter (where amount < 0), 0) as owed
            from pg_temp.read_terms where chain_id = any (@chains)
        ), chosen as (
            -- Statements straight from the facts.
            select chain_id, statement_number, stated_payable from core.statement
            where chain_id = any (@chains) and period_to between @from and @to
              and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
        ), lines as (
            select count(*) as rows, coalesce(sum(amount), 0) as amount
            from core.statement_line
            where (chain_id, statement_number) in (select chain_id, statement_number from chosen)
              and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
        )
        select breaks.count as breaks, breaks.rows as break_rows, breaks.amount as break_amount, breaks.counted as break_counted, lines.rows as lines, lines.amount as line_amount,
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

    // What a value of ours or theirs is, by kind of break: its column.
    private const string Units = "found.kind in ('settled_short', 'settled_over', 'unsettled') or found.kind = 'duplicate_settlement' and found.quantity is not null";
    private const string Price = "found.kind = 'price_difference'";
    private const string Rate = "found.kind = 'tax_difference'";

    private static readonly string NoteChinese = SoldGoods.SqlOf("nullif(found.delivery_number, '')");
    private static readonly string NoteEnglish = SoldGoods.EnglishSqlOf("nullif(found.delivery_number, '')");

    /// <summary>The breaks one by one, a statement's roundings together. Net and VAT are the difference's own parts at the product's rate;
    /// where the rates differ, the difference is VAT alone.</summary>
    public static readonly string Breaks = $"""
        with found as (
            select b.chain_id, b.account_id, b.statement_number, b.kind, b.store_id, b.product_id, b.is_free, b.amount, 1::numeric as count,
                b.quantity, b.order_number, b.delivery_number, b.ours::numeric as ours, b.theirs::numeric as theirs, b.rule,
                b.limit_value::numeric as limit_value, b.counts_in_totals, b.is_within_tolerance, b.is_carried, b.first_statement_number,
                b.our_load_id, b.our_row_number, b.their_load_id, b.their_row_number, b.occurred_on, b.claim_key
            from pg_temp.read_break as b
            where b.chain_id = any ($1) and b.kind <> 'rounding_difference'
            union all
            select b.chain_id, b.account_id, b.statement_number, b.kind, null, null, false, sum(b.amount), count(*), null, null, null,
                null, null, b.rule, null, b.counts_in_totals, true, false, b.first_statement_number,
                null, null, min(b.their_load_id), null, b.occurred_on, null
            from pg_temp.read_break as b
            where b.chain_id = any ($1) and b.kind = 'rounding_difference'
            group by b.chain_id, b.account_id, b.statement_number, b.kind, b.rule, b.counts_in_totals, b.first_statement_number, b.occurred_on,
                b.amount > 0
        )
        select case when $2 then chain.name_en else chain.name end, found.account_id, found.statement_number, found.kind, found.amount,
               case when found.counts_in_totals then found.amount end, found.count,
               claim.case_id::numeric, claim.state, coalesce(person.name, claim.owner, proposed.name), claim.dispute_until,
               nullif(found.store_id, ''), store.name, found.product_id, product.name, product.unit_barcode,
               case when {Units} then found.ours end, case when {Units} then found.theirs end,
               case when {Price} then found.ours end, case when {Price} then found.theirs end,
               account.statement_basis,
               case when $2 then {NoteEnglish} else {NoteChinese} end,
               case when {Rate} then found.ours end, case when {Rate} then found.theirs end,
               case when not ({Units} or {Price} or {Rate}) then found.ours end, case when not ({Units} or {Price} or {Rate}) then found.theirs end,
               part.net, found.amount - part.net, source.price_source,
               nullif(found.order_number, ''), found.quantity, found.rule, found.limit_value,
               case when found.is_within_tolerance then '是 yes' else '' end, case when found.is_carried then '是 yes' else '' end,
               found.first_statement_number, ours.file_name, found.our_row_number::numeric, theirs.file_name, found.their_row_number::numeric,
               found.occurred_on, found.claim_key
        from found
        join core.chain using (chain_id)
        left join mart.newest_case as claim on claim.chain_id = found.chain_id and claim.kind = found.kind and claim.claim_key = found.claim_key
        left join lateral (select case when $2 then coalesce(name_en, name) else name end as name from core.person where claim.owner in (person.person_id, person.name)
            and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) order by person.person_id limit 1) as person on true
        -- Nobody's yet: the supervisor of the chain by the rule of letters, marked as proposed.
        left join lateral (select case when $2 then coalesce(one.name_en, one.name) || ' (proposed)' else one.name || '（拟）' end as name
            from core.responsibility as held join core.person as one using (person_id)
            where claim.owner is null and not found.is_within_tolerance and held.role = 'supervisor' and held.chain_id = found.chain_id
              and core.as_of() between held.valid_from and held.valid_to
              and core.is_known(held.arrived_at, held.recorded_at, held.superseded_at, held.superseded_recorded_at)
              and core.is_known(one.arrived_at, one.recorded_at, one.superseded_at, one.superseded_recorded_at)
            order by one.person_id limit 1) as proposed on true
        left join lateral (select case when $2 then coalesce(name_en, name) else name end as name from core.store where store.chain_id = found.chain_id and store.store_id = found.store_id
            and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) order by valid_from desc limit 1) as store on true
        left join lateral (select case when $2 then coalesce(name_en, name) else name end as name, unit_barcode, vat_rate from core.product where product.product_id = found.product_id
            and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
            order by valid_from <= found.occurred_on desc, valid_from desc limit 1) as product on true
        left join lateral (select price_source from mart.agreed_price as agreed where {Price} and agreed.chain_id = found.chain_id
            and agreed.order_number = found.order_number and agreed.store_id = found.store_id and agreed.product_id = found.product_id
            and agreed.is_free = found.is_free limit 1) as source on true
        left join lateral (select statement_basis from core.settlement_account as account
            where {Price} and account.chain_id = found.chain_id and account.account_id = found.account_id
              and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
            order by arrived_at desc limit 1) as account on true
        cross join lateral (select case when {Rate} then 0.00 else round(found.amount / (1 + product.vat_rate), 2) end as net) as part
        left join ops.load as ours on ours.load_id = found.our_load_id
        left join ops.load as theirs on theirs.load_id = found.their_load_id
        order by found.chain_id, found.statement_number, abs(found.amount) desc, found.claim_key, found.kind, found.amount
        """;

    // What a fee text of the chosen chains means, in our English; the parts of a lump together.
    private const string Meant =
        """
        with meant as materialized (
            select meaning.chain_id, meaning.fee_text, meaning.valid_from, meaning.valid_to, string_agg(fee.name_en, ' + ' order by part_number) as name_en
            from mart.fee_meaning as meaning
            join core.fee using (fee_code)
            where meaning.chain_id = any ($1)
            group by meaning.chain_id, meaning.fee_text, meaning.valid_from, meaning.valid_to
        )
        """;

    private static readonly string TermKind =
        $"case term.kind {string.Join(' ', Label.TermKind.Select(kind => $"when '{kind.Code}' then '{kind.English}'"))} end";

    // A reader of English gets what we call the fee and what kind of clause it is, the chain's and the contract's words in brackets.
    private static string Fee(string english, string words) =>
        $"case when $2 then coalesce({english} || ' (' || {words} || ')', {words}) else {words} end";

    private static string MeantBy(string chain, string words, string day) =>
        $"""
        left join lateral (select name_en from meant where $2 and {words} <> ''
            and meant.chain_id = {chain} and meant.fee_text = core.plain_fee_text({words}) and {day} between meant.valid_from and meant.valid_to limit 1)
        """;

    private static string Clause(string chain, string contract, string clause) =>
        $"""
        (select case when $2 then coalesce({TermKind} || ' (' || {clause} || ')', {clause}) else {clause} end
            from (values (1)) as one left join core.contract_term as term on term.chain_id = {chain} and term.contract_id = {contract} and term.clause = {clause}
              and core.is_known(term.arrived_at, term.recorded_at, term.superseded_at, term.superseded_recorded_at)
            order by term.term_id limit 1)
        """;

    public static readonly string Deductions = $"""
        {Meant}
        select case when $2 then chain.name_en else chain.name end, review.statement_number, review.line_number::numeric,
               {Fee("fee.name_en", "review.fee_text")}, review.deduction_mode,
               -- A missing invoice is no deduction of nought: it has what is at stake, and no other figure.
               case when review.verdict <> 'deduction_without_invoice' then review.stated_amount end,
               case when review.verdict <> 'deduction_without_invoice' then review.expected_amount end,
               case when review.verdict <> 'deduction_without_invoice' then review.difference end,
               review.verdict, nullif(review.at_stake_amount, 0),
               case when review.verdict = 'deduction_without_invoice' then '未附 missing' else nullif(review.invoice_number, '') end,
               case when $2 then review.formula_en else review.formula end, {Clause("review.chain_id", "review.contract_id", "review.clause")},
               review.earlier_statement_number, review.earlier_line_number::numeric, {Fee("earlier.name_en", "review.earlier_fee_text")},
               review.fee_code, load.file_name, review.row_number::numeric
        from pg_temp.read_deduction as review
        join core.chain using (chain_id)
        left join core.fee using (fee_code)
        {MeantBy("review.chain_id", "review.earlier_fee_text", "review.occurred_on")} as earlier on true
        left join ops.load using (load_id)
        where review.chain_id = any ($1)
        order by review.chain_id, review.statement_number, review.line_number nulls last
        """;

    public static readonly string TermsChanged = $"""
        select case when $2 then chain.name_en else chain.name end, changed.statement_number, changed.line_number::numeric,
               {Fee("fee.name_en", "changed.fee_text")}, changed.fee_code, changed.old_contract_id, changed.new_contract_id,
               changed.old_amount, changed.new_amount, greatest(changed.amount, 0), greatest(-changed.amount, 0),
               {Clause("changed.chain_id", "changed.new_contract_id", "changed.new_clause")}, load.file_name, changed.row_number::numeric
        from pg_temp.read_terms as changed
        join core.chain using (chain_id)
        left join core.fee using (fee_code)
        left join ops.load using (load_id)
        where changed.chain_id = any ($1)
        order by changed.chain_id, changed.statement_number, changed.line_number nulls last, changed.fee_code
        """;

    public static readonly string Lines = $"""
        {Meant}
        select case when $2 then chain.name_en else chain.name end, line.statement_number, line.line_number::numeric,
               line.kind,
               line.delivery_number, line.order_number, store.name, product.name, line.quantity, line.unit_price, line.vat_rate, line.amount,
               {Fee("fee.name_en", "line.fee_text")}, load.file_name, line.row_number::numeric
        from core.statement_line as line
        join (select chain_id, statement_number, period_to from pg_temp.read_statement where chain_id = any ($1)) as chosen
            using (chain_id, statement_number)
        join core.chain using (chain_id)
        {MeantBy("line.chain_id", "line.fee_text", "chosen.period_to")} as fee on true
        left join lateral (select case when $2 then coalesce(name_en, name) else name end as name from core.store where store.chain_id = line.chain_id and store.store_id = line.store_id
            and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) order by valid_from desc limit 1) as store on true
        left join lateral (select case when $2 then coalesce(name_en, name) else name end as name from core.product where product.product_id = line.product_id
            and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) order by valid_from desc limit 1) as product on true
        left join ops.load on load.load_id = line.load_id
        where core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at)
        order by line.chain_id, line.statement_number, line.line_number
        """;

    /// <summary>Columns of the breaks that go on paper: who works on what, and the two values.</summary>
    public const int BreakPrinted = 22;

    /// <summary>Columns of the deductions that go on paper: what was taken, what the contract says, and why.</summary>
    public const int DeductionPrinted = 12;

    public static IReadOnlyList<DetailColumn> BreakColumns(decimal amount, decimal counted, decimal count) =>
    [
        new("系统 Chain", ColumnKind.Text, 13) { IsName = true },
        new("结算账户 Account", ColumnKind.Text, 12), new("对账单 Statement", ColumnKind.Text, 18),
        new("差异类型 Kind", ColumnKind.Text, 26) { Codes = Label.BreakKind },
        new("差异金额 Difference", ColumnKind.Money, 13, amount), new("计入合计 Counted once", ColumnKind.Money, 13, counted),
        new("笔数 Breaks", ColumnKind.Count, 8, count),
        new("案件 Case", ColumnKind.Count, 7), new("案件状态 Case state", ColumnKind.Text, 14) { Codes = Label.CaseState },
        new("负责人 Owner", ColumnKind.Text, 14) { IsName = true }, new("异议截止 Dispute by", ColumnKind.Date, 11),
        new("门店编码 Store code", ColumnKind.Text, 10), new("门店 Store", ColumnKind.Text, 16) { IsName = true },
        new("产品编码 Product code", ColumnKind.Text, 13), new("产品 Product", ColumnKind.Text, 20) { IsName = true },
        new("条码 Barcode", ColumnKind.Text, 15),
        new("我方数量 Our units", ColumnKind.Quantity, 10), new("对方数量 Their units", ColumnKind.Quantity, 10),
        new("我方单价 Our price", ColumnKind.Price, 10), new("对方单价 Their price", ColumnKind.Price, 10),
        new("价格口径 Price basis", ColumnKind.Text, 20) { Codes = Label.Basis }, new("送货单号 Delivery note", ColumnKind.Text, 18),
        new("我方税率 Our VAT rate", ColumnKind.Percent, 10), new("对方税率 Their VAT rate", ColumnKind.Percent, 10),
        new("我方金额 Our amount", ColumnKind.Money, 14), new("对方金额 Their amount", ColumnKind.Money, 14),
        new("差异未税 Net", ColumnKind.Money, 12), new("差异税额 VAT", ColumnKind.Money, 12),
        new("价格来源 Price from", ColumnKind.Text, 20) { Codes = Label.PriceSource },
        new("订单号 Order", ColumnKind.Text, 18), new("涉及数量 Units concerned", ColumnKind.Quantity, 10),
        new("规则 Rule", ColumnKind.Text, 14) { Codes = Label.Comparison }, new("限额 Limit", ColumnKind.Price, 10),
        new("容差内 Within tolerance", ColumnKind.Text, 12), new("结转 Carried", ColumnKind.Text, 10),
        new("首次对账单 First statement", ColumnKind.Text, 18),
        new("我方文件 Our file", ColumnKind.Text, 30), new("我方文件行 Our file row", ColumnKind.Count, 10),
        new("对方文件 Their file", ColumnKind.Text, 30), new("对方文件行 Their file row", ColumnKind.Count, 10),
        new("日期 Date", ColumnKind.Date, 12), new("索赔编号 Claim key", ColumnKind.Text, 40),
    ];

    public static IReadOnlyList<DetailColumn> DeductionColumns(decimal stated, decimal expected) =>
    [
        new("系统 Chain", ColumnKind.Text, 13) { IsName = true },
        new("对账单 Statement", ColumnKind.Text, 18), new("行号 Line", ColumnKind.Count, 8),
        new("费用 Fee", ColumnKind.Text, 20) { IsName = true }, new("扣款方式 Mode", ColumnKind.Text, 14) { Codes = Label.DeductionMode },
        new("对方扣款 Stated", ColumnKind.Money, 12, stated), new("按合同 Expected", ColumnKind.Money, 12, expected),
        new("差额 Against contract", ColumnKind.Money, 17, expected - stated),
        new("结论 Verdict", ColumnKind.Text, 34) { Codes = Label.Verdict }, new("涉及金额 At stake", ColumnKind.Money, 12),
        new("发票号 Invoice", ColumnKind.Text, 16), new("算法 Formula", ColumnKind.Text, 56),
        new("条款 Clause", ColumnKind.Text, 12) { IsName = true }, new("先前对账单 Taken before on", ColumnKind.Text, 18),
        new("先前行号 Its line", ColumnKind.Count, 8), new("先前费用 Its fee", ColumnKind.Text, 18) { IsName = true },
        new("费用代码 Fee code", ColumnKind.Text, 18), new("文件 File", ColumnKind.Text, 30), new("文件行 File row", ColumnKind.Count, 8),
    ];

    public static IReadOnlyList<DetailColumn> TermsChangedColumns(decimal reclaim, decimal owed) =>
    [
        new("系统 Chain", ColumnKind.Text, 13) { IsName = true },
        new("对账单 Statement", ColumnKind.Text, 18), new("行号 Line", ColumnKind.Count, 8),
            new("费用 Fee", ColumnKind.Text, 22) { IsName = true },
        new("费用代码 Fee code", ColumnKind.Text, 20), new("原合同 Contract before", ColumnKind.Text, 18),
        new("现合同 Contract now", ColumnKind.Text, 18),
        new("原条款 Before", ColumnKind.Money, 14), new("现条款 Now", ColumnKind.Money, 14), new("可追回 To claim", ColumnKind.Money, 14, reclaim),
        new("应付对方 Owed to the chain", ColumnKind.Money, 16, owed), new("条款 Clause", ColumnKind.Text, 16) { IsName = true },
        new("文件 File", ColumnKind.Text, 30), new("文件行 File row", ColumnKind.Count, 8),
    ];

    public static IReadOnlyList<DetailColumn> LineColumns(decimal amount) =>
    [
        new("系统 Chain", ColumnKind.Text, 13) { IsName = true },
        new("对账单 Statement", ColumnKind.Text, 18), new("行号 Line", ColumnKind.Count, 8),
        new("类型 Kind", ColumnKind.Text, 14) { Codes = Label.LineKind }, new("送货单号 Delivery note", ColumnKind.Text, 18), new("订单号 Order", ColumnKind.Text, 18),
        new("门店 Store", ColumnKind.Text, 20) { IsName = true },
        new("产品 Product", ColumnKind.Text, 20) { IsName = true }, new("数量 Units", ColumnKind.Quantity, 10),
        new("单价 Price", ColumnKind.Price, 11), new("税率 VAT", ColumnKind.Percent, 8), new("金额 Amount", ColumnKind.Money, 14, amount),
        new("费用 Fee", ColumnKind.Text, 20) { IsName = true }, new("文件 File", ColumnKind.Text, 30), new("文件行 File row", ColumnKind.Count, 8),
    ];
}
