-- Delivery and return lines of one file, resolved against master data: one row per staged row; problem names the rule that keeps it out.
-- Parameters: @load, @chain.
select s.row_number,
       @chain as chain_id, s.delivery_number, s.store_id, s.order_number, coalesce(i.product_id, b.product_id) as product_id, s.is_free,
       s.kind,
       a.account_id,
       s.shipped_on, s.received_on,
       (coalesce(s.shipped_units, s.received_units, 0) + coalesce(s.shipped_cases, s.received_cases, 0) * pack.size)
           as shipped_quantity,
       (coalesce(s.received_units, 0) + coalesce(s.received_cases, 0) * pack.size) as received_quantity,
       pack.size as pack_size,
       case
           when i.product_id is null and b.product_id is null
               then case when b.barcode is null then 'unknown_product' else 'shared_barcode' end
           when st.store_id is null then 'unknown_store'
           when a.account_id is null then 'unknown_account'
           when s.shipped_cases <> trunc(s.shipped_cases) or s.received_cases <> trunc(s.received_cases) then 'non_integer_cases'
           when pack.size is null and (s.shipped_cases is not null or s.received_cases is not null) then 'pack_size_missing'
       end as problem,
       coalesce(s.item_number, s.barcode) as found_item, s.store_id as found_store, s.supplier_code as found_account,
       coalesce(s.received_cases, s.shipped_cases) as found_cases
from staging.delivery_line s
left join lookup_item i on i.item_number = s.item_number
left join lookup_barcode b on i.item_number is null and b.barcode = s.barcode
left join lookup_product p on p.product_id = coalesce(i.product_id, b.product_id) and s.received_on between p.date_from and p.date_to
left join lookup_store st on st.store_id = s.store_id and s.received_on between st.date_from and st.date_to
left join lookup_account a on a.store_id = s.store_id and s.received_on between a.date_from and a.date_to
    and a.supplier_code = coalesce(s.supplier_code, '')
cross join lateral (select coalesce(nullif(s.row_pack_size, 0), nullif(i.pack_size, 0), p.pack_size) as size) pack
where s.load_id = @load
