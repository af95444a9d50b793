-- What each column means, for those whose name does not say it all; catalogue tests want every column of core explained.
comment on column core.calendar_day.day is 'Calendar day';
comment on column core.calendar_day.is_working_day is 'Whether offices and chains work on it, swapped days (调休) included';
comment on column core.calendar_day.note is 'Name of the holiday or of the swap';
comment on column core.chain.chain_id is 'Short name of the chain, as in config/chains';
comment on column core.chain.name is 'Name in Chinese';
comment on column core.chain.name_en is 'Name in English';
comment on column core.settlement_account.chain_id is 'Chain';
comment on column core.settlement_account.account_id is 'Our short name of the account';
comment on column core.settlement_account.supplier_code is 'Account number (供应商编码) that the chain prints';
comment on column core.tolerance.chain_id is 'Chain';
comment on column core.tolerance.measure is 'quantity, unit_price, line_amount or order_total';
comment on column core.tolerance.valid_from is 'First day on which it holds';
comment on column core.tolerance.valid_to is 'Last day on which it holds';
comment on column core.tolerance.lower_absolute is 'How far theirs may be below ours: sales units or RMB';
comment on column core.tolerance.upper_absolute is 'How far theirs may be above ours: sales units or RMB';
comment on column core.tolerance.lower_pct is 'How far theirs may be below ours, per cent of ours';
comment on column core.tolerance.upper_pct is 'How far theirs may be above ours, per cent of ours';
comment on column core.product.product_id is 'Our product number';
comment on column core.product.valid_from is 'First day on which the row holds';
comment on column core.product.valid_to is 'Last day on which the row holds';
comment on column core.product.name is 'Name in Chinese';
comment on column core.product.name_en is 'Name in English';
comment on column core.product.category is 'Category, as the company groups its range';
comment on column core.product.unit_volume_ml is 'Volume of a sales unit, millilitres';
comment on column core.product.unit_barcode is 'EAN of the sales unit (单包码)';
comment on column core.product.case_barcode is 'EAN of the case (整箱码)';
comment on column core.product.launched_on is 'Start date of a new product (M6.1.5)';
comment on column core.chain_item.chain_id is 'Chain';
comment on column core.chain_item.item_number is 'The chain''s own number';
comment on column core.chain_item.product_id is 'Our product';
comment on column core.chain_item.listed_on is 'Day it was opened at the chain';
comment on column core.chain_item.delisted_on is 'Day it was delisted';
comment on column core.store.chain_id is 'Chain';
comment on column core.store.store_id is 'The chain''s number of the store';
comment on column core.store.valid_from is 'First day on which the row holds';
comment on column core.store.valid_to is 'Last day on which the row holds';
comment on column core.store.name is 'Name of the store';
comment on column core.store.region is 'Sales region';
comment on column core.store.city is 'City';
comment on column core.store.area_m2 is 'Sales area, square metres';
comment on column core.store.checkouts is 'Number of checkouts';
comment on column core.store.delivery_mode is 'direct (直送) or warehouse (大仓)';
comment on column core.store.warehouse is 'Warehouse of the chain that supplies it';
comment on column core.person.person_id is 'Our short name of the person';
comment on column core.person.name is 'Name';
comment on column core.person.email is 'Where mail goes';
comment on column core.person.language is 'Language of mail: zh-CN or en';
comment on column core.responsibility.person_id is 'Person';
comment on column core.responsibility.role is 'Role, as domain.md lists them';
comment on column core.responsibility.chain_id is 'Chain, or empty for all';
comment on column core.responsibility.region is 'Region, or empty for all';
comment on column core.responsibility.city is 'City, or empty for all';
comment on column core.responsibility.store_id is 'Store, or empty for all';
comment on column core.responsibility.valid_from is 'First day on which it holds';
comment on column core.responsibility.valid_to is 'Last day on which it holds';
comment on column core.price.chain_id is 'Chain';
comment on column core.price.region is 'Region, or empty for the whole chain';
comment on column core.price.product_id is 'Our product';
comment on column core.price.valid_from is 'First order date for which it holds';
comment on column core.price.valid_to is 'Last order date for which it holds';
comment on column core.price.unit_price is 'RMB per sales unit, in basis';
comment on column core.price.basis is 'including or excluding VAT';
comment on column core.promotion.chain_id is 'Chain';
comment on column core.promotion.promotion_id is 'Promotion';
comment on column core.promotion.product_id is 'Our product';
comment on column core.promotion.kind is 'poster or in_store';
comment on column core.promotion.purchase_from is 'First order date of the purchase window (采购期)';
comment on column core.promotion.purchase_to is 'Last order date of the purchase window';
comment on column core.promotion.retail_from is 'First day of the promotion in stores';
comment on column core.promotion.retail_to is 'Last day of the promotion in stores';
comment on column core.promotion.supply_price is 'RMB per sales unit, in basis';
comment on column core.promotion.basis is 'including or excluding VAT';
comment on column core.promotion.retail_price is 'Promotional shelf price, RMB per unit including VAT';
comment on column core.promotion.filed_on is 'Day it was filed (M6.2.2)';
comment on column core.promotion.reported_on is 'Day its result was reported (M6.2.6)';
comment on column core.document.chain_id is 'Chain';
comment on column core.document.kind is 'order, delivery or statement';
comment on column core.document.number is 'Number the chain gave it';
comment on column core.document.store_id is 'Store, where the number is unique only with it; else empty';
comment on column core.document.partition_month is 'First day of the month whose partition holds its lines';
comment on column core.document_version.chain_id is 'Chain';
comment on column core.document_version.kind is 'order, delivery or statement';
comment on column core.document_version.number is 'Number the chain gave it';
comment on column core.document_version.store_id is 'Store, where the number is unique only with it; else empty';
comment on column core.document_version.load_id is 'Load whose file held it';
comment on column core.order_line.chain_id is 'Chain';
comment on column core.order_line.partition_month is 'First day of the month of its partition, fixed by core.document';
comment on column core.order_line.order_number is 'Order';
comment on column core.order_line.store_id is 'Store that ordered';
comment on column core.order_line.product_id is 'Our product';
comment on column core.order_line.is_free is 'Free goods';
comment on column core.order_line.account_id is 'Settlement account';
comment on column core.order_line.origin is 'electronic (电脑订单) or manual (手工订单)';
comment on column core.order_line.ordered_on is 'Date of the order';
comment on column core.order_line.requested_on is 'Date the delivery was asked for';
comment on column core.order_line.pack_size is 'Units per case that the row itself states';
comment on column core.order_line.printed_basis is 'including or excluding VAT';
comment on column core.order_line.load_id is 'Load of the file it came from';
comment on column core.order_line.more_rows is 'Further rows of the file that added up to this line';
comment on column core.delivery_line.chain_id is 'Chain';
comment on column core.delivery_line.partition_month is 'First day of the month of its partition, fixed by core.document';
comment on column core.delivery_line.delivery_number is 'Delivery or return note';
comment on column core.delivery_line.store_id is 'Store that signed';
comment on column core.delivery_line.product_id is 'Our product';
comment on column core.delivery_line.is_free is 'Free goods';
comment on column core.delivery_line.kind is 'delivery or return';
comment on column core.delivery_line.account_id is 'Settlement account';
comment on column core.delivery_line.shipped_on is 'Date it left';
comment on column core.delivery_line.shipped_quantity is 'Sales units shipped';
comment on column core.delivery_line.received_quantity is 'Sales units the store signed for';
comment on column core.delivery_line.pack_size is 'Units per case that the row itself states';
comment on column core.delivery_line.more_rows is 'Further rows of the file that added up to this line';
comment on column core.delivery_line.load_id is 'Load of the file it came from';
comment on column core.delivery_line.row_number is 'Row of the file, from 1 as a person counts it';
comment on column core.statement.chain_id is 'Chain';
comment on column core.statement.statement_number is 'Number of the statement';
comment on column core.statement.account_id is 'Settlement account';
comment on column core.statement.period_from is 'First day of its period';
comment on column core.statement.period_to is 'Last day of its period';
comment on column core.statement.stated_on is 'Date it bears';
comment on column core.statement.load_id is 'Load of the file it came from';
comment on column core.statement.row_number is 'Row of the file, from 1 as a person counts it';
comment on column core.statement_line.chain_id is 'Chain';
comment on column core.statement_line.partition_month is 'First day of the month of its partition, fixed by core.document';
comment on column core.statement_line.statement_number is 'Statement';
comment on column core.statement_line.line_number is 'Line within the statement, in file order';
comment on column core.statement_line.kind is 'goods, return or deduction';
comment on column core.statement_line.delivery_number is 'Delivery or return note it names; empty where none';
comment on column core.statement_line.order_number is 'Order it names; empty where none';
comment on column core.statement_line.store_id is 'Store it names; empty where none';
comment on column core.statement_line.product_id is 'Our product; empty on receipt-level lines and deductions';
comment on column core.statement_line.is_free is 'Free goods';
comment on column core.statement_line.vat_rate is 'VAT rate it states, as a fraction';
comment on column core.statement_line.fee_text is 'Deductions: the fee as the statement names it';
comment on column core.statement_line.invoice_number is 'Deductions: number of the invoice for the fee';
comment on column core.item_status.chain_id is 'Chain';
comment on column core.item_status.store_id is 'Store';
comment on column core.item_status.product_id is 'Our product';
comment on column core.penalty_rule.title is 'What it is for, in Chinese';
comment on column core.penalty_rule.title_en is 'The same in English';
comment on column core.penalty_rule.clause is 'Clause of the manual that states it';
comment on column core.penalty_share.rule_id is 'Rule of core.penalty_rule';
comment on column core.penalty_share.role is 'Role that bears it';

-- The columns that every fact and master table shares.
do $$
declare
    named record;
begin
    for named in
        select a.attrelid::regclass as place, a.attname, d.meaning
        from pg_attribute a
        join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p') and not c.relispartition
        join (values
            ('arrived_at', 'When the file arrived at the portal; -infinity for what stood before records were kept'),
            ('recorded_at', 'When this version was recorded here'),
            ('superseded_at', 'Arrival of the version that replaced it; infinity while it is in force'),
            ('superseded_recorded_at', 'When that version was recorded here; infinity while it is in force'),
            ('superseded_by', 'Load whose file brought the version that replaced it; empty while it is in force'),
            ('load_id', 'Load of the file it came from'),
            ('row_number', 'Row of the file, from 1 as a person counts it')) d (name, meaning) on d.name = a.attname
        where c.relnamespace = 'core'::regnamespace and col_description(a.attrelid, a.attnum) is null
    loop
        execute format('comment on column %s.%I is %L', named.place, named.attname, named.meaning);
    end loop;
end
$$;
