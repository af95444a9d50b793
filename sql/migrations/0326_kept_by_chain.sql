-- Each chain is refreshed by itself: its own row says up to what. The next refresh fills them; until then the plain views answer.
drop table core.kept_state;
create table core.kept_state (
    chain_id text collate "C" primary key references core.chain (chain_id),
    recorded_to timestamptz not null,
    arrived_to timestamptz not null
);
comment on table core.kept_state is 'One row: up to what core.kept_settlement has been refreshed for one chain';
comment on column core.kept_state.chain_id is 'Chain';
comment on column core.kept_state.recorded_to is 'Latest moment of record that it holds of the chain';
comment on column core.kept_state.arrived_to is 'Latest arrival that it holds: a question as known before that is computed anew';

drop table core.kept_figures_state;
create table core.kept_figures_state (
    chain_id text collate "C" primary key references core.chain (chain_id),
    recorded_to timestamptz not null,
    arrived_to timestamptz not null
);
comment on table core.kept_figures_state is 'One row: up to what the kept figures have been brought for one chain';
comment on column core.kept_figures_state.chain_id is 'Chain';
comment on column core.kept_figures_state.recorded_to is 'Latest moment of record that they hold of the chain';
comment on column core.kept_figures_state.arrived_to is 'Latest arrival that they hold: a question as known before that is computed anew';

-- The last of a date's chains does what concerns all of them; this is how it knows that it is the last.
create table ops.chain_handover (
    run_id bigint primary key references ops.run (run_id) on delete cascade,
    handed_over_at timestamptz not null
);
comment on table ops.chain_handover is 'One row: a run of reconcile that has done what concerns its own chain';
comment on column ops.chain_handover.run_id is 'The run';
comment on column ops.chain_handover.handed_over_at is 'When its chain was done';
