-- One row: one product of one chain whose orders or deliveries count another number of units in a case than our master data.
-- Read by: finance and system supervisors, who mend the item's master data or tell the chain; ka check warns of it.
-- Left out: rows that state no pack size and for which neither the chain's item nor the product has one. Quantities are right all the
-- same: the row's own pack size was used (docs/money.md#matching).
create view mart.pack_size_difference as
with
-- Our sizes of each product; most have one.
ours as materialized (
    select product_id, min(pack_size) as least, max(pack_size) as most, count(*) = count(pack_size) as is_stated
    from core.product
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
    group by product_id
),
-- What the chain's own item number stands for, where that is agreed.
agreed as materialized (
    select chain_id, product_id, max(pack_size) as pack_size
    from core.chain_item
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
    group by chain_id, product_id
),
-- Sizes that ours or the chain's may contradict: lines that all agree are not looked through.
suspect as materialized (
    select used.chain_id, used.document, used.product_id, used.pack_size, agreed.pack_size as chain_pack_size
    from core.used_pack_size as used
    left join ours using (product_id)
    left join agreed using (chain_id, product_id)
    where (ours.is_stated and used.pack_size = ours.least and used.pack_size = ours.most) is not true or agreed.pack_size <> used.pack_size
),
-- The lines that were counted so.
line as (
    select chain_id, product_id, 'order' as document, pack_size, ordered_on as used_on, load_id, row_number
    from core.order_line
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
    union all
    select chain_id, product_id, 'delivery', pack_size, received_on, load_id, row_number
    from core.delivery_line
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
),
-- Once per size, with the newest row that shows it.
counted as (
    select suspect.chain_id, suspect.product_id, suspect.document, suspect.pack_size, suspect.chain_pack_size, count(*) as line_count,
        min(used_on) as first_on, max(used_on) as last_on,
        (array_agg(load_id order by used_on desc, load_id desc, row_number))[1] as load_id,
        (array_agg(row_number order by used_on desc, load_id desc, row_number))[1] as row_number
    from suspect
    join line using (chain_id, document, product_id, pack_size)
    group by suspect.chain_id, suspect.product_id, suspect.document, suspect.pack_size, suspect.chain_pack_size
)
select c.chain_id, c.product_id, c.document, c.pack_size, c.chain_pack_size, p.pack_size as our_pack_size, c.line_count,
    c.first_on, c.last_on,
    c.load_id, c.row_number
from counted c
-- Ours on the newest day on which the other size was used.
left join lateral (
    select p.pack_size from core.product p
    where p.product_id = c.product_id and c.last_on between p.valid_from and p.valid_to
      and core.is_known(p.arrived_at, p.recorded_at, p.superseded_at, p.superseded_recorded_at)
    order by p.valid_from desc limit 1) p on true
where c.pack_size is distinct from coalesce(c.chain_pack_size, p.pack_size) or c.chain_pack_size <> p.pack_size;

comment on view mart.pack_size_difference is
    'One row: one product of one chain whose documents count another number of units in a case than our master data';
comment on column mart.pack_size_difference.chain_id is 'Chain';
comment on column mart.pack_size_difference.product_id is 'Our product';
comment on column mart.pack_size_difference.document is 'order or delivery: where the size was used';
comment on column mart.pack_size_difference.pack_size is 'Units in a case (入数) as the rows state or were counted with';
comment on column mart.pack_size_difference.chain_pack_size is
    'Units in a case of the chain''s item, where it has its own; empty otherwise';
comment on column mart.pack_size_difference.our_pack_size is 'Units in a case of our product';
comment on column mart.pack_size_difference.line_count is 'How many lines used it';
comment on column mart.pack_size_difference.first_on is 'First order or receipt date with it';
comment on column mart.pack_size_difference.last_on is 'Last such date';
comment on column mart.pack_size_difference.load_id is 'Load of the newest such line';
comment on column mart.pack_size_difference.row_number is 'Row of it in its file';
