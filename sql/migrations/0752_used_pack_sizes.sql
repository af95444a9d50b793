-- Every line states how many units were counted for a case, and few say otherwise than our master data. Which sizes there are is noted as
-- lines are merged, so that nobody looks through all lines ever to find those few.
create table core.used_pack_size (
    chain_id   text collate "C" not null,
    document   text collate "C" not null,
    product_id text collate "C" not null,
    pack_size  integer not null,
    primary key (chain_id, document, product_id, pack_size),
    constraint used_pack_size_document_known check (document in ('order', 'delivery'))
);
comment on table core.used_pack_size is
    'One row: a case size that lines of a chain and product were counted with at any time; lines of it may all be superseded by now';
comment on column core.used_pack_size.chain_id is 'Chain';
comment on column core.used_pack_size.document is 'order or delivery: of what the lines are';
comment on column core.used_pack_size.product_id is 'Our product';
comment on column core.used_pack_size.pack_size is 'Units in a case (入数)';

insert into core.used_pack_size
select distinct chain_id, 'order', product_id, pack_size from core.order_line where pack_size is not null
union all
select distinct chain_id, 'delivery', product_id, pack_size from core.delivery_line where pack_size is not null;
