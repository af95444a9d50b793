-- Claims and figures are followed up to a day; a rerun of an earlier day must not lead them back.
alter table core.settlement_figure_run add column as_of date not null default '-infinity';
comment on column core.settlement_figure_run.as_of is 'Newest business date up to which claims and figures were followed';
