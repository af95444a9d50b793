using KaPipeline.Tests.Claims;
using KaPipeline.Tests.Digests;
using KaPipeline.Tests.Ingestion.Loading;
using KaPipeline.Tests.Reconciliation;
using KaPipeline.Tests.Serve;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("KaPipeline.Tests.Infrastructure.LongestFirst", "KaPipeline.Tests")]

namespace KaPipeline.Tests.Infrastructure;

/// <summary>Classes that take minutes begin first, so that none of them runs alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
    [
        .. new[]
        {
            typeof(ScopeTests), typeof(TwoNodesTests), typeof(EvidencePackTests), typeof(HeadlineFiguresTests),
                typeof(SampleMonthWorkbooksTests),
            typeof(MaterialisedAfterLoadsTests), typeof(IngestTests), typeof(MaterialisedSettlementTests),
        }.Select(type => type.FullName!),
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection =>
        Array.FindIndex(Longest, name => collection.DisplayName.EndsWith(name, StringComparison.Ordinal)) is var at and >= 0 ? at
        : Longest.Length);
}
