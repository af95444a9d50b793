-- One row: one kind of break of one chain in one calendar year, or the whole of a family (its kind is null). Read by: the negotiation pack.
-- Left out: breaks that do not count in totals; an open rest counts on the newest statement alone.
-- Depends on: mart.reconciliation_break
create view mart.break_year as
select chain_id, extract(year from occurred_on)::integer as year, family, kind, count(*) as break_count,
    -- Ours and theirs are never netted.
    coalesce(sum(amount) filter (where amount > 0), 0) as claimed_amount,
    coalesce(-sum(amount) filter (where amount < 0), 0) as owed_amount
from mart.reconciliation_break
where counts_in_totals and occurred_on <= core.as_of()
group by grouping sets (
    (chain_id, extract(year from occurred_on), family, kind), (chain_id, extract(year from occurred_on), family));

comment on view mart.break_year is 'One row: one kind of break, or the whole of a family, of one chain in one calendar year';
comment on column mart.break_year.chain_id is 'Chain';
comment on column mart.break_year.year is 'Calendar year in which they occurred, up to the as-of date';
comment on column mart.break_year.family is
    'money (RMB including VAT: they cost payment) or service (RMB without VAT: they cost sales); the two never add up';
comment on column mart.break_year.kind is 'Kind of break; null: all kinds of the family';
comment on column mart.break_year.break_count is 'How many';
comment on column mart.break_year.claimed_amount is 'Ours to claim, or not delivered, RMB';
comment on column mart.break_year.owed_amount is 'Theirs to claim, or delivered beyond the order, RMB, positive';
