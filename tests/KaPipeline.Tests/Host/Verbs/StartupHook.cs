using KaPipeline.Tests.Host.Verbs;

/// <summary>What the runtime calls in a process of <c>ka</c> before its own program, where <c>DOTNET_STARTUP_HOOKS</c> names the tests; it
/// looks for this class outside of all namespaces.</summary>
#pragma warning disable CA1050
internal static class StartupHook
{
    public static void Initialize() => KaWorker.Work();
}
