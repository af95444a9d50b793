-- One row: one order line to be delivered today or tomorrow, as the morning after the as-of date sees it, with why it goes first and its
-- place in the list of the store's representative (J: 先送重点店和重点产品).
-- Read by: the daily digest, the console. Left out: what mart.work_line leaves out.
-- Depends on: mart.all_sku_lock_alert, mart.all_stock_cover, mart.price_in_basis, mart.store_item_weight, mart.supply_price
-- Depends on: mart.work_line
create view mart.work_list as
with line as materialized (
    -- Asked once.
    select * from mart.work_line
), short as materialized (
    -- Items out of stock, or nearly.
    select chain_id, store_id, product_id, state, days_of_cover, nullif(in_warehouse_quantity, 0) as in_warehouse_quantity,
        in_warehouse_since
    from mart.all_stock_cover() where is_alert
), locking as materialized (
    -- One more failed delivery locks these.
    select chain_id, store_id, product_id from mart.all_sku_lock_alert() where is_one_failure_from_lock
), weight as materialized (
    -- What each item and store weighs.
    select chain_id, store_id, product_id, is_best_seller, is_key_store, store_amount from mart.store_item_weight
), heavy as (
    -- What each store weighs.
    select distinct chain_id, store_id, is_key_store, store_amount from weight
), promoted as (
    -- From the first day of a promotion, of supply or of the shelf, to its last on the shelf.
    select distinct on (line.chain_id, line.order_number, line.store_id, line.product_id, line.is_free)
        line.chain_id, line.order_number, line.store_id, line.product_id, line.is_free, promotion.promotion_id
    from line
    join core.promotion as promotion on promotion.chain_id = line.chain_id and promotion.product_id = line.product_id
        and line.requested_on between least(promotion.purchase_from, promotion.retail_from) and promotion.retail_to
        and core.is_known(promotion.arrived_at, promotion.recorded_at, promotion.superseded_at, promotion.superseded_recorded_at)
    order by line.chain_id, line.order_number, line.store_id, line.product_id, line.is_free, promotion.retail_from desc,
        promotion.promotion_id
), judged as (
    -- Each line with its reasons.
    select line.*, coalesce(taken.origin, 'electronic') as origin, held.delivery_mode,
        coalesce(heavy.is_key_store, false) as is_key_store,
        coalesce(heavy.store_amount, 0) as store_amount,
        coalesce(weight.is_best_seller, false) as is_best_seller, short.state as stock_state, short.days_of_cover,
        short.in_warehouse_quantity, short.in_warehouse_since, promoted.promotion_id, locking.product_id is not null as is_nearly_locked,
        coalesce(number.pack_size, product.pack_size) as pack_size,
        case when line.is_free then 0.00 else round(line.open_quantity * round(mart.price_in_basis(
            coalesce(price.promotion_price, price.contract_price),
            case when price.promotion_price is not null then price.promotion_including else price.contract_including end,
            price.vat_rate, false, 4), 4), 2) end as open_amount
    from line
    left join heavy using (chain_id, store_id)
    left join weight using (chain_id, store_id, product_id)
    left join short using (chain_id, store_id, product_id)
    left join locking using (chain_id, store_id, product_id)
    left join promoted using (chain_id, order_number, store_id, product_id, is_free)
    left join core.store as held on held.chain_id = line.chain_id and held.store_id = line.store_id
        and core.as_of() between held.valid_from and held.valid_to
        and core.is_known(held.arrived_at, held.recorded_at, held.superseded_at, held.superseded_recorded_at)
    left join core.product as product on product.product_id = line.product_id
        and core.as_of() between product.valid_from and product.valid_to
        and core.is_known(product.arrived_at, product.recorded_at, product.superseded_at, product.superseded_recorded_at)
    left join lateral (
        select max(known.pack_size) as pack_size from core.chain_item as known
        where known.chain_id = line.chain_id and known.product_id = line.product_id
            and core.is_known(known.arrived_at, known.recorded_at, known.superseded_at, known.superseded_recorded_at)) as number on true
    left join lateral (
        select made.origin from core.order_line as made
        where made.chain_id = line.chain_id and made.order_number = line.order_number and made.store_id = line.store_id
            and made.product_id = line.product_id and made.is_free = line.is_free
            and core.is_known(made.arrived_at, made.recorded_at, made.superseded_at, made.superseded_recorded_at) limit 1) as taken on true
    cross join lateral mart.supply_price(line.chain_id, line.store_id, line.product_id, line.ordered_on) as price
), placed as (
    -- Best sellers, what is out of stock or promoted, then what is nearly locked, then the rest.
    select *,
        case when is_best_seller or stock_state is not null or promotion_id is not null then 1 when is_nearly_locked then 2 else 3 end
            as priority,
        is_best_seller::integer + (stock_state is not null)::integer + (promotion_id is not null)::integer + is_nearly_locked::integer
            as reason_count
    from judged
)
select representative_id, chain_id, region, city, store_id,
    dense_rank() over (partition by representative_id order by is_key_store desc, store_amount desc, chain_id, store_id) as store_place,
    is_key_store,
    row_number() over (
        partition by chain_id, store_id
        order by due = 'tomorrow', priority, reason_count desc, stock_state is distinct from 'out', open_amount desc nulls last,
            order_number, product_id, is_free) as line_place,
    due, requested_on, order_number, origin, product_id, is_free, delivery_mode, open_quantity, pack_size,
    round(open_quantity / pack_size, 2) as open_cases, open_amount, priority, is_best_seller, stock_state, days_of_cover,
    in_warehouse_quantity, in_warehouse_since, promotion_id, is_nearly_locked, load_id, row_number
from placed;

comment on view mart.work_list is
    'One row: one order line to be delivered today or tomorrow, with why it goes first and its place in the representative''s list';
comment on column mart.work_list.representative_id is 'Whose list: KA representative of the store; null when nobody is named';
comment on column mart.work_list.chain_id is 'Chain';
comment on column mart.work_list.region is 'Our sales region';
comment on column mart.work_list.city is 'City';
comment on column mart.work_list.store_id is 'Store, within the chain';
comment on column mart.work_list.store_place is 'Place of the store in the list: key stores first, then by supply of figures.on_sale_days';
comment on column mart.work_list.is_key_store is 'Whether it is a key store (重点店) of the representative';
comment on column mart.work_list.line_place is
    'Place of the line in its store: today before tomorrow, then priority, more reasons first, what is out of stock, larger amounts';
comment on column mart.work_list.due is
    'overdue: wanted by the as-of date and still in time; today: the day after the as-of date; tomorrow: the day after that';
comment on column mart.work_list.requested_on is 'Business date on which the chain wants it';
comment on column mart.work_list.order_number is 'Order, unique within the chain';
comment on column mart.work_list.origin is 'electronic (电脑订单), or manual (手工订单): faxed by the store';
comment on column mart.work_list.product_id is 'Our product';
comment on column mart.work_list.is_free is 'Whether the line is free of charge';
comment on column mart.work_list.delivery_mode is 'direct: to the store; warehouse: to the chain''s warehouse, which ships to the store';
comment on column mart.work_list.open_quantity is 'Sales units still to come';
comment on column mart.work_list.pack_size is 'Sales units in a case; null where nobody says';
comment on column mart.work_list.open_cases is 'The same in cases; null where nobody knows the pack size';
comment on column mart.work_list.open_amount is
    'The same in RMB without VAT, at the price of the order''s day; 0 for free goods; null without a price';
comment on column mart.work_list.priority is '1: best seller, out of stock or nearly, promoted; 2: nearly locked; 3: anything else';
comment on column mart.work_list.is_best_seller is 'Whether it is a best seller of the store';
comment on column mart.work_list.stock_state is 'out or below_safety by the store''s stock; null where it is neither or nobody says';
comment on column mart.work_list.days_of_cover is 'Days that the stock lasts; null likewise';
comment on column mart.work_list.in_warehouse_quantity is
    'Sales units of an item that is out of stock or nearly which the chain''s warehouse has for the store and has not sent on; else null';
comment on column mart.work_list.in_warehouse_since is 'First day on which any of it came there; null likewise';
comment on column mart.work_list.promotion_id is 'Promotion that holds on the day on which it is wanted; null where none does';
comment on column mart.work_list.is_nearly_locked is 'Whether one more failed delivery locks the item';
comment on column mart.work_list.load_id is 'Load of the order''s file';
comment on column mart.work_list.row_number is 'Row of the order''s file';
