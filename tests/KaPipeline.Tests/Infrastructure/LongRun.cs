namespace KaPipeline.Tests.Infrastructure;

/// <summary><c>./ka test --long</c>: proofs that run whole instead of a seeded sample.</summary>
internal static class LongRun
{
    /// <summary>Whether the whole is wanted.</summary>
    public static bool IsOn { get; } = Environment.GetEnvironmentVariable("KA_TEST_LONG") == "1";

    /// <summary>All of them in a long run, else some, the same each time.</summary>
    public static List<T> Some<T>(IReadOnlyCollection<T> all, int count, int seed = 20260601)
    {
        var random = new Random(seed);
        return [.. all.OrderBy(_ => random.Next()).Take(IsOn ? all.Count : count)];
    }
}
