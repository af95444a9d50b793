using KaPipeline.Host;
using KaPipeline.Host.Serve;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Serve;

/// <summary>The demo's mails lead to where its console listens.</summary>
public sealed class ConsoleAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5099", "http://127.0.0.1:5099")]
    [InlineData("http://0.0.0.0:5099;https://ka.example.com", "http://127.0.0.1:5099")]
    [InlineData("https://ka.example.com:8443", "https://ka.example.com:8443")]
    public void Links_follow_the_address_given(string urls, string expected) =>
        Assert.Equal(expected, ServeHost.Address(new ServeOptions(RunsJobs: true, ServesWeb: true, urls),
            new KaHome(Path.GetTempPath(), Path.Combine(Repository.Root, "config"))));
}
