-- Order lines of one file, resolved against master data: one row per staged row; problem names the rule that keeps it out.
-- Parameters: @load, @chain, @basis (whether the report's prices include VAT).
select s.row_number,
       @chain as chain_id, s.order_number, s.store_id, coalesce(i.product_id, b.product_id) as product_id, s.is_free,
       a.account_id,
       coalesce(s.origin, 'electronic') as origin,
       s.ordered_on, s.requested_on,
       case when s.cases is null then coalesce(s.units, 0) else coalesce(s.units, 0) + s.cases * pack.size end as ordered_quantity,
       pack.size as pack_size,
       coalesce(s.unit_price, s.case_price / pack.size) as printed_price,
       @basis as printed_basis,
       false as is_cancelled,
       case
           when i.product_id is null and b.product_id is null
               then case when b.barcode is null then 'unknown_product' else 'shared_barcode' end
           when st.store_id is null then 'unknown_store'
           when a.account_id is null then 'unknown_account'
           when s.cases <> trunc(s.cases) then 'non_integer_cases'
           when pack.size is null and (s.cases is not null or s.case_price is not null and s.unit_price is null) then 'pack_size_missing'
       end as problem,
       coalesce(s.item_number, s.barcode) as found_item, s.store_id as found_store, s.supplier_code as found_account, s.cases as found_cases
from staging.order_line s
left join lookup_item i on i.item_number = s.item_number
left join lookup_barcode b on i.item_number is null and b.barcode = s.barcode
left join lookup_product p on p.product_id = coalesce(i.product_id, b.product_id) and s.ordered_on between p.date_from and p.date_to
left join lookup_store st on st.store_id = s.store_id and s.ordered_on between st.date_from and st.date_to
left join lookup_account a on a.store_id = s.store_id and s.ordered_on between a.date_from and a.date_to
    and a.supplier_code = coalesce(s.supplier_code, '')
cross join lateral (select coalesce(nullif(s.row_pack_size, 0), nullif(i.pack_size, 0), p.pack_size) as size) pack
where s.load_id = @load
