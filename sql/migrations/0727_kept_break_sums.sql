-- What the differences of a statement come to is added up from all of them, most of which are carried from statement to statement: most
-- of what the list of statements waits for. Kept with the breaks, on the same basis.
create table core.kept_break_sum (
    chain_id           text collate "C" not null,
    statement_number   text collate "C" not null,
    amount             numeric(16, 2) not null,
    unmentioned_amount numeric(16, 2),
    primary key (chain_id, statement_number)
);
comment on table core.kept_break_sum is
    'One row: what the money differences of a statement come to, as mart.money_difference_sum says it; read where mart.is_break_kept()';
comment on column core.kept_break_sum.chain_id is 'Chain';
comment on column core.kept_break_sum.statement_number is 'Statement';
comment on column core.kept_break_sum.amount is 'RMB including VAT, ours − theirs, tolerances not asked';
comment on column core.kept_break_sum.unmentioned_amount is
    'Of it what the statement leaves unmentioned, RMB including VAT; empty where that is nothing';

-- Kept breaks without their sums answer no longer.
delete from core.kept_break_state;
