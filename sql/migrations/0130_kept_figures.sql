-- Kept figures: what the alerts and figures read every morning, brought up to date from touched keys by sql/figures. Each table
-- holds what a plain view says of all that is known now; the plain view stays as the oracle and answers for past moments.

create table core.kept_fulfilment (
    chain_id          text collate "C" not null,
    order_number      text collate "C" not null,
    store_id          text collate "C" not null,
    product_id        text collate "C" not null,
    is_free           boolean not null,
    account_id        text collate "C" not null,
    ordered_on        date not null,
    requested_on      date not null,
    ordered_quantity  numeric(14, 3) not null,
    shipped_quantity  numeric not null,
    received_quantity numeric not null,
    last_received_on  date,
    load_id           bigint not null,
    row_number        integer not null,
    primary key (chain_id, order_number, store_id, product_id, is_free)
);
comment on table core.kept_fulfilment is 'One row: a row of mart.computed_fulfilment as known now: an order line with all that ever came for it';
create index kept_fulfilment_day on core.kept_fulfilment using brin (ordered_on) with (pages_per_range = 16, autosummarize = on);

create table core.kept_supply_line (
    chain_id             text collate "C" not null,
    delivery_number      text collate "C" not null,
    store_id             text collate "C" not null,
    order_number         text collate "C" not null,
    product_id           text collate "C" not null,
    is_free              boolean not null,
    is_return            boolean not null,
    received_on          date not null,
    month                date not null,
    region               text,
    city                 text,
    received_quantity    numeric(14, 3) not null,
    unit_price           numeric,
    net_amount           numeric,
    net_amount_including numeric,
    primary key (chain_id, delivery_number, store_id, order_number, product_id, is_free)
);
comment on table core.kept_supply_line is 'One row: a row of mart.computed_supply_line as known now: a delivery or return line with its worth';
create index kept_supply_line_day on core.kept_supply_line using brin (month, received_on) with (pages_per_range = 16, autosummarize = on);
create index kept_supply_line_item on core.kept_supply_line (chain_id, store_id, product_id, received_on);

create table core.kept_item (
    chain_id          text collate "C" not null,
    store_id          text collate "C" not null,
    product_id        text collate "C" not null,
    first_received_on date not null,
    last_received_on  date not null,
    primary key (chain_id, store_id, product_id)
);
comment on table core.kept_item is 'One row: one product in one store that ever received it, with its first and last delivery';

-- Sums by month, each with its days beside it: an open month is cut at any as-of date without reading lines.
create table core.kept_outlet_month (
    chain_id    text collate "C" not null,
    store_id    text collate "C" not null,
    region      text not null,
    city        text not null,
    month       date not null,
    first_on    date not null,
    amount      numeric,
    day_amounts numeric[] not null,
    primary key (chain_id, store_id, region, city, month)
);
comment on table core.kept_outlet_month is 'One row: the supply of one store in one month, in the region and city it lay in';

create table core.kept_product_month (
    chain_id    text collate "C" not null,
    region      text not null,
    product_id  text collate "C" not null,
    month       date not null,
    first_on    date not null,
    amount      numeric,
    day_amounts numeric[] not null,
    primary key (chain_id, region, product_id, month)
);
comment on table core.kept_product_month is 'One row: the supply of one product to one chain in one region in one month';

create table core.kept_price_finding (
    chain_id             text collate "C" not null,
    order_number         text collate "C" not null,
    store_id             text collate "C" not null,
    product_id           text collate "C" not null,
    rule                 text collate "C" not null,
    statement_number     text collate "C" not null,
    line_number          integer not null,
    ordered_on           date not null,
    found_price          numeric,
    expected_price       numeric,
    likely_cause         text collate "C",
    neighbour_product_id text collate "C",
    amount_at_stake      numeric,
    load_id              bigint not null,
    row_number           integer not null,
    primary key (chain_id, order_number, store_id, product_id, rule, statement_number, line_number)
);
comment on table core.kept_price_finding is 'One row: a row of mart.computed_price_finding as known now: one wrong price, or one that nothing judges';
create index kept_price_finding_day on core.kept_price_finding using brin (ordered_on) with (pages_per_range = 16, autosummarize = on);

create table core.kept_figures_state (
    only_row    boolean primary key default true,
    recorded_to timestamptz not null,
    arrived_to  timestamptz not null,
    constraint kept_figures_state_one_row check (only_row)
);
comment on table core.kept_figures_state is 'One row: up to what the kept figures have been brought';
comment on column core.kept_figures_state.only_row is 'Always true: there is one row';
comment on column core.kept_figures_state.recorded_to is 'Latest moment of record that they hold';
comment on column core.kept_figures_state.arrived_to is 'Latest arrival that they hold: a question as known before that is computed anew';

comment on column core.kept_fulfilment.chain_id is 'Chain';
comment on column core.kept_fulfilment.order_number is 'Order, unique within the chain';
comment on column core.kept_fulfilment.store_id is 'Store, within the chain';
comment on column core.kept_fulfilment.product_id is 'Our product';
comment on column core.kept_fulfilment.is_free is 'Whether the line is free of charge';
comment on column core.kept_fulfilment.account_id is 'Settlement account of the chain';
comment on column core.kept_fulfilment.ordered_on is 'Business date of the order';
comment on column core.kept_fulfilment.requested_on is 'Business date on which the chain wants it';
comment on column core.kept_fulfilment.ordered_quantity is 'Sales units ordered';
comment on column core.kept_fulfilment.shipped_quantity is 'Sales units shipped for it, ever';
comment on column core.kept_fulfilment.received_quantity is 'Sales units signed for, ever';
comment on column core.kept_fulfilment.last_received_on is 'Business date of the last receipt; null when nothing came';
comment on column core.kept_fulfilment.load_id is 'Load of the order''s file';
comment on column core.kept_fulfilment.row_number is 'Its row';
comment on column core.kept_supply_line.chain_id is 'Chain';
comment on column core.kept_supply_line.delivery_number is 'Delivery or return note';
comment on column core.kept_supply_line.store_id is 'Store that signed';
comment on column core.kept_supply_line.order_number is 'Order that the line names; empty where none';
comment on column core.kept_supply_line.product_id is 'Our product';
comment on column core.kept_supply_line.is_free is 'Free goods: worth nothing';
comment on column core.kept_supply_line.is_return is 'Goods that came back';
comment on column core.kept_supply_line.received_on is 'Business date of the signature, or of the return note';
comment on column core.kept_supply_line.month is 'First day of its month';
comment on column core.kept_supply_line.region is 'Our sales region of the store on that date; null where the store is unknown then';
comment on column core.kept_supply_line.city is 'City of the store on that date; likewise';
comment on column core.kept_supply_line.received_quantity is 'Sales units, positive also for returns';
comment on column core.kept_supply_line.unit_price is 'RMB per sales unit, VAT excluded; null where no price is known';
comment on column core.kept_supply_line.net_amount is 'RMB, VAT excluded, negative for returns';
comment on column core.kept_supply_line.net_amount_including is 'RMB, VAT included, likewise';
comment on column core.kept_item.chain_id is 'Chain';
comment on column core.kept_item.store_id is 'Store, within the chain';
comment on column core.kept_item.product_id is 'Our product';
comment on column core.kept_item.first_received_on is 'Business date of its first delivery';
comment on column core.kept_item.last_received_on is 'Business date of its last delivery';
comment on column core.kept_outlet_month.chain_id is 'Chain';
comment on column core.kept_outlet_month.store_id is 'Store, within the chain';
comment on column core.kept_outlet_month.region is 'Our sales region of the store on the date of the goods; empty where unknown';
comment on column core.kept_outlet_month.city is 'City, likewise';
comment on column core.kept_outlet_month.month is 'First day of the month';
comment on column core.kept_outlet_month.first_on is 'First business date with a line: before it there is no row to show';
comment on column core.kept_outlet_month.amount is 'Supply less returns of all its days, RMB, VAT excluded';
comment on column core.kept_outlet_month.day_amounts is 'The same by day of month, from 1; null for days without';
comment on column core.kept_product_month.chain_id is 'Chain';
comment on column core.kept_product_month.region is 'Our sales region of the stores on the date of the goods; empty where unknown';
comment on column core.kept_product_month.product_id is 'Our product';
comment on column core.kept_product_month.month is 'First day of the month';
comment on column core.kept_product_month.first_on is 'First business date with a line: before it there is no row to show';
comment on column core.kept_product_month.amount is 'Supply less returns of all its days, RMB, VAT excluded';
comment on column core.kept_product_month.day_amounts is 'The same by day of month, from 1; null for days without';
comment on column core.kept_price_finding.chain_id is 'Chain';
comment on column core.kept_price_finding.order_number is 'Order';
comment on column core.kept_price_finding.store_id is 'Store, within the chain';
comment on column core.kept_price_finding.product_id is 'Our product';
comment on column core.kept_price_finding.rule is 'As in mart.price_anomaly; unjudged: a line that neither promotion nor price list judges';
comment on column core.kept_price_finding.statement_number is 'Statement of a settlement line; empty on order rules';
comment on column core.kept_price_finding.line_number is 'Its line; 0 on order rules';
comment on column core.kept_price_finding.ordered_on is 'Business date of the order';
comment on column core.kept_price_finding.found_price is 'Price found, RMB per sales unit, VAT excluded';
comment on column core.kept_price_finding.expected_price is 'Price it should be, likewise; null where nothing judges it';
comment on column core.kept_price_finding.likely_cause is 'As in mart.price_anomaly; null when none fits';
comment on column core.kept_price_finding.neighbour_product_id is 'The item whose price it is, where that is the cause';
comment on column core.kept_price_finding.amount_at_stake is '(expected − found) × quantity, RMB, VAT excluded';
comment on column core.kept_price_finding.load_id is 'Load of the file that shows the price';
comment on column core.kept_price_finding.row_number is 'Its row';
