-- One row: one statement with its goods and returns as it states them, with VAT and, for chains with a clause that asks for it, without.
-- Read by deduction_review, rebate_accrual and the fee budget: the bases of percentage fees. Left out: deductions.
-- A line without VAT is its amount ÷ (1 + rate), rounded: the rate it states, else its product's. A line that settles a whole receipt or
-- order has no rate of its own: it mixes as our delivery lines of that document do, at list price (1 RMB a unit where none is known).
-- Depends on: mart.price_in_basis, mart.regional_price, mart.supply_price
create view mart.statement_goods as
with
-- Statements that count, and whether a clause of their chain asks for goods without VAT.
statement as (
    select s.chain_id, s.account_id, s.statement_number, s.period_to, d.partition_month,
        exists (select from core.contract_term t where t.chain_id = s.chain_id and t.basis = 'excluding') as wants_net
    from core.statement s
    join core.document d on d.chain_id = s.chain_id and d.kind = 'statement' and d.number = s.statement_number
    where core.is_known(s.arrived_at, s.recorded_at, s.superseded_at, s.superseded_recorded_at)
),
-- Lines without a product, where their VAT is asked for.
whole as (
    select l.chain_id, l.statement_number, l.line_number, l.kind = 'return' as is_return, l.delivery_number, l.order_number, l.store_id
    from statement s
    join core.statement_line l on l.chain_id = s.chain_id and l.partition_month = s.partition_month
        and l.statement_number = s.statement_number
        and core.is_known(l.arrived_at, l.recorded_at, l.superseded_at, l.superseded_recorded_at)
    where s.wants_net and l.kind <> 'deduction' and l.product_id is null and l.vat_rate is null
),
-- Deliveries and returns as known.
delivery_line as (
    select chain_id, delivery_number, order_number, store_id, product_id, is_free, kind = 'return' as is_return, received_on,
        received_quantity
    from core.delivery_line
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
),
-- What they are about: their receipt's lines, or their order's.
content as (
    select w.chain_id, w.statement_number, w.line_number, d.store_id, d.product_id, d.is_free, d.received_on, d.received_quantity
    from whole w
    join delivery_line d on d.chain_id = w.chain_id and d.delivery_number = w.delivery_number and d.is_return = w.is_return
        and w.store_id in ('', d.store_id)
    where w.delivery_number <> ''
    union all
    select w.chain_id, w.statement_number, w.line_number, d.store_id, d.product_id, d.is_free, d.received_on, d.received_quantity
    from whole w
    join delivery_line d on d.chain_id = w.chain_id and d.order_number = w.order_number and d.is_return = w.is_return
        and w.store_id in ('', d.store_id)
    where w.delivery_number = '' and w.order_number <> ''
),
-- What such a document is made of, with and without VAT.
mix as (
    select c.chain_id, c.statement_number, c.line_number, sum(n.net) as net, sum(n.net * (1 + p.vat_rate)) as gross
    from content c
    cross join lateral mart.supply_price(c.chain_id, c.store_id, c.product_id, c.received_on) p
    cross join lateral (select c.received_quantity * case when c.is_free then 0 else coalesce(
        mart.price_in_basis(p.promotion_price, p.promotion_including, p.vat_rate, false, 4),
        mart.price_in_basis(p.contract_price, p.contract_including, p.vat_rate, false, 4), 1) end as net) n
    group by c.chain_id, c.statement_number, c.line_number
)
select s.chain_id, s.account_id, s.statement_number, s.period_to, g.goods_amount, g.return_amount,
    case when s.wants_net then g.net_goods_amount end as net_goods_amount, case when s.wants_net
        then g.net_return_amount end as net_return_amount
from statement s
cross join lateral (
    select coalesce(sum(l.amount) filter (where l.kind = 'goods'), 0) as goods_amount,
        coalesce(sum(l.amount) filter (where l.kind = 'return'), 0) as return_amount,
        coalesce(sum(n.amount) filter (where l.kind = 'goods'), 0) as net_goods_amount,
        coalesce(sum(n.amount) filter (where l.kind = 'return'), 0) as net_return_amount
    from core.statement_line l
    left join mix m on s.wants_net and m.chain_id = l.chain_id and m.statement_number = l.statement_number and m.line_number = l.line_number
    cross join lateral (
        select case when not s.wants_net then null
            when l.vat_rate is not null then round(l.amount / (1 + l.vat_rate), 2)
            when l.product_id is not null
                then round(l.amount / (1 + (select p.vat_rate from mart.regional_price(l.chain_id, '', l.product_id, s.period_to) p)), 2)
            when m.gross > 0 then round(l.amount * m.net / m.gross, 2)
            else l.amount end as amount
    ) n
    where l.chain_id = s.chain_id and l.partition_month = s.partition_month and l.statement_number = s.statement_number
      and l.kind in ('goods', 'return') and core.is_known(l.arrived_at, l.recorded_at, l.superseded_at, l.superseded_recorded_at)
) g;

comment on view mart.statement_goods is 'One row: one statement with its goods and returns as it states them: the bases of percentage fees';
comment on column mart.statement_goods.chain_id is 'Chain';
comment on column mart.statement_goods.account_id is 'Settlement account';
comment on column mart.statement_goods.statement_number is 'Statement (对账单/结算单)';
comment on column mart.statement_goods.period_to is 'Last day of its period';
comment on column mart.statement_goods.goods_amount is 'Goods lines, RMB including VAT';
comment on column mart.statement_goods.return_amount is 'Return lines, RMB including VAT, negative';
comment on column mart.statement_goods.net_goods_amount is
    'Goods lines, RMB excluding VAT, each rounded; empty for chains none of whose clauses excludes VAT';
comment on column mart.statement_goods.net_return_amount is 'Return lines, RMB excluding VAT, negative, each rounded; empty likewise';
