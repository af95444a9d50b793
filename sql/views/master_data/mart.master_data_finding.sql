-- One row: one thing in the company's master data that cannot be right, or leaves open which of two holds.
-- Read by: the console's page of master data, ka check, ka doctor, the watchdog.
-- Left out: rows that were set aside when they were loaded (a price of nought, an impossible period): those wait in quarantine.
create view mart.master_data_finding as
with product as (
    -- Products as known.
    select product_id, valid_from, valid_to, unit_barcode, case_barcode, load_id, row_number
    from core.product where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
), item as (
    -- Item numbers of the chains as known.
    select chain_id, item_number, product_id, load_id, row_number
    from core.chain_item where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
), store as (
    -- Stores as known.
    select chain_id, store_id, valid_from, valid_to, load_id, row_number
    from core.store where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
), price as (
    -- Price lists as known.
    select chain_id, region, product_id, valid_from, valid_to, load_id, row_number
    from core.price where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
), promotion as (
    -- Promotions as known.
    select chain_id, promotion_id, product_id, purchase_from, purchase_to, supply_price, load_id, row_number
    from core.promotion where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
), contract as (
    -- Contracts as known.
    select chain_id, contract_id, account_id, valid_from, valid_to, load_id, row_number
    from core.contract where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
),
-- The barcode of a unit, or of a case, whatever the period: rows that name it find no product.
barcode as (
    select distinct on (code.barcode, product.product_id) code.barcode, product.product_id, product.valid_from, product.load_id,
        product.row_number
    from product cross join lateral (values (unit_barcode), (case_barcode)) as code (barcode)
    where code.barcode is not null
    order by code.barcode, product.product_id, product.valid_from desc
),
-- Each table's rows with what they are known by and from when to when they hold.
period as (
    select 'product' as named_in, '' as chain_id, product_id as subject, valid_from, valid_to, load_id, row_number from product
    union all select 'store', chain_id, store_id, valid_from, valid_to, load_id, row_number from store
    union all select 'price', chain_id, concat_ws(' ', product_id, nullif(region, '')), valid_from, valid_to, load_id, row_number from price
    union all select 'contract', chain_id, coalesce(account_id, ''), valid_from, valid_to, load_id, row_number from contract
),
-- Each against those that begin before it.
following as (
    select *, max(valid_to) over (
        partition by named_in, chain_id, subject order by valid_from, load_id, row_number rows between unbounded preceding and 1 preceding)
            as earlier_to
    from period
),
-- Who names which product: a name that no product has is a finding.
named_product as (
    select 'chain_item' as named_in, chain_id, item_number as subject, product_id, load_id, row_number from item
    union all select 'price', chain_id, concat_ws(' ', product_id, nullif(region, '')), product_id, load_id, row_number from price
    union all select 'promotion', chain_id, promotion_id, product_id, load_id, row_number from promotion
),
-- Who names which chain, likewise.
named_chain as (
    select 'store' as named_in, chain_id, store_id as subject, load_id, row_number from store
    union all select 'chain_item', chain_id, item_number, load_id, row_number from item
    union all select 'price', chain_id, concat_ws(' ', product_id, nullif(region, '')), load_id, row_number from price
    union all select 'contract', chain_id, contract_id, load_id, row_number from contract
)
select 'shared_barcode' as kind, 'product' as named_in, '' as chain_id, one.product_id as subject, one.barcode as found,
    other.product_id as other,
    one.load_id, one.row_number
from barcode as one join barcode as other on other.barcode = one.barcode and other.product_id < one.product_id
union all
select 'unknown_product', named_in, chain_id, subject, product_id, null, load_id, row_number
from named_product where not exists (select from product where product.product_id = named_product.product_id)
union all
select 'unknown_chain', named_in, chain_id, subject, chain_id, null, load_id, row_number
from named_chain where not exists (select from core.chain where chain.chain_id = named_chain.chain_id)
union all
select 'price_of_nought', 'promotion', chain_id, concat_ws(' ', promotion_id, product_id), supply_price::text, null, load_id, row_number
from promotion where supply_price = 0
union all
select 'overlapping_period', named_in, chain_id, subject, to_char(valid_from, 'YYYY-MM-DD'),
    case when earlier_to = 'infinity' then 'open' else to_char(earlier_to, 'YYYY-MM-DD') end, load_id, row_number
from following where earlier_to >= valid_from;

comment on view mart.master_data_finding is
    'One row: one thing in the company''s master data that cannot be right, or leaves open which of two holds';
comment on column mart.master_data_finding.kind is
    'shared_barcode: two products have one barcode, so rows that name it find none; unknown_product, unknown_chain: what is named does '
    'not exist; price_of_nought; overlapping_period: begins before an earlier one ends';
comment on column mart.master_data_finding.named_in is 'Table of master data: product, chain_item, store, price, promotion, contract';
comment on column mart.master_data_finding.chain_id is 'Chain; empty for what belongs to none';
comment on column mart.master_data_finding.subject is
    'What it is about: product, item number, store, product with region, promotion, contract, or account (empty: all)';
comment on column mart.master_data_finding.found is
    'The barcode, product, chain or price; for overlapping periods the first day of the later one';
comment on column mart.master_data_finding.other is
    'The other product; for overlapping periods the last day of the earlier one, open where it has none; empty otherwise';
comment on column mart.master_data_finding.load_id is 'Load of the row';
comment on column mart.master_data_finding.row_number is 'Row of it in its file';
