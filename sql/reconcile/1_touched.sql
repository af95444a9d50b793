-- What was touched since the last refresh: documents whose lines were recorded or ended since, documents of statements that were, and
-- the population of a statement whose head was. Parameter: @since (up to what the last refresh reached; -infinity for all).
create temp table touched_order (chain_id text collate "C", order_number text collate "C", primary key (chain_id, order_number)) on commit drop;
create temp table touched_note (chain_id text collate "C", delivery_number text collate "C", primary key (chain_id, delivery_number)) on commit drop;
create temp table touched_statement (chain_id text collate "C", statement_number text collate "C", primary key (chain_id, statement_number)) on commit drop;

create temp table touched_line on commit drop as
    select chain_id, '' as delivery_number, order_number, '' as statement_number from core.order_line
    where recorded_at > @since or (superseded_recorded_at > @since and superseded_recorded_at <> 'infinity')
    union
    select chain_id, delivery_number, order_number, '' from core.delivery_line
    where recorded_at > @since or (superseded_recorded_at > @since and superseded_recorded_at <> 'infinity')
    union
    select chain_id, delivery_number, case when delivery_number = '' then order_number else '' end,
        case when delivery_number = '' and order_number = '' then statement_number else '' end
    from core.statement_line
    where kind <> 'deduction' and (recorded_at > @since or (superseded_recorded_at > @since and superseded_recorded_at <> 'infinity'));

-- Heads that came, changed or went.
create temp table touched_head on commit drop as
    select distinct chain_id, statement_number from core.statement
    where recorded_at > @since or (superseded_recorded_at > @since and superseded_recorded_at <> 'infinity');
insert into touched_line
    select l.chain_id, l.delivery_number, case when l.delivery_number = '' then l.order_number else '' end,
        case when l.delivery_number = '' and l.order_number = '' then l.statement_number else '' end
    from touched_head h
    join core.statement_line l on l.chain_id = h.chain_id and l.statement_number = h.statement_number and l.kind <> 'deduction';

-- The population of such a statement: what waits for a statement to hold it, or was held by this one or a later one until now.
insert into touched_line
    select k.chain_id, k.delivery_number, k.order_number, ''
    from touched_head h
    join core.statement s on s.chain_id = h.chain_id and s.statement_number = h.statement_number
    join core.settlement_account a on a.chain_id = s.chain_id and a.account_id = s.account_id and a.superseded_at = 'infinity'
    join core.kept_settlement k on k.chain_id = s.chain_id and k.account_id = s.account_id and k.is_matched
        and k.received_on <= s.period_to - a.cutoff_days
        and (k.hold_key is null or k.hold_key >= to_char(s.period_to, 'YYYYMMDD') || '/' || s.statement_number);

-- Master data: prices, promotions and VAT rates touch their product's documents, an account or a store its own, a chain all.
insert into touched_line
    with changed as (
        select chain_id, product_id, '' as store_id, '' as account_id from core.price
        where recorded_at > @since or (superseded_recorded_at > @since and superseded_recorded_at <> 'infinity')
        union
        select chain_id, product_id, '', '' from core.promotion
        where recorded_at > @since or (superseded_recorded_at > @since and superseded_recorded_at <> 'infinity')
        union
        select null, product_id, '', '' from core.product
        where recorded_at > @since or (superseded_recorded_at > @since and superseded_recorded_at <> 'infinity')
        union
        select chain_id, null, store_id, '' from core.store
        where recorded_at > @since or (superseded_recorded_at > @since and superseded_recorded_at <> 'infinity')
        union
        select chain_id, null, '', account_id from core.settlement_account
        where recorded_at > @since or (superseded_recorded_at > @since and superseded_recorded_at <> 'infinity')
    )
    select k.chain_id, k.delivery_number, k.order_number, case when k.delivery_number = '' and k.order_number = '' then k.statement_number else '' end
    from changed c
    join core.kept_settlement k on (c.chain_id is null or k.chain_id = c.chain_id) and (c.product_id is null or k.product_id = c.product_id)
        and c.store_id in ('', k.store_id) and c.account_id in ('', k.account_id);

insert into touched_order select distinct chain_id, order_number from touched_line where order_number <> '' on conflict do nothing;
insert into touched_note select distinct chain_id, delivery_number from touched_line where delivery_number <> '' on conflict do nothing;
insert into touched_statement select distinct chain_id, statement_number from touched_line where statement_number <> '' on conflict do nothing;
analyze touched_order, touched_note;
