namespace KaPipeline.Ingestion.Profiles;

public sealed partial record StagingTable
{
    // In the column order of the staging tables; a test compares the two.
    private static IEnumerable<StagingTable> Facts() =>
    [
        new("order_line",
        [
            Code("order_number", true), Code("store_id", true), Code("item_number"), Code("barcode"), Code("supplier_code"),
            OneOf("origin", "electronic", "electronic", "manual"), Date("ordered_on", true), Date("requested_on", true),
            NotNegative(Number("units")), NotNegative(Number("cases")), NotNegative(Whole("row_pack_size")),
            NotNegative(Number("unit_price")), NotNegative(Number("case_price")), new("is_free", FieldKind.Flag, false, "false"),
        ], ["item_number", "barcode"], ["units", "cases"]),

        new("delivery_line",
        [
            Code("delivery_number", true), Code("store_id", true), Code("order_number", false, ""), Code("item_number"), Code("barcode"),
            Code("supplier_code"), OneOf("kind", "delivery", "delivery", "return"), Date("shipped_on"), Date("received_on", true),
            NotNegative(Number("shipped_units")), NotNegative(Number("shipped_cases")), NotNegative(Number("received_units")),
            NotNegative(Number("received_cases")), NotNegative(Whole("row_pack_size")), new("is_free", FieldKind.Flag, false, "false"),
        ], ["item_number", "barcode"], ["received_units", "received_cases"]),

        new("statement",
        [
            Code("statement_number", true), Code("supplier_code", true), Code("settlement_unit", false, ""), Date("period_from", true),
            Date("period_to", true), Date("stated_on"), Number("stated_payable", true), Number("stated_invoiceable"),
        ]),

        new("statement_line",
        [
            Code("statement_number", true), Whole("line_number") with { IsRequiredWhereMapped = true },
                OneOf("kind", null, "goods", "return", "deduction"),
            Code("delivery_number", false, ""), Code("order_number", false, ""), Code("store_id", false, ""), Code("item_number"),
            Code("barcode"),
            Number("units"), Number("cases"), NotNegative(Whole("row_pack_size")), NotNegative(Number("unit_price")),
            NotNegative(Number("case_price")), NotNegative(Number("vat_rate")), Number("amount"), Text("fee_text"),
            new("deduction_mode", FieldKind.Code, false, null, "on_account", "on_invoice", "paid_apart"), Code("invoice_number"),
            new("is_free", FieldKind.Flag, false, "false"), Number("net_amount"), Number("tax_amount"),
        ], ["amount", "net_amount"]),
    ];
}
