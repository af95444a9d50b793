-- One row: one statement that the chain issued before the company started here, as the opening balances state it.
-- Read by: receivables by age, credit standing, yearly rebates. Left out: statements that a portal's file has brought meanwhile: its own
-- row is the statement, and nothing counts twice (docs/opening-balances.md).
create view mart.opening_statement as
select opening.chain_id, opening.statement_number, opening.account_id, opening.period_from, opening.period_to, opening.goods_amount,
    opening.return_amount, opening.net_goods_amount, opening.net_return_amount, opening.stated_payable, opening.stated_invoiceable,
    opening.load_id, opening.row_number
from core.opening_statement as opening
where core.is_known(opening.arrived_at, opening.recorded_at, opening.superseded_at, opening.superseded_recorded_at)
  and opening.period_to <= core.as_of()
  and not exists (
    select from core.statement as stated
    where stated.chain_id = opening.chain_id and stated.statement_number = opening.statement_number
      and core.is_known(stated.arrived_at, stated.recorded_at, stated.superseded_at, stated.superseded_recorded_at));

comment on view mart.opening_statement is
    'One row: one statement of before the company started here, as long as no portal file has brought it';
comment on column mart.opening_statement.chain_id is 'Chain';
comment on column mart.opening_statement.statement_number is 'Statement (对账单/结算单)';
comment on column mart.opening_statement.account_id is 'Settlement account';
comment on column mart.opening_statement.period_from is 'First day of its period';
comment on column mart.opening_statement.period_to is 'Last day of its period';
comment on column mart.opening_statement.goods_amount is 'Goods, RMB including VAT';
comment on column mart.opening_statement.return_amount is 'Returns, RMB including VAT, negative';
comment on column mart.opening_statement.net_goods_amount is
    'Goods, RMB excluding VAT; empty for chains none of whose clauses excludes VAT';
comment on column mart.opening_statement.net_return_amount is
    'Returns, RMB excluding VAT, negative; empty likewise';
comment on column mart.opening_statement.stated_payable is 'What the chain states it pays, RMB including VAT';
comment on column mart.opening_statement.stated_invoiceable is 'What it states we invoice, RMB including VAT; empty: the payable';
comment on column mart.opening_statement.load_id is 'Load of the opening balances';
comment on column mart.opening_statement.row_number is 'Row in its file';
