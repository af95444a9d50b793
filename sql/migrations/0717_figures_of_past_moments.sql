-- Supply lines and price findings of a past moment are kept with its settlement: a digest asks for each half a dozen times, and each
-- question computed all of them again. Of the latest moments alone, and only of a warehouse that is not too large.
alter table core.past_state add column figures_as_of date;
comment on column core.past_state.figures_as_of is
    'Business date at whose end its supply lines and price findings are kept; null where they are not';

create table core.past_supply_line (
    past_id bigint not null references core.past_state on delete cascade,
    line    core.kept_supply_line not null
);
create index past_supply_line_past on core.past_supply_line (past_id);
comment on table core.past_supply_line is 'One row: a row of mart.computed_supply_line as known at a past moment';
comment on column core.past_supply_line.past_id is 'The moment';
comment on column core.past_supply_line.line is 'The row, as core.kept_supply_line would hold it';

create table core.past_price_finding (
    past_id bigint not null references core.past_state on delete cascade,
    finding core.kept_price_finding not null
);
create index past_price_finding_past on core.past_price_finding (past_id);
comment on table core.past_price_finding is 'One row: a row of mart.computed_price_finding as known at a past moment';
comment on column core.past_price_finding.past_id is 'The moment';
comment on column core.past_price_finding.finding is 'The row, as core.kept_price_finding would hold it';
