namespace KaPipeline.Ingestion.Profiles;

public sealed partial record StagingTable
{
    // Small feeds carry their chain where the file is the company's own; a chain's profile knows its chain.
    private static IEnumerable<StagingTable> Feeds() =>
    [
        new("product",
        [
            Code("product_id", true), Date("valid_from", true), Date("valid_to"), Text("name", true), Text("name_en"),
                Text("category", true),
            OneOf("assortment", "other", "core", "children", "new", "region", "other"), Whole("pack_size", true), Whole("unit_volume_ml"),
            Code("unit_barcode"), Code("case_barcode"), Number("vat_rate", true), Date("launched_on"),
            Whole("shelf_life_days"), Text("category_en"),
        ]),
        new("chain_item",
        [
            Code("chain_id"), Code("item_number", true), Code("product_id", true), Whole("pack_size"), Date("listed_on"),
                Date("delisted_on"),
        ]),
        new("store",
        [
            Code("chain_id"), Code("store_id", true), Date("valid_from", true), Date("valid_to"), Text("name", true), Text("region", true),
            Text("city", true), Whole("area_m2"), Whole("checkouts"), Code("store_format"),
            OneOf("delivery_mode", null, "direct", "warehouse"),
            Text("dealer"), Text("warehouse"), Text("name_en"), Text("region_en"), Text("city_en"),
            Text("warehouse_en"),
        ]),
        new("person", [Code("person_id", true), Text("name", true), Text("email", true), Code("language", false, "zh-CN"), Text("name_en")]),
        new("responsibility",
        [
            Code("person_id", true), Code("role", true), Code("chain_id"), Text("region"), Text("city"), Code("store_id"), Text("subject"),
            Date("valid_from", true), Date("valid_to"),
        ]),
        new("price",
        [
            Code("chain_id"), Text("region"), Code("product_id", true), Date("valid_from", true), Date("valid_to"),
            NotNegative(Number("unit_price", true)), OneOf("basis", "excluding", "including", "excluding"),
        ]),
        new("promotion",
        [
            Code("chain_id"), Code("promotion_id", true), Code("product_id", true), OneOf("kind", "in_store", "poster", "in_store"),
            Date("purchase_from", true), Date("purchase_to", true), Date("retail_from", true), Date("retail_to", true),
            NotNegative(Number("supply_price", true)), OneOf("basis", "excluding", "including", "excluding"), Number("retail_price"),
            Date("filed_on"), Date("reported_on"),
        ]),
        new("contract",
        [
            Code("chain_id"), Code("contract_id", true), Code("account_id"), Whole("contract_year", true), Text("contract_type"),
                Date("signed_on"), Date("valid_from", true),
            Date("valid_to", true), Text("settlement_mode"), Whole("term_days"), Text("payment_days"), Whole("reconciliation_day"),
            Whole("invoice_day"),
            Whole("dispute_days"),
        ]),
        new("contract_term",
        [
            Code("chain_id"), Code("contract_id", true), Code("term_id", true), Text("clause", true), Code("fee_code", true),
                Text("labels"),
            Code("kind", true), Code("deduction_mode"), Code("base"), OneOf("basis", "including", "including", "excluding"),
            NotNegative(Number("pct")), NotNegative(Number("amount")), Code("per"),
            Whole("times"), Date("valid_from"), Date("valid_to"), NotNegative(Number("cap_amount")), Code("cap_per"),
            new("needs_invoice", FieldKind.Flag),
        ]),
        new("contract_tier",
        [
            Code("chain_id"), Code("contract_id", true), Code("term_id", true), NotNegative(Number("sales_from", true)),
                NotNegative(Number("pct", true)),
        ]),
        new("fee_text",
        [
            Code("chain_id"), Text("fee_text", true), Whole("part_number"), Code("fee_code", true), Number("share_pct"), Date("valid_from"),
                Date("valid_to"),
        ]),
        new("invoice",
        [
            Code("chain_id"), Code("invoice_number", true), Code("statement_number", true), Date("issued_on", true), Number("amount", true),
            Date("submitted_on"), Date("received_on"),
        ]),
        // A portal's own feeds name a product by the chain's number or its barcode.
        new("item_status",
        [
            Code("store_id", true), Code("item_number"), Code("barcode"), Date("stated_on", true),
                OneOf("status", null, "active", "locked", "stopped", "delisted"),
            Text("reason"),
        ], ["item_number", "barcode"]),
        new("sale",
        [
            Code("store_id", true), Code("item_number"), Code("barcode"), Date("sold_on", true), Number("quantity", true), Number("amount"),
        ], ["item_number", "barcode"]),
        new("stock",
        [
            Code("store_id", true), Code("item_number"), Code("barcode"), Date("stock_on", true), Number("quantity", true),
        ], ["item_number", "barcode"]),
        new("warehouse_shipment",
        [
            Code("chain_id"), Code("shipment_number", true), Code("store_id", true), Code("order_number"), Code("product_id"),
            Code("item_number"), Code("barcode"), Date("sent_on", true), NotNegative(Number("sent_quantity", true)),
            NotNegative(Number("arrived_quantity")),
        ], ["product_id", "item_number", "barcode"]),
        new("delivery_lot",
        [
            Code("delivery_number", true), Code("store_id", true), Code("item_number"), Code("barcode"), Code("lot"), Date("produced_on"),
            Date("received_on", true), NotNegative(Number("quantity", true)),
        ], ["item_number", "barcode"], ["lot", "produced_on"]),
        new("stock_lot",
        [
            Code("store_id", true), Code("item_number"), Code("barcode"), Code("lot"), Date("produced_on"), Date("stock_on", true),
            Number("quantity", true),
        ], ["item_number", "barcode"], ["lot", "produced_on"]),
        new("retail_price",
        [
            Code("store_id", true), Code("item_number"), Code("barcode"), Date("seen_on", true), NotNegative(Number("unit_price", true)),
        ], ["item_number", "barcode"]),
        new("retail_plan",
        [
            Code("chain_id"), Code("product_id", true), Date("valid_from", true), Date("valid_to"), NotNegative(Number("unit_price", true)),
        ]),
        new("price_floor", [Code("product_id", true), Date("valid_from", true), Date("valid_to"), NotNegative(Number("unit_price", true))]),
        new("target", [Code("chain_id"), Code("store_id"), Code("product_id"), Date("month", true), NotNegative(Number("amount", true))]),
        new("regional_assortment", [Text("region", true), Code("product_id", true), Date("valid_from", true), Date("valid_to")]),
        new("store_staff",
        [Code("chain_id"), Code("store_id", true), Date("valid_from", true), Date("valid_to"), Whole("promoters", true)]),
        new("dealer",
        [Text("dealer", true), Date("valid_from", true), Date("valid_to"), new("serves_all_channels", FieldKind.Flag, false, "false"),
            Text("name_en")]),
        new("submission",
        [
            OneOf("kind", null, "sku_ranking", "budget", "plan", "survey", "work_summary"), Date("month", true), Code("person_id", true), Date("submitted_on", true),
        ]),
        new("promotion_plan",
        [
            Code("chain_id"), Code("promotion_id", true), Text("purpose"), Text("stores"), Text("strength"),
            NotNegative(Number("goal_amount")), NotNegative(Number("budget_amount")), NotNegative(Number("our_share_pct")),
            NotNegative(Number("chain_share_pct")), NotNegative(Number("dealer_share_pct")), Date("approved_on"), Date("finance_filed_on"),
            Date("prepared_on"), Date("judged_on"), NotNegative(Number("badly_run_amount")), Text("badly_run_dealer"),
            NotNegative(Number("badly_run_dealer_amount")),
        ]),
        new("special_fee",
        [
            Code("chain_id"), Code("fee_number", true), Date("month", true), Code("promotion_id"), Text("purpose"), Date("applied_on", true),
            NotNegative(Number("applied_amount", true)), Date("approved_on"), NotNegative(Number("approved_amount")), Date("spent_on"),
            NotNegative(Number("spent_amount")), Code("invoice_number"), Date("invoiced_on"), NotNegative(Number("invoiced_amount")),
            Date("paid_on"), NotNegative(Number("paid_amount")),
        ]),
        new("improvement_plan",
        [
            OneOf("kind", null, "outlet", "item"), Code("chain_id"), Text("region"), Code("store_id"), Code("product_id"),
            Date("month", true), Text("plan_text", true), Code("owner"), Date("due_on", true), Date("done_on"), Text("result"),
        ]),
        new("store_survey",
        [
            Code("chain_id"), Code("store_id", true), Date("month", true), OneOf("kind", null, "competitor", "promotion", "own_stock", "gift"),
            Text("name", true), Code("product_id"), Code("person_id", true), NotNegative(Number("unit_price")),
            NotNegative(Number("quantity")), NotNegative(Number("sales_amount")), Text("note"),
        ]),
        new("work_summary",
        [
            Code("person_id", true), Date("month", true), Number("sales_amount"), Number("received_amount"), Text("competitors"),
            Text("summary"),
        ]),
        // A line without a product is about the store itself.
        new("inspection",
        [
            Code("chain_id"), Code("store_id", true), Date("inspected_on", true), Code("product_id"), Code("item_number"), Code("barcode"),
            Code("inspector"), Whole("faces"), Whole("depth"), NotNegative(Number("competitor_faces")), Whole("stack_cases"),
            new("stack_exception", FieldKind.Flag, false, "false"), NotNegative(Number("shelf_price")), Date("produced_on"),
            Whole("damaged_packs"), Whole("defaced_cases"), Optional("display_state", "full", "not_full", "empty"),
            Optional("display_cause", "representative", "promoter", "dealer"), Whole("promoters"),
            Optional("material_state", "good", "dirty", "out_of_date", "damaged", "unfitting"),
            Optional("gift_state", "shown", "not_shown", "not_announced"), Text("photos"),
            NotNegative(Number("display_cost")), NotNegative(Number("display_standard")),
        ]),
        new("opening_statement",
        [
            Code("chain_id", true), Code("statement_number", true), Code("account_id"), Date("period_from", true), Date("period_to", true),
            Number("goods_amount", true), Number("return_amount"), Number("net_goods_amount"), Number("net_return_amount"),
            Number("stated_payable", true), Number("stated_invoiceable"),
        ]),
        new("opening_claim",
        [
            Code("chain_id", true), Code("claim_number", true), Code("statement_number"), Code("delivery_number"), Code("order_number"),
            Code("store_id"), Code("product_id"), Text("what", true), Date("found_on", true), Date("dispute_until"),
            NotNegative(Number("amount", true)), OneOf("state", "open", "open", "sent", "agreed", "refused"),
            NotNegative(Number("agreed_amount")), Code("owner"),
        ]),
        new("opening_sale",
        [
            Code("chain_id", true), Date("month", true), Code("store_id"), Code("product_id"), Number("amount", true), Number("quantity"),
        ]),
        new("payment_line",
        [
            Code("chain_id"), Code("payment_number", true), Code("statement_number", true), Date("paid_on", true), Number("amount", true),
        ]),
    ];
}
