-- What a profile does not say is left open: mart.account_terms alone knows the defaults.
alter table core.settlement_account
    alter column price_decimals drop not null,
    alter column cutoff_days drop default, alter column cutoff_days drop not null,
    alter column grace_days drop default, alter column grace_days drop not null;
comment on column core.settlement_account.price_decimals is 'Decimals of the unit prices on its statements; null: the default of mart.account_terms';
comment on column core.settlement_account.cutoff_days is 'A statement holds what was received up to period end minus these days; null: the default of mart.account_terms';
comment on column core.settlement_account.grace_days is 'Working days after the requested date until a delivery is due; null: the default of mart.account_terms';
