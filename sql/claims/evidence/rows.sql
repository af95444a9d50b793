-- The source rows behind the breaks of a pack, as they stood at the clock: statement heads and lines, deliveries, sales, orders, prices,
-- promotions, contracts, clauses, fee texts, invoices and payments. One row per row of a file; its fields as read where the file is not
-- the chain's own, so that an extract can stand in for it. Parameters: @chain, @statements, @deliveries, @orders, @stores (three arrays
-- with an entry per break), @products, @whole (statements of which every line counts), @lines ('number/line'), @fees.
with
-- Two stores may give different documents the same number: a break's documents are those of its store, where it names one.
place as (
    select * from unnest(@deliveries::text[], @orders::text[], @stores::text[]) as p (delivery_number, order_number, store_id)
),
-- The heads of the statements concerned.
statement as (
    select * from core.statement s
    where s.chain_id = @chain and s.statement_number = any (@statements)
      and core.is_known(s.arrived_at, s.recorded_at, s.superseded_at, s.superseded_recorded_at)
),
-- Statement lines of the breaks: named by number, or by the delivery that they settle.
line as (
    select l.* from core.statement_line l
    where l.chain_id = @chain and core.is_known(l.arrived_at, l.recorded_at, l.superseded_at, l.superseded_recorded_at)
      and (l.statement_number = any (@whole) or l.statement_number || '/' || l.line_number = any (@lines)
           or (l.delivery_number <> '' and l.delivery_number = any (@deliveries) and l.product_id = any (@products)
               and exists (select from place p where p.delivery_number = l.delivery_number
                   and (p.store_id = '' or l.store_id in ('', p.store_id))))
           or (l.delivery_number = '' and l.order_number <> '' and l.order_number = any (@orders) and l.product_id = any (@products)
               and exists (select from place p where p.order_number = l.order_number
                   and (p.store_id = '' or l.store_id in ('', p.store_id)))))
),
-- Goods behind the lines of whole statements are part of the proof too.
delivery as (
    select d.* from core.delivery_line d
    where d.chain_id = @chain and core.is_known(d.arrived_at, d.recorded_at, d.superseded_at, d.superseded_recorded_at)
      and ((d.delivery_number = any (@deliveries) and d.product_id = any (@products)
            and exists (select from place p where p.delivery_number = d.delivery_number and p.store_id in ('', d.store_id)))
           or exists (select from line l where l.statement_number = any (@deep) and l.delivery_number <> ''
               and l.delivery_number = d.delivery_number
                          and l.store_id in ('', d.store_id) and coalesce(l.product_id, d.product_id) = d.product_id)
           or exists (select from line l where l.statement_number = any (@deep) and l.delivery_number = '' and l.order_number <> ''
                          and l.order_number in (d.order_number, d.delivery_number) and l.store_id in ('', d.store_id)
                          and coalesce(l.product_id, d.product_id) = d.product_id))
),
-- Orders of the breaks, and those that the deliveries name.
ordered as (
    select o.* from core.order_line o
    where o.chain_id = @chain and core.is_known(o.arrived_at, o.recorded_at, o.superseded_at, o.superseded_recorded_at)
      and ((o.order_number = any (@orders) and o.product_id = any (@products)
            and exists (select from place p where p.order_number = o.order_number and p.store_id in ('', o.store_id)))
           or exists (select from delivery d where d.order_number = o.order_number and d.store_id = o.store_id
               and d.product_id = o.product_id))
),
-- What the tills sold of the goods on consignment that a break is about.
sold as (
    select s.*
    from mart.sold_line of_break
    join core.sale s on s.chain_id = of_break.chain_id and s.store_id = of_break.store_id and s.product_id = of_break.product_id
        and s.sold_on between to_date(right(of_break.delivery_number, 8), 'YYYYMMDD') and of_break.received_on
        and core.is_known(s.arrived_at, s.recorded_at, s.superseded_at, s.superseded_recorded_at)
    where of_break.chain_id = @chain and of_break.delivery_number = any (@deliveries) and of_break.product_id = any (@products)
        and exists (select from place p where p.delivery_number = of_break.delivery_number and p.store_id in ('', of_break.store_id))
),
-- The days on which a price of each product is asked.
priced as (
    select distinct product_id, ordered_on as day from ordered
    union select product_id, received_on from delivery
    union select product_id, sold_on from sold
),
-- Every fact with the rows of its file; several rows may stand behind one line. What a row says is a list, parted by
-- the unit separator: stored words and free text.
used (role, load_id, row_number, document, on_date, store_id, product_id, quantity, unit_price, amount, says, fields) as (
    select '对账单头 statement', s.load_id, s.row_number, s.statement_number, s.period_to, '', '', null::numeric, null::numeric,
        s.stated_payable,
        array[format('%s – %s', s.period_from, s.period_to)], row_to_json(s) from statement s
    union all
    select '对账单行 statement line', l.load_id, l.row_number, l.statement_number || ' / ' || l.line_number, null, l.store_id,
        coalesce(l.product_id, ''),
        l.quantity, l.unit_price, l.amount,
            array[l.kind, l.delivery_number, l.order_number, l.fee_text, l.deduction_mode, l.invoice_number], row_to_json(l)
    from line l
    union all
    select '送货单行 delivery line', d.load_id, r.row_number, d.delivery_number, d.received_on, d.store_id, d.product_id, d.received_quantity,
        null, null,
        array[d.kind, d.order_number, '发货 shipped ' || trim_scale(d.shipped_quantity)], row_to_json(d)
    from delivery d cross join lateral unnest(array[d.row_number] || d.more_rows) as r (row_number)
    union all
    select '门店销售 till sale', s.load_id, s.row_number, '', s.sold_on, s.store_id, s.product_id, s.quantity, null, s.amount,
        array[]::text[], row_to_json(s)
    from sold s
    union all
    select '订单行 order line', o.load_id, r.row_number, o.order_number, o.ordered_on, o.store_id, o.product_id, o.ordered_quantity,
        o.printed_price, null,
        array[o.printed_basis], row_to_json(o)
    from ordered o cross join lateral unnest(array[o.row_number] || o.more_rows) as r (row_number)
    union all
    select '合同价 price list', p.load_id, p.row_number, p.valid_from::text, p.valid_from, '', p.product_id, null, p.unit_price, null,
        array[p.basis, p.region], row_to_json(p)
    from core.price p
    where p.chain_id = @chain and p.load_id is not null
        and core.is_known(p.arrived_at, p.recorded_at, p.superseded_at, p.superseded_recorded_at)
      and exists (select from priced where priced.product_id = p.product_id and priced.day between p.valid_from and p.valid_to)
    union all
    select '促销价 promotion', p.load_id, p.row_number, p.promotion_id, p.purchase_from, '', p.product_id, null, p.supply_price, null,
        array[format('%s – %s', p.purchase_from, p.purchase_to), p.basis], row_to_json(p)
    from core.promotion p
    where p.chain_id = @chain and p.load_id is not null
        and core.is_known(p.arrived_at, p.recorded_at, p.superseded_at, p.superseded_recorded_at)
      and exists (select from priced where priced.product_id = p.product_id and priced.day between p.purchase_from and p.purchase_to)
    union all
    select '合同条款 clause', t.load_id, t.row_number, t.contract_id || ' ' || t.clause, null, '', '', t.pct, null, t.amount,
        array[t.fee_code, t.kind, t.deduction_mode, 'per_' || t.per, t.labels], row_to_json(t)
    from core.contract_term t
    where t.chain_id = @chain and t.fee_code = any (@fees) and t.load_id is not null
      and core.is_known(t.arrived_at, t.recorded_at, t.superseded_at, t.superseded_recorded_at)
    union all
    select '合同 contract', c.load_id, c.row_number, c.contract_id, c.signed_on, '', '', null, null, null,
        array[format('%s – %s', c.valid_from, c.valid_to)], row_to_json(c)
    from core.contract c
    where c.chain_id = @chain and c.load_id is not null
        and core.is_known(c.arrived_at, c.recorded_at, c.superseded_at, c.superseded_recorded_at)
      and exists (select from core.contract_term t where t.chain_id = c.chain_id and t.contract_id = c.contract_id
          and t.fee_code = any (@fees))
    union all
    select '费用名称 fee text', f.load_id, f.row_number, f.fee_text, null, '', '', f.share_pct, null, null, array[f.fee_code], row_to_json(f)
    from core.fee_text f
    where f.chain_id = @chain and f.fee_code = any (@fees) and f.load_id is not null
      and core.is_known(f.arrived_at, f.recorded_at, f.superseded_at, f.superseded_recorded_at)
    union all
    select '发票 invoice', i.load_id, i.row_number, i.invoice_number, i.issued_on, '', '', null, null, i.amount, array[i.statement_number],
        row_to_json(i)
    from core.invoice i
    where i.chain_id = @chain and i.statement_number = any (@statements) and i.load_id is not null
      and core.is_known(i.arrived_at, i.recorded_at, i.superseded_at, i.superseded_recorded_at)
    union all
    select '付款 payment', p.load_id, p.row_number, p.payment_number, p.paid_on, '', '', null, null, p.amount, array[p.statement_number],
        row_to_json(p)
    from core.payment_line p
    where p.chain_id = @chain and p.statement_number = any (@statements) and p.load_id is not null
      and core.is_known(p.arrived_at, p.recorded_at, p.superseded_at, p.superseded_recorded_at)
)
select u.role, u.document, u.on_date, u.store_id, u.product_id, u.quantity, u.unit_price, u.amount,
    array_to_string(array_remove(u.says, ''), chr(31)) as message,
    u.load_id, ops.row_in_sheet(u.load_id, u.row_number) as row_number,
    coalesce(case when u.role = '对账单头 statement' then ops.sheet_of(u.load_id, u.row_number, true) end,
        ops.sheet_of(u.load_id, u.row_number, false)) as sheet,
    case when load.chain_id <> @chain then u.fields::text end as fields
from used u
join ops.load using (load_id)
order by u.role, u.load_id, u.row_number, u.document, u.product_id
