-- One row: one statement with its two totals proved apart: what it pays and what it lets us invoice differ by design.
-- Read by: finance, before the invoice is issued.
-- Left out: nothing; a statement with a row in quarantine shows what is known of it.
create view mart.statement_totals as
with
-- The lines in force of each statement in force.
summed as (
    select s.chain_id, s.statement_number, s.account_id, s.period_from, s.period_to, s.stated_payable, s.stated_invoiceable, s.load_id,
        s.row_number,
        t.*
    from core.statement s
    join core.document d on d.chain_id = s.chain_id and d.kind = 'statement' and d.number = s.statement_number
    cross join lateral (
        select coalesce(sum(l.amount) filter (where l.kind = 'goods'), 0) as goods_amount,
            coalesce(sum(l.amount) filter (where l.kind = 'return'), 0) as return_amount,
            coalesce(sum(l.amount) filter (where l.deduction_mode = 'on_account'), 0) as on_account_amount,
            coalesce(sum(l.amount) filter (where l.deduction_mode = 'on_invoice'), 0) as on_invoice_amount,
            coalesce(sum(l.amount) filter (where l.deduction_mode = 'paid_apart'), 0) as paid_apart_amount
        from core.statement_line l
        where l.chain_id = s.chain_id and l.partition_month = d.partition_month and l.statement_number = s.statement_number
          and core.is_known(l.arrived_at, l.recorded_at, l.superseded_at, l.superseded_recorded_at)
    ) t
    where core.is_known(s.arrived_at, s.recorded_at, s.superseded_at, s.superseded_recorded_at)
),
-- What we have invoiced by the as-of date.
invoiced as (
    select chain_id, statement_number, sum(amount) as invoiced_amount
    from core.invoice
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and issued_on <= core.as_of()
    group by chain_id, statement_number
)
select s.chain_id, s.statement_number, s.account_id, s.period_from, s.period_to, s.goods_amount, s.return_amount, s.on_account_amount,
    s.on_invoice_amount, s.paid_apart_amount,
    s.goods_amount + s.return_amount + s.on_account_amount + s.on_invoice_amount as summed_payable, s.stated_payable,
    s.goods_amount + s.return_amount + s.on_account_amount + s.on_invoice_amount - s.stated_payable as statement_total_off,
    s.goods_amount + s.return_amount + s.on_invoice_amount as summed_invoiceable, s.stated_invoiceable,
    s.goods_amount + s.return_amount + s.on_invoice_amount - s.stated_invoiceable as invoice_total_off,
    i.invoiced_amount, s.stated_invoiceable - i.invoiced_amount as still_to_invoice_amount, s.load_id, s.row_number
from summed s
left join invoiced i using (chain_id, statement_number);

comment on view mart.statement_totals is
    'One row: one statement with its payable and invoiceable totals, each summed from its lines and compared with what it states';
comment on column mart.statement_totals.chain_id is 'Chain';
comment on column mart.statement_totals.statement_number is 'Statement (对账单/结算单)';
comment on column mart.statement_totals.account_id is 'Settlement account';
comment on column mart.statement_totals.period_from is 'First day of its period';
comment on column mart.statement_totals.period_to is 'Last day, included';
comment on column mart.statement_totals.goods_amount is 'RMB including VAT: goods lines';
comment on column mart.statement_totals.return_amount is 'RMB including VAT: returns, negative';
comment on column mart.statement_totals.on_account_amount is 'RMB taken on account (账扣), negative: lowers what it pays';
comment on column mart.statement_totals.on_invoice_amount is
    'RMB taken on the invoice (票扣), negative: lowers what it pays and what we invoice';
comment on column mart.statement_totals.paid_apart_amount is 'RMB to be paid apart (交款), negative: lowers neither';
comment on column mart.statement_totals.summed_payable is 'RMB: goods, returns, on account and on invoice';
comment on column mart.statement_totals.stated_payable is 'RMB that it says it pays (应结算总金额)';
comment on column mart.statement_totals.statement_total_off is 'RMB: summed less stated payable';
comment on column mart.statement_totals.summed_invoiceable is 'RMB: goods, returns and on invoice';
comment on column mart.statement_totals.stated_invoiceable is 'RMB that it says we invoice (应开票总金额); empty where it does not say';
comment on column mart.statement_totals.invoice_total_off is 'RMB: summed less stated invoiceable; checked apart, outside the identity';
comment on column mart.statement_totals.invoiced_amount is 'RMB of our invoices for it up to the as-of date; empty where none';
comment on column mart.statement_totals.still_to_invoice_amount is 'RMB: stated invoiceable less invoiced';
comment on column mart.statement_totals.load_id is 'Load of the statement';
comment on column mart.statement_totals.row_number is 'Row of its head';
