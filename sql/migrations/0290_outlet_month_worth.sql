-- What a store was supplied in a month in all the measures that managers ask of it: staffing and dealer volume need no line any more.
alter table core.kept_outlet_month
    add column amount_including numeric,
    add column quantity numeric not null default 0,
    add column day_amounts_including numeric[] not null default '{}',
    add column day_quantities numeric[] not null default '{}';
alter table core.kept_outlet_month
    alter column quantity drop default,
    alter column day_amounts_including drop default,
    alter column day_quantities drop default;
comment on column core.kept_outlet_month.amount_including is 'Supply less returns, RMB, VAT included; null when no line has a price';
comment on column core.kept_outlet_month.quantity is 'Sales units, net';
comment on column core.kept_outlet_month.day_amounts_including is 'The same by day of the month';
comment on column core.kept_outlet_month.day_quantities is 'Sales units by day of the month';

-- A morning updates most items of the stores that ordered: with room on the page the index need not be written too.
alter table core.kept_item set (fillfactor = 50);
alter table core.kept_outlet_month set (fillfactor = 70);

-- The next refresh fills them, from all that is known; until then the plain views answer.
delete from core.kept_figures_state;
