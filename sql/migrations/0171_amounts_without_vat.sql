-- Statements that state an amount without VAT and the tax beside it, or only the rate: the amount including VAT is their sum.
alter table staging.statement_line alter column amount drop not null;
alter table staging.statement_line add column net_amount numeric, add column tax_amount numeric;
