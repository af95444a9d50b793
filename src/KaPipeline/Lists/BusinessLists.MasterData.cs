using KaPipeline.Labels;
using KaPipeline.Workbooks;

namespace KaPipeline.Lists;

public static partial class BusinessLists
{
    private static IReadOnlyList<BusinessList> OfMasterData =>
    [
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
