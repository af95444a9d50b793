-- What was touched since the last refresh: documents whose lines were recorded or ended since, documents of statements that were, and
-- the population of a statement whose head was. Parameters: @chains (of which alone it is asked), @since (up to what their last refresh
-- reached).
-- "step" is when the closure found the document.
create temp table touched_order (
    chain_id text collate "C", order_number text collate "C", step integer not null default 0, primary key (chain_id, order_number))
        on commit drop;
create temp table touched_note (
    chain_id text collate "C", delivery_number text collate "C", step integer not null default 0, primary key (chain_id, delivery_number))
        on commit drop;
create temp table touched_statement (chain_id text collate "C", statement_number text collate "C",
    primary key (chain_id, statement_number)) on commit drop;

create temp table touched_line on commit drop as
    select chain_id, '' as delivery_number, order_number, '' as statement_number from core.order_line
    where chain_id = any (@chains) and (recorded_at > @since or (superseded_recorded_at > @since and superseded_recorded_at <> 'infinity'))
    union
    select chain_id, delivery_number, order_number, '' from core.delivery_line
    where chain_id = any (@chains) and (recorded_at > @since or (superseded_recorded_at > @since and superseded_recorded_at <> 'infinity'))
    union
    select chain_id, delivery_number, case when delivery_number = '' then order_number else '' end,
        case when delivery_number = '' and order_number = '' then statement_number else '' end
    from core.statement_line
    where chain_id = any (@chains) and kind <> 'deduction'
        and (recorded_at > @since or (superseded_recorded_at > @since and superseded_recorded_at <> 'infinity'));

-- Where many are touched, few of history are: what follows looks each up by its key, inside a fence (offset 0) that keeps the planner
-- from reading the history instead.
-- Heads that came, changed or went.
create temp table touched_head on commit drop as
    select distinct chain_id, statement_number from core.statement
    where chain_id = any (@chains) and (recorded_at > @since or (superseded_recorded_at > @since and superseded_recorded_at <> 'infinity'));
insert into touched_line
    select l.chain_id, l.delivery_number, case when l.delivery_number = '' then l.order_number else '' end,
        case when l.delivery_number = '' and l.order_number = '' then l.statement_number else '' end
    from touched_head h
    cross join lateral (
        select * from core.statement_line l
        where l.chain_id = h.chain_id and l.statement_number = h.statement_number and l.kind <> 'deduction' offset 0) l;

-- The population of such a statement: what waits for a statement to hold it, or was held by this one or a later one until now.
insert into touched_line
    select k.chain_id, k.delivery_number, k.order_number, ''
    from touched_head h
    join core.statement s on s.chain_id = h.chain_id and s.statement_number = h.statement_number
    join core.settlement_account a on a.chain_id = s.chain_id and a.account_id = s.account_id and a.superseded_at = 'infinity'
    cross join lateral (
        select * from core.kept_settlement k
        where k.chain_id = s.chain_id and k.account_id = s.account_id and k.is_matched and k.received_on <= s.period_to - a.cutoff_days
            and coalesce(k.hold_key, '9') >= to_char(s.period_to, 'YYYYMMDD') || '/' || s.statement_number offset 0) k;

-- Master data: prices, promotions and VAT rates touch their product's documents, an account or a store its own. The kept rows are
-- read only where something changed.
insert into touched_line
    with product as (
        -- Products whose price, promotion or VAT rate changed.
        select chain_id, product_id from core.price
        where chain_id = any (@chains)
            and (recorded_at > @since or (superseded_recorded_at > @since and superseded_recorded_at <> 'infinity'))
        union
        select chain_id, product_id from core.promotion
        where chain_id = any (@chains)
            and (recorded_at > @since or (superseded_recorded_at > @since and superseded_recorded_at <> 'infinity'))
        union
        select null, product_id from core.product
        where recorded_at > @since or (superseded_recorded_at > @since and superseded_recorded_at <> 'infinity')
    ),
    -- Stores that changed.
    store as (
        select distinct chain_id, store_id from core.store
        where chain_id = any (@chains)
            and (recorded_at > @since or (superseded_recorded_at > @since and superseded_recorded_at <> 'infinity'))
    ),
    -- Accounts that changed.
    account as (
        select distinct chain_id, account_id from core.settlement_account
        where chain_id = any (@chains)
            and (recorded_at > @since or (superseded_recorded_at > @since and superseded_recorded_at <> 'infinity'))
    ),
    -- The kept rows that depend on any of them.
    touched as (
        select k.* from product c join core.kept_settlement k on k.product_id = c.product_id
            and (c.chain_id is null or c.chain_id = k.chain_id)
        where k.chain_id = any (@chains) and (select exists (select from product))
        union all
        select k.* from store c join core.kept_settlement k on k.chain_id = c.chain_id and k.store_id = c.store_id
        where (select exists (select from store))
        union all
        select k.* from account c join core.kept_settlement k on k.chain_id = c.chain_id and k.account_id = c.account_id
        where (select exists (select from account))
    )
    select chain_id, delivery_number, order_number, case when delivery_number = '' and order_number = '' then statement_number else '' end
    from touched;

-- Chains with accounts on consignment of which anything came: what was sold is settled along the whole history of an account, so all of it
-- is touched; and where a contract came or went, all deliveries are.
create temp table touched_consigned on commit drop as
    select distinct k.chain_id, exists (
            select from core.contract c
            where c.chain_id = k.chain_id and (c.recorded_at > @since or (c.superseded_recorded_at > @since
                and c.superseded_recorded_at <> 'infinity'))) as is_contract_new
    from core.contract k
    where k.chain_id = any (@chains) and k.contract_type = 'consignment';
delete from touched_consigned t
where not is_contract_new and not exists (select from touched_line l where l.chain_id = t.chain_id) and not exists (
    select from core.sale s
    where s.chain_id = t.chain_id and (s.recorded_at > @since or (s.superseded_recorded_at > @since
        and s.superseded_recorded_at <> 'infinity')));
insert into touched_line
    select distinct s.chain_id, s.delivery_number, '', '' from touched_consigned join mart.sold_line s using (chain_id)
    union
    select k.chain_id, k.delivery_number, '', '' from touched_consigned join core.kept_settlement k using (chain_id)
    where k.is_matched and (is_contract_new or k.order_number = '')
    union
    select d.chain_id, d.delivery_number, '', '' from touched_consigned join core.delivery_line d using (chain_id)
    where is_contract_new
    union
    select l.chain_id, '', '', l.statement_number from touched_consigned join core.statement_line l using (chain_id)
    where l.delivery_number = '' and l.order_number = '' and l.kind <> 'deduction';

insert into touched_order (chain_id, order_number)
    select distinct chain_id, order_number from touched_line where order_number <> '';
insert into touched_note (chain_id, delivery_number)
    select distinct chain_id, delivery_number from touched_line where delivery_number <> '';
insert into touched_statement
    select distinct chain_id, statement_number from touched_line where statement_number <> '';
