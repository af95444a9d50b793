-- PGOPTIONS="-c cells.number=1 -c cells.chains=haoyoulai,wanjia" psql -d ka -f share.sql, as a superuser in the database of a cell,
-- after each `ka migrate` and whenever the cell's chains change; at the head office with cells.number=0 and no chains. Safe to repeat.
-- docs/cells.md.

-- What chains' files and the reconciliation write. Master data, rules and calendar each server loads and reads by itself: they come
-- from the company's files and from config/, and are the same everywhere. What pages keep aside (past_*, kept_break*), runs, mails
-- and audit stay where they arise.
drop table if exists pg_temp.shared;
create temp table shared as
select c.oid, c.oid::regclass as name, c.relname
from pg_class c
where c.relnamespace = 'core'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  and c.relname not like 'kept\_break%' and (c.relname like 'kept\_%' or c.relname in (
      'order_line', 'delivery_line', 'statement_line', 'statement', 'document',
      'document_version', 'item_status', 'retail_price', 'stock', 'sale', 'delivery_lot', 'stock_lot', 'warehouse_shipment',
      'settlement_figure', 'month_figure', 'sku_lock_day', 'used_pack_size'));

-- Numbers: of sixteen that follow each other one belongs to each server, so that rows never meet.
do $$
declare
    own int := current_setting('cells.number');
    found record;
    last bigint;
begin
    for found in
        select s.oid::regclass as name from pg_class s
        where s.relkind = 'S' and s.relnamespace::regnamespace::text in ('core', 'ops', 'staging')
    loop
        execute format('select last_value from %s', found.name) into last;
        execute format('alter sequence %s increment by 16 restart with %s', found.name, (last / 16 + 1) * 16 + own);
    end loop;
end
$$;

-- Months: a partition is made before the first row of its month comes, on both sides; three years back and two ahead.
select core.ensure_partitions(array(select m::date from generate_series(date_trunc('month', now()) - interval '3 years',
    date_trunc('month', now()) + interval '2 years', interval '1 month') as m));

-- A row that changes is found by its primary key where that names the chain, else by a unique index that does, else by all of itself.
do $$
declare
    part record;
begin
    for part in
        select leaf.oid::regclass as name, (
            select i.indexrelid::regclass from pg_index i
            where i.indrelid = leaf.oid and i.indisunique and i.indimmediate and i.indpred is null and i.indexprs is null and i.indisvalid
              and exists (select from pg_attribute a where a.attrelid = leaf.oid and a.attname = 'chain_id' and a.attnum = any (i.indkey))
              and not exists (select from pg_attribute a where a.attrelid = leaf.oid and a.attnum = any (i.indkey) and not a.attnotnull)
            order by i.indisprimary desc, i.indnatts limit 1) as key
        from shared
        cross join lateral (select relid from pg_partition_tree(shared.oid) union select shared.oid) tree
        join pg_class leaf on leaf.oid = tree.relid
        union all
        select 'ops.load'::regclass, null
    loop
        if part.key is null then
            execute format('alter table %s replica identity full', part.name);
        else
            execute format('alter table %s replica identity using index %s', part.name, split_part(part.key::text, '.', 2));
        end if;
    end loop;
end
$$;

-- What a cell gives: rows of its own chains, whatever master data say of others. Which rows of a file wait goes with the file.
do $$
declare
    own text := (select string_agg(quote_literal(chain), ', ')
        from unnest(string_to_array(coalesce(current_setting('cells.chains', true), ''), ',')) as chain where chain <> '');
    tables text;
begin
    if own is null then
        return;
    end if;
    select string_agg(format('%s where (chain_id in (%s))', name, own), ', ') into tables
    from (select name from shared union all select 'ops.load') as t;
    if not exists (select from pg_publication where pubname = 'ka_cell') then
        create publication ka_cell with (publish_via_partition_root = true);
    end if;
    execute 'alter publication ka_cell set table ' || tables || ', ops.quarantined_row';
end
$$;
