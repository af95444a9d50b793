-- Statement lines of one file, resolved against master data: one row per staged row; problem names the rule that keeps it out.
-- The product may be missing (receipt number and amount only, or a fee); one that is named must be known. Its month is its statement's.
-- Parameters: @load, @chain, @per_store (whether order and delivery-note numbers are unique only with the store).
select s.row_number,
       @chain as chain_id, s.statement_number, s.line_number,
       s.kind, s.delivery_number, s.order_number, s.store_id, coalesce(i.product_id, b.product_id) as product_id, s.is_free,
       coalesce(s.units + coalesce(s.cases * pack.size, 0), s.cases * pack.size) as quantity,
       coalesce(s.unit_price, s.case_price / pack.size) as unit_price,
       s.vat_rate as vat_rate,
       -- Without VAT as stated, and the tax that the file states, else by the rate.
       coalesce(s.amount, s.net_amount + coalesce(s.tax_amount, round(s.net_amount * s.vat_rate, 2))) as amount,
       s.fee_text, s.deduction_mode, s.invoice_number,
       case
           when coalesce(s.item_number, s.barcode) is not null and i.product_id is null and b.product_id is null
               then case when b.barcode is null then 'unknown_product' else 'shared_barcode' end
           when s.store_id <> '' and st.store_id is null then 'unknown_store'
           -- A number that several stores use says nothing without the store.
           when @per_store and s.store_id = '' and s.kind <> 'deduction' and (s.delivery_number <> '' or s.order_number <> '')
               then 'unknown_store'
           when d.number is null
                and not exists (select from staging.statement h where h.load_id = @load and h.statement_number = s.statement_number)
               then 'unknown_statement'
           when s.amount is null and coalesce(s.tax_amount, s.vat_rate) is null then 'tax_missing'
           when s.cases <> trunc(s.cases) then 'non_integer_cases'
           when pack.size is null and (s.cases is not null or s.case_price is not null and s.unit_price is null) then 'pack_size_missing'
       end as problem,
       coalesce(s.item_number, s.barcode) as found_item, s.store_id as found_store, null as found_account, s.cases as found_cases
from staging.statement_line s
left join core.document d on d.chain_id = @chain and d.kind = 'statement' and d.number = s.statement_number and d.store_id = ''
left join lookup_item i on i.item_number = s.item_number
left join lookup_barcode b on i.item_number is null and b.barcode = s.barcode
left join lookup_product p on p.product_id = coalesce(i.product_id, b.product_id)
    and d.partition_month between p.date_from and p.date_to
left join (select distinct store_id from lookup_store) st on st.store_id = s.store_id
cross join lateral (select coalesce(nullif(s.row_pack_size, 0), nullif(i.pack_size, 0), p.pack_size) as size) pack
where s.load_id = @load
