-- What was asked of a past moment, kept for the next question about the same morning: a digest and its workbooks ask a dozen times,
-- and each would run the whole algebra. A cache of answers: any of it may be deleted at any time.
create table core.past_state (
    past_id     bigint generated always as identity primary key,
    knowledge   text collate "C" not null,
    known_at    timestamptz not null,
    recorded_to timestamptz not null,
    constraint past_state_once unique (knowledge, known_at)
);
comment on table core.past_state is 'One row: one past moment whose answer is kept';
comment on column core.past_state.past_id is 'Its number, rising: old ones are dropped first';
comment on column core.past_state.knowledge is 'arrived or recorded: what known_at is compared with';
comment on column core.past_state.known_at is 'Moment up to which rows count';
comment on column core.past_state.recorded_to is 'Latest moment of record when it was computed: what is recorded later voids it';

-- Only what a break can come of: the rest is as it should be.
create table core.past_settlement (
    past_id    bigint not null references core.past_state on delete cascade,
    settlement core.kept_settlement not null
);
create index past_settlement_past on core.past_settlement (past_id);
comment on table core.past_settlement is 'One row: a row of mart.computed_settlement as known at a past moment that has a break, or waits on some statement';
comment on column core.past_settlement.past_id is 'The moment';
comment on column core.past_settlement.settlement is 'The row, as core.kept_settlement would hold it';

create table core.past_statement (
    past_id            bigint not null references core.past_state on delete cascade,
    chain_id           text collate "C" not null,
    statement_number   text collate "C" not null,
    entry_worth        numeric not null,
    goods_amount       numeric not null,
    deduction_amount   numeric not null,
    invoiceable_amount numeric not null,
    payable_amount     numeric not null,
    primary key (chain_id, statement_number, past_id)
);
create index past_statement_past on core.past_statement (past_id);
comment on table core.past_statement is 'One row: a statement as known at a past moment, with the sums of its lines';
comment on column core.past_statement.past_id is 'The moment';
comment on column core.past_statement.chain_id is 'Chain';
comment on column core.past_statement.statement_number is 'Statement (对账单/结算单)';
comment on column core.past_statement.entry_worth is 'What the lines that it settles still had to settle when it came, RMB including VAT';
comment on column core.past_statement.goods_amount is 'Its goods less returns as stated, RMB including VAT';
comment on column core.past_statement.deduction_amount is 'Its deductions as stated, without what is paid apart, RMB including VAT, negative';
comment on column core.past_statement.invoiceable_amount is 'Its goods less returns and deductions on the invoice, RMB including VAT';
comment on column core.past_statement.payable_amount is 'All its lines but what is paid apart, RMB including VAT';
