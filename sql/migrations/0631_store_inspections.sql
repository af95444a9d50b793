-- What somebody saw in a store (巡店, M6.3): display, stack, shelf price, freshness, material, gifts. By a field-force app's export or by our
-- own template workbook.
create table core.inspection (
    chain_id          text collate "C" not null,
    store_id          text collate "C" not null,
    inspected_on      date not null,
    product_id        text collate "C" not null default '',
    inspector         text collate "C",
    faces             integer,
    depth             integer,
    competitor_faces  numeric(8, 2),
    stack_cases       integer,
    stack_exception   boolean not null default false,
    shelf_price       numeric(12, 2),
    produced_on       date,
    damaged_packs     integer,
    defaced_cases     integer,
    display_state     text collate "C",
    display_cause     text collate "C",
    promoters         integer,
    material_state    text collate "C",
    gift_state        text collate "C",
    photos            text,
    load_id           bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint inspection_counts_within check (
        faces between 0 and 10000 and depth between 0 and 10000 and competitor_faces between 0 and 10000
        and stack_cases between 0 and 10000 and damaged_packs between 0 and 10000 and defaced_cases between 0 and 10000
        and promoters between 0 and 10000),
    constraint inspection_price_positive check (shelf_price > 0),
    constraint inspection_produced_before check (produced_on <= inspected_on),
    constraint inspection_version_once unique nulls not distinct (
        chain_id, store_id, inspected_on, product_id, arrived_at, load_id, recorded_at)
);
comment on constraint inspection_counts_within on core.inspection is '数量在 0 至 10000 之间 counts lie within 0 and 10,000';
comment on constraint inspection_price_positive on core.inspection is '货架价大于 0 a shelf price is above 0';
comment on constraint inspection_produced_before on core.inspection is '生产日期不晚于巡店日期 what was seen was produced before';
comment on table core.inspection is
    'One row: one version of what was seen of one of our products in one store on one day, or of the store itself (M6.3)';
comment on column core.inspection.chain_id is 'Chain';
comment on column core.inspection.store_id is 'Store, within the chain';
comment on column core.inspection.inspected_on is 'Day of the inspection';
comment on column core.inspection.product_id is 'Our product; empty: the store itself';
comment on column core.inspection.inspector is 'Person who inspected';
comment on column core.inspection.faces is 'Faces of the item on the shelf; null: not looked at';
comment on column core.inspection.depth is 'Packs behind each face';
comment on column core.inspection.competitor_faces is
    'Faces that a competitor''s item has on average: beside an item in its category, on the line of the store on the whole shelf';
comment on column core.inspection.stack_cases is 'Cases of the item in its stack (堆头); 0: it has none; null: not looked at';
comment on column core.inspection.stack_exception is 'Whether the regional and the city KA manager approved a smaller stack';
comment on column core.inspection.shelf_price is 'Price on the shelf, RMB per sales unit including VAT';
comment on column core.inspection.produced_on is 'Earliest production date on the shelf';
comment on column core.inspection.damaged_packs is 'Damaged single packs on sale';
comment on column core.inspection.defaced_cases is 'Defaced cases';
comment on column core.inspection.display_state is 'full, not_full or empty; null: not looked at';
comment on column core.inspection.display_cause is
    'By whose cause a display is not full: representative, promoter or dealer; null: not said';
comment on column core.inspection.promoters is 'Promoters on duty; on the line of the store';
comment on column core.inspection.material_state is
    'Advertising material: good, dirty, out_of_date, damaged or unfitting; on the line of the store';
comment on column core.inspection.gift_state is 'Gifts: shown, not_shown or not_announced; on the line of the store';
comment on column core.inspection.photos is 'Names of photographs';
comment on column core.inspection.load_id is 'Load that brought this version; null for what was keyed in';
comment on column core.inspection.row_number is 'Its row in the file';
comment on column core.inspection.arrived_at is 'When its file arrived; -infinity: from ever';
comment on column core.inspection.recorded_at is 'When it was recorded here';
comment on column core.inspection.superseded_at is 'Arrival of the version that replaced it; infinity while in force';
comment on column core.inspection.superseded_recorded_at is 'When that version was recorded here';
comment on column core.inspection.superseded_by is 'Load whose file ended this version; null while it is in force';

alter table core.product
    add column shelf_life_days integer,
    add constraint product_shelf_life_positive check (shelf_life_days between 1 and 10000);
comment on constraint product_shelf_life_positive on core.product is '保质期为 1 至 10000 天 a shelf life is 1 to 10,000 days';
comment on column core.product.shelf_life_days is 'Days from production to expiry; null: not known, and nothing is judged by freshness';

alter table core.penalty_rule
    drop constraint penalty_rule_unit_known,
    add constraint penalty_rule_unit_known check (unit in ('sku_store', 'day', 'case', 'item', 'store', 'piece'));
comment on column core.penalty_rule.unit is
    'What is counted: sku_store (an item in a store), day (a day late), case (once), item, store, piece (a pack or case)';
