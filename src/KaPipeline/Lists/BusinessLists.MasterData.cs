using KaPipeline.Labels;
using KaPipeline.Workbooks;

namespace KaPipeline.Lists;

public static partial class BusinessLists
{
    private static IReadOnlyList<BusinessList> OfMasterData =>
    [
        new("item-list", "seen.item_list as figure",
            [
                Chain(), Text("region", "figure.region"), Product(), Text("item_number", "figure.item_number"),
                Codes("assortment", "figure.assortment", Label.Assortment), Text("unit_barcode", "figure.unit_barcode"),
                Text("case_barcode", "figure.case_barcode"), Count("pack_size", "figure.pack_size"),
                Price("supply_price", "figure.supply_price"), Share("vat_rate", "figure.vat_rate"),
                Yes("is_opened", "figure.is_listed"), Day("listed_on", "figure.listed_on"),
                Day("delisted_on", "figure.delisted_on"), .. Source,
            ],
            "chain_id, region, product_id")
        {
            Region = "figure.region", Kind = new("figure.assortment", Label.Assortment), Item = ["figure.product_id", "figure.item_number",
                "figure.unit_barcode", "figure.case_barcode"],
            Tick = "figure.is_listed", TickHeading = "opened_alone",
            Totals = [new("opened_count", "count(*) filter (where is_opened is not null)", ColumnKind.Count)],
            Charts = [new("opened_by_chain", "chain_id", "count(*) filter (where is_opened is not null)", ColumnKind.Count)],
            Evidence = [SourceRow],
        },
        new("data-gaps", "seen.data_gap as figure",
            [
                Codes("gap", "figure.kind", Label.DataGap), Chain("nullif(figure.chain_id, '')"), Text("region", "figure.region"), Store(),
                Product(), Text("subject", "figure.subject"),
                Text("found", "case when figure.kind <> 'unknown_outlet_class' then nullif(nullif(figure.found, 'row'), '') end"),
                new("gap_cost", "figure.kind") { Codes = Label.DataGapCost },
                Codes("owner_role", "figure.owner_role", Label.Role),
                new("mends_it", "figure.owner_person_id") { Names = NamedAs.Person }, .. Source,
            ],
            "gap, chain_id nulls first, store_id nulls first, product_id nulls first, subject, found nulls first, load_id, row_number")
        {
            Region = "figure.region", Kind = new("figure.kind", Label.DataGap),
            Charts = [new("gaps_by_kind", "gap", "count(*)", ColumnKind.Count)], Evidence = [SourceRow],
        },
        new("master-data", "seen.master_data_finding as figure",
            [
                Codes("finding", "figure.kind", Label.MasterDataFault), Codes("named_in", "figure.named_in", Label.Record),
                Chain("nullif(figure.chain_id, '')"),
                Text("subject", "figure.subject"), Text("found", "figure.found"), Text("other", "figure.other"), .. Source,
            ],
            "finding, named_in, chain_id, subject, found, other")
        {
            Kind = new("figure.kind", Label.MasterDataFault), Charts = [new("findings_by_kind", "finding", "count(*)", ColumnKind.Count)],
            Evidence = [SourceRow],
        },
    ];
}
