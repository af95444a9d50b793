namespace KaPipeline.Tests.Infrastructure;

public sealed class LongestFirstTests
{
    [Fact]
    public void A_collection_is_known_by_what_the_runner_calls_it()
    {
        var called = TestContext.Current.TestCollection!.TestCollectionDisplayName;

        Assert.True(LongestFirst.IsOf(called, nameof(LongestFirstTests)), called);
        Assert.False(LongestFirst.IsOf(called, nameof(LongestFirst)), called);
    }
}
