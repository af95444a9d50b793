namespace KaPipeline.Ingestion.Profiles;

public sealed partial record StagingTable
{
    // Small feeds carry their chain where the file is the company's own; a chain's profile knows its chain.
    private static IEnumerable<StagingTable> Feeds() =>
    [
        new("product",
        [
            Code("product_id", true), Date("valid_from", true), Date("valid_to"), Text("name", true), Text("name_en"), Text("category", true),
            OneOf("assortment", "other", "core", "children", "new", "region", "other"), Whole("pack_size", true), Whole("unit_volume_ml"),
            Code("unit_barcode"), Code("case_barcode"), Number("vat_rate", true), Date("launched_on"),
        ]),
        new("chain_item",
        [
            Code("chain_id"), Code("item_number", true), Code("product_id", true), Whole("pack_size"), Date("listed_on"), Date("delisted_on"),
        ]),
        new("store",
        [
            Code("chain_id"), Code("store_id", true), Date("valid_from", true), Date("valid_to"), Text("name", true), Text("region", true),
            Text("city", true), Whole("area_m2"), Whole("checkouts"), Code("store_format"), OneOf("delivery_mode", null, "direct", "warehouse"),
            Text("dealer"), Text("warehouse"),
        ]),
        new("person", [Code("person_id", true), Text("name", true), Text("email", true), Code("language", false, "zh-CN")]),
        new("responsibility",
        [
            Code("person_id", true), Code("role", true), Code("chain_id"), Text("region"), Text("city"), Code("store_id"),
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
    ];
}
