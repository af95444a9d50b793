-- What a profile does not say is left open: mart.account_terms alone knows the default.
alter table core.settlement_account alter column rounding_tolerance drop default, alter column rounding_tolerance drop not null;
comment on column core.settlement_account.rounding_tolerance is 'RMB per line up to which an amount difference counts as rounding; null: the default of mart.account_terms';
