namespace KaPipeline.Tests.Infrastructure;

/// <summary>The run of the tests, whose members every test knows by their bare names.</summary>
internal static class TestRun
{
    /// <summary>Signalled when somebody stops the run: what waits by it ends at once.</summary>
    public static CancellationToken Stopping => TestContext.Current.CancellationToken;
}
