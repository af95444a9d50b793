-- A contract signed late may cost us: the same case then says what we owe the chain.
alter table ops."case" add column owed_amount numeric(16, 2) not null default 0,
    add constraint case_owed_not_negative check (owed_amount >= 0);
comment on column ops."case".owed_amount is 'RMB that a contract signed later lets the chain take back, VAT included: nothing to claim, but to expect; 0 for every other case';
