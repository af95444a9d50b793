using KaPipeline.Tests.Claims;
using KaPipeline.Tests.Digests;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Ingestion.Loading;
using KaPipeline.Tests.Reconciliation;
using KaPipeline.Tests.Serve;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

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

    public IReadOnlyCollection<T> OrderTestCollections<T>(IReadOnlyCollection<T> testCollections)
        where T : ITestCollection => [.. testCollections.OrderBy(collection => Rank(collection.TestCollectionDisplayName))];

    private static int Rank(string collection) =>
        Array.FindIndex(Longest, name => collection.EndsWith(name, StringComparison.Ordinal)) is var at and >= 0 ? at : Longest.Length;
}
