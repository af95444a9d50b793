-- Which contracts hold for an account on a day, in the order in which they are asked: the one owner of this rule.
-- A contract counts from its first day, once it was signed by the day asked about and known at the moment asked about. Those that cover the
-- day go first; else the one that ended last, for terms hold on until a new contract is signed. Of those that reach equally far an
-- account's own goes before the chain's. Several may be asked side by side for their clauses (preference 1); where one must say a day
-- or a term, it is that of place 1: of equals the one that began last, then the one signed last.
-- Read by: whatever asks for a contract. Left out: contracts of the chain's other accounts.
create function mart.contract_in_force(in_chain text, in_account text, on_day date, signed_by date, moment timestamptz)
returns table (contract_id text, contract_account_id text, valid_from date, valid_to date, settlement_mode text, term_days integer,
    payment_days text, reconciliation_day integer, invoice_day integer, dispute_days integer, preference bigint, place bigint)
language sql stable parallel safe as $$
    select k.contract_id, k.account_id, k.valid_from, k.valid_to, k.settlement_mode, k.term_days, k.payment_days, k.reconciliation_day,
        k.invoice_day, k.dispute_days,
        rank() over (order by least(k.valid_to, on_day) desc, k.account_id is null),
        row_number() over (order by least(k.valid_to, on_day) desc, k.account_id is null, k.valid_from desc, k.signed_on desc,
            k.contract_id)
    from core.contract k
    where k.chain_id = in_chain and (k.account_id is null or k.account_id = in_account) and k.valid_from <= on_day
        and k.signed_on <= signed_by
        and core.was_known(k.arrived_at, k.recorded_at, k.superseded_at, k.superseded_recorded_at, moment)
$$;
comment on function mart.contract_in_force(text, text, date, date, timestamptz) is
    'Contracts that hold for an account (null: the chain as a whole) on a day, of those signed by a day and known at a moment: preference '
    '1 are those asked first, place 1 the one whose days and terms of payment hold';
