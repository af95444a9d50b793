using KaPipeline.Host.Accounts;
using KaPipeline.Host.Serve;
using Microsoft.AspNetCore.Builder;

namespace KaPipeline.Tests.Serve;

public sealed class RequirePoliciesTests
{
    [Fact]
    public async Task Endpoint_that_names_no_policy_keeps_the_process_from_starting()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        app.MapGet("/with", () => "").RequireAuthorization(Policies.See);
        app.MapGet("/open", () => "").AllowAnonymous();
        ServeHost.RequirePolicies(app);

        // Signed in alone is no policy: it names nobody who may.
        app.MapGet("/forgotten", () => "").RequireAuthorization();
        app.MapPost("/bare", () => "");

        var refused = Assert.Throws<InvalidOperationException>(() => ServeHost.RequirePolicies(app));
        Assert.Contains("/forgotten", refused.Message, StringComparison.Ordinal);
        Assert.Contains("/bare", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("/with", refused.Message, StringComparison.Ordinal);
    }
}
