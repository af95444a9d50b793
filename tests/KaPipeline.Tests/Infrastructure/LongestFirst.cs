using KaPipeline.Tests.Browser;
using KaPipeline.Tests.Claims;
using KaPipeline.Tests.Digests;
using KaPipeline.Tests.Host.Verbs;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Ingestion;
using KaPipeline.Tests.Ingestion.Loading;
using KaPipeline.Tests.Ingestion.Sources;
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
            typeof(ScopeTests), typeof(OperatorWorld), typeof(DashboardWorld), typeof(TwoNodesTests), typeof(LeastRightsTests),
                typeof(WritersTests), typeof(HeadlineFiguresTests), typeof(SampleMonthWorkbooksTests), typeof(EveryScopeTests),
            typeof(IngestTests), typeof(EvidencePackTests), typeof(MaterialisedAfterLoadsTests), typeof(MaterialisedSettlementTests),
                typeof(BombTests),
        }.Select(type => type.Name),
    ];

    public IReadOnlyCollection<T> OrderTestCollections<T>(IReadOnlyCollection<T> testCollections)
        where T : ITestCollection => [.. testCollections.OrderBy(collection => Rank(collection.TestCollectionDisplayName))];

    /// <summary>Whether a collection is that of a class, or of what several classes share.</summary>
    internal static bool IsOf(string collection, string name) => collection.Split(' ', '.').Contains(name);

    private static int Rank(string collection) =>
        Array.FindIndex(Longest, name => IsOf(collection, name)) is var at and >= 0 ? at : Longest.Length;
}
