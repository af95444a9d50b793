-- Optional feeds of a portal: till sales, stock, shelf prices; and what the company keeps itself: targets, retail plan, regional
-- additions to the mandatory assortment, people in stores, what was handed in when. Where a feed is missing, its figures are
-- "no figure", never guesses.

create table core.sale (
    chain_id   text collate "C" not null,
    store_id   text collate "C" not null,
    product_id text collate "C" not null,
    sold_on    date not null,
    quantity   numeric(14, 3) not null,
    amount     numeric(16, 2),
    load_id bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint sale_version_once unique nulls not distinct (chain_id, store_id, product_id, sold_on, arrived_at, load_id, recorded_at)
);
comment on table core.sale is 'One row: what one store sold of one of our products on one business date, from the till';
comment on column core.sale.chain_id is 'Chain';
comment on column core.sale.store_id is 'Store, within the chain';
comment on column core.sale.product_id is 'Our product';
comment on column core.sale.sold_on is 'Business date';
comment on column core.sale.quantity is 'Sales units; negative when more came back than went out';
comment on column core.sale.amount is 'Till amount, RMB including VAT; null where the portal gives quantities only';
comment on column core.sale.load_id is 'Load that brought this version; null for what was keyed in';
comment on column core.sale.row_number is 'Its row in the file';
comment on column core.sale.arrived_at is 'When its file arrived; -infinity: from ever';
comment on column core.sale.recorded_at is 'When it was recorded here';
comment on column core.sale.superseded_at is 'Arrival of the version that replaced it; infinity while in force';
comment on column core.sale.superseded_recorded_at is 'When that version was recorded here';
comment on column core.sale.superseded_by is 'Load whose file ended this version; null while it is in force';

create table core.stock (
    chain_id   text collate "C" not null,
    store_id   text collate "C" not null,
    product_id text collate "C" not null,
    stock_on   date not null,
    quantity   numeric(14, 3) not null,
    load_id bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint stock_version_once unique nulls not distinct (chain_id, store_id, product_id, stock_on, arrived_at, load_id, recorded_at)
);
comment on table core.stock is 'One row: what one store (or the chain''s warehouse) held of one of our products at the end of one business date';
comment on column core.stock.chain_id is 'Chain';
comment on column core.stock.store_id is 'Store, within the chain; empty for the chain''s warehouse';
comment on column core.stock.product_id is 'Our product';
comment on column core.stock.stock_on is 'Business date';
comment on column core.stock.quantity is 'Sales units';
comment on column core.stock.load_id is 'Load that brought this version; null for what was keyed in';
comment on column core.stock.row_number is 'Its row in the file';
comment on column core.stock.arrived_at is 'When its file arrived; -infinity: from ever';
comment on column core.stock.recorded_at is 'When it was recorded here';
comment on column core.stock.superseded_at is 'Arrival of the version that replaced it; infinity while in force';
comment on column core.stock.superseded_recorded_at is 'When that version was recorded here';
comment on column core.stock.superseded_by is 'Load whose file ended this version; null while it is in force';

create table core.retail_price (
    chain_id   text collate "C" not null,
    store_id   text collate "C" not null,
    product_id text collate "C" not null,
    seen_on    date not null,
    unit_price numeric(12, 2) not null,
    load_id bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint retail_price_positive check (unit_price > 0),
    constraint retail_price_version_once unique nulls not distinct (chain_id, store_id, product_id, seen_on, arrived_at, load_id, recorded_at)
);
comment on table core.retail_price is 'One row: the shelf price of one of our products seen in one store on one business date';
comment on column core.retail_price.chain_id is 'Chain';
comment on column core.retail_price.store_id is 'Store, within the chain';
comment on column core.retail_price.product_id is 'Our product';
comment on column core.retail_price.seen_on is 'Business date';
comment on column core.retail_price.unit_price is 'RMB per sales unit including VAT';
comment on column core.retail_price.load_id is 'Load that brought this version; null for what was keyed in';
comment on column core.retail_price.row_number is 'Its row in the file';
comment on column core.retail_price.arrived_at is 'When its file arrived; -infinity: from ever';
comment on column core.retail_price.recorded_at is 'When it was recorded here';
comment on column core.retail_price.superseded_at is 'Arrival of the version that replaced it; infinity while in force';
comment on column core.retail_price.superseded_recorded_at is 'When that version was recorded here';
comment on column core.retail_price.superseded_by is 'Load whose file ended this version; null while it is in force';

create table core.retail_plan (
    chain_id   text collate "C" not null,
    product_id text collate "C" not null,
    valid_from date not null,
    valid_to   date not null default 'infinity',
    unit_price numeric(12, 2) not null,
    load_id bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint retail_plan_positive check (unit_price > 0),
    constraint retail_plan_period_ordered check (valid_from <= valid_to),
    constraint retail_plan_version_once unique nulls not distinct (chain_id, product_id, valid_from, arrived_at, load_id, recorded_at)
);
comment on table core.retail_plan is 'One row: the normal shelf price planned for one of our products at a chain, both ends of the period included';
comment on column core.retail_plan.chain_id is 'Chain';
comment on column core.retail_plan.product_id is 'Our product';
comment on column core.retail_plan.valid_from is 'First day';
comment on column core.retail_plan.valid_to is 'Last day';
comment on column core.retail_plan.unit_price is 'RMB per sales unit including VAT';
comment on column core.retail_plan.load_id is 'Load that brought this version; null for what was keyed in';
comment on column core.retail_plan.row_number is 'Its row in the file';
comment on column core.retail_plan.arrived_at is 'When its file arrived; -infinity: from ever';
comment on column core.retail_plan.recorded_at is 'When it was recorded here';
comment on column core.retail_plan.superseded_at is 'Arrival of the version that replaced it; infinity while in force';
comment on column core.retail_plan.superseded_recorded_at is 'When that version was recorded here';
comment on column core.retail_plan.superseded_by is 'Load whose file ended this version; null while it is in force';

create table core.price_floor (
    product_id text collate "C" not null,
    valid_from date not null,
    valid_to   date not null default 'infinity',
    unit_price numeric(12, 4) not null,
    load_id bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint price_floor_positive check (unit_price > 0),
    constraint price_floor_period_ordered check (valid_from <= valid_to),
    constraint price_floor_version_once unique nulls not distinct (product_id, valid_from, arrived_at, load_id, recorded_at)
);
comment on table core.price_floor is 'One row: the lowest supply price that the unified price system allows for one of our products (M6.1.4), both ends included';
comment on column core.price_floor.product_id is 'Our product';
comment on column core.price_floor.valid_from is 'First day';
comment on column core.price_floor.valid_to is 'Last day';
comment on column core.price_floor.unit_price is 'RMB per sales unit, VAT excluded';
comment on column core.price_floor.load_id is 'Load that brought this version; null for what was keyed in';
comment on column core.price_floor.row_number is 'Its row in the file';
comment on column core.price_floor.arrived_at is 'When its file arrived; -infinity: from ever';
comment on column core.price_floor.recorded_at is 'When it was recorded here';
comment on column core.price_floor.superseded_at is 'Arrival of the version that replaced it; infinity while in force';
comment on column core.price_floor.superseded_recorded_at is 'When that version was recorded here';
comment on column core.price_floor.superseded_by is 'Load whose file ended this version; null while it is in force';

create table core.target (
    chain_id   text collate "C" not null,
    store_id   text collate "C" not null default '',
    product_id text collate "C" not null default '',
    month      date not null,
    amount     numeric(16, 2) not null,
    load_id bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint target_month_is_first check (extract(day from month) = 1),
    constraint target_not_negative check (amount >= 0),
    constraint target_version_once unique nulls not distinct (chain_id, store_id, product_id, month, arrived_at, load_id, recorded_at)
);
comment on table core.target is 'One row: one sales target of a month for a chain, a store or a product, as far as stated';
comment on column core.target.chain_id is 'Chain';
comment on column core.target.store_id is 'Store; empty: the whole chain';
comment on column core.target.product_id is 'Product; empty: all products';
comment on column core.target.month is 'First day of the month';
comment on column core.target.amount is 'RMB, VAT excluded: supply net of returns';
comment on column core.target.load_id is 'Load that brought this version; null for what was keyed in';
comment on column core.target.row_number is 'Its row in the file';
comment on column core.target.arrived_at is 'When its file arrived; -infinity: from ever';
comment on column core.target.recorded_at is 'When it was recorded here';
comment on column core.target.superseded_at is 'Arrival of the version that replaced it; infinity while in force';
comment on column core.target.superseded_recorded_at is 'When that version was recorded here';
comment on column core.target.superseded_by is 'Load whose file ended this version; null while it is in force';

create table core.regional_assortment (
    region     text not null,
    product_id text collate "C" not null,
    valid_from date not null,
    valid_to   date not null default 'infinity',
    load_id bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint regional_assortment_period_ordered check (valid_from <= valid_to),
    constraint regional_assortment_version_once unique nulls not distinct (region, product_id, valid_from, arrived_at, load_id, recorded_at)
);
comment on table core.regional_assortment is 'One row: a product that a region adds to the mandatory assortment (the X of 35 + X, M6.1.1), both ends included';
comment on column core.regional_assortment.region is 'Our sales region';
comment on column core.regional_assortment.product_id is 'Our product';
comment on column core.regional_assortment.valid_from is 'First day';
comment on column core.regional_assortment.valid_to is 'Last day';
comment on column core.regional_assortment.load_id is 'Load that brought this version; null for what was keyed in';
comment on column core.regional_assortment.row_number is 'Its row in the file';
comment on column core.regional_assortment.arrived_at is 'When its file arrived; -infinity: from ever';
comment on column core.regional_assortment.recorded_at is 'When it was recorded here';
comment on column core.regional_assortment.superseded_at is 'Arrival of the version that replaced it; infinity while in force';
comment on column core.regional_assortment.superseded_recorded_at is 'When that version was recorded here';
comment on column core.regional_assortment.superseded_by is 'Load whose file ended this version; null while it is in force';

create table core.store_staff (
    chain_id   text collate "C" not null,
    store_id   text collate "C" not null,
    valid_from date not null,
    valid_to   date not null default 'infinity',
    promoters  integer not null,
    load_id bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint store_staff_not_negative check (promoters >= 0),
    constraint store_staff_period_ordered check (valid_from <= valid_to),
    constraint store_staff_version_once unique nulls not distinct (chain_id, store_id, valid_from, arrived_at, load_id, recorded_at)
);
comment on table core.store_staff is 'One row: how many promoters work in a store, both ends of the period included';
comment on column core.store_staff.chain_id is 'Chain';
comment on column core.store_staff.store_id is 'Store, within the chain';
comment on column core.store_staff.valid_from is 'First day';
comment on column core.store_staff.valid_to is 'Last day';
comment on column core.store_staff.promoters is 'Promoters (促销员)';
comment on column core.store_staff.load_id is 'Load that brought this version; null for what was keyed in';
comment on column core.store_staff.row_number is 'Its row in the file';
comment on column core.store_staff.arrived_at is 'When its file arrived; -infinity: from ever';
comment on column core.store_staff.recorded_at is 'When it was recorded here';
comment on column core.store_staff.superseded_at is 'Arrival of the version that replaced it; infinity while in force';
comment on column core.store_staff.superseded_recorded_at is 'When that version was recorded here';
comment on column core.store_staff.superseded_by is 'Load whose file ended this version; null while it is in force';

create table core.submission (
    kind         text collate "C" not null,
    month        date not null,
    person_id    text collate "C" not null,
    submitted_on date not null,
    load_id bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint submission_kind_known check (kind in ('sku_ranking', 'budget', 'plan')),
    constraint submission_month_is_first check (extract(day from month) = 1),
    constraint submission_version_once unique nulls not distinct (kind, month, person_id, arrived_at, load_id, recorded_at)
);
comment on table core.submission is 'One row: a monthly paper handed in';
comment on column core.submission.kind is 'sku_ranking (due 5th), budget (15th), plan (25th)';
comment on column core.submission.month is 'First day of the month it is due in';
comment on column core.submission.person_id is 'Who hands it in';
comment on column core.submission.submitted_on is 'Business date on which it came';
comment on column core.submission.load_id is 'Load that brought this version; null for what was keyed in';
comment on column core.submission.row_number is 'Its row in the file';
comment on column core.submission.arrived_at is 'When its file arrived; -infinity: from ever';
comment on column core.submission.recorded_at is 'When it was recorded here';
comment on column core.submission.superseded_at is 'Arrival of the version that replaced it; infinity while in force';
comment on column core.submission.superseded_recorded_at is 'When that version was recorded here';
comment on column core.submission.superseded_by is 'Load whose file ended this version; null while it is in force';
