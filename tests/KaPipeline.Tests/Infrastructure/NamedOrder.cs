using System.Security.Cryptography;
using System.Text;
using KaPipeline.Tests.Infrastructure;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestClassOrderer(typeof(NamedOrder))]
[assembly: TestMethodOrderer(typeof(NamedOrder))]
[assembly: TestCaseOrderer(typeof(NamedOrder))]

namespace KaPipeline.Tests.Infrastructure;

/// <summary>
/// Within a collection tests run by name. xUnit's own order hangs on the folder the assembly lies in, so that a test which trips over what
/// another left passes in one clone and fails in the next. The long run draws the order, which finds such tests.
/// </summary>
public sealed class NamedOrder : ITestClassOrderer, ITestMethodOrderer, ITestCaseOrderer
{
    public IReadOnlyCollection<T?> OrderTestClasses<T>(IReadOnlyCollection<T?> testClasses)
        where T : ITestClass => [.. testClasses.OrderBy(one => Key(one?.TestClassName), StringComparer.Ordinal)];

    public IReadOnlyCollection<T?> OrderTestMethods<T>(IReadOnlyCollection<T?> testMethods)
        where T : ITestMethod => [.. testMethods.OrderBy(one => Key(one?.MethodName), StringComparer.Ordinal)];

    public IReadOnlyCollection<T> OrderTestCases<T>(IReadOnlyCollection<T> testCases)
        where T : ITestCase => [.. testCases.OrderBy(one => Key(one.TestCaseDisplayName), StringComparer.Ordinal)];

    private static string Key(string? name) => LongRun.IsOn
        ? Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{LongRun.Seed} {name}")))
        : name ?? "";
}
