using System.Globalization;

namespace KaPipeline.Tests.Infrastructure;

/// <summary><c>./ka test --long</c>: proofs that run whole instead of a seeded sample.</summary>
internal static class LongRun
{
    /// <summary>Whether the whole is wanted.</summary>
    public static bool IsOn { get; } = Environment.GetEnvironmentVariable("KA_TEST_LONG") == "1";

    /// <summary>What samples that differ from run to run are drawn by: <c>./ka test</c> draws and prints it, <c>KA_TEST_SEED</c> gives
    /// it.</summary>
    public static int Seed { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("KA_TEST_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : 20260601;

    /// <summary>All of them in a long run, else some, the same each time.</summary>
    public static List<T> Some<T>(IReadOnlyCollection<T> all, int count, int seed = 20260601)
    {
        var random = new Random(seed);
        return [.. all.OrderBy(_ => random.Next()).Take(IsOn ? all.Count : count)];
    }

    /// <summary>All of them in a long run, else some that differ from run to run, by <see cref="Seed"/>.</summary>
    public static List<T> Drawn<T>(IEnumerable<T> all, int count) => Some([.. all], count, Seed);
}
