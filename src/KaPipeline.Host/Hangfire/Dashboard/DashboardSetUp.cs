using Hangfire;

namespace KaPipeline.Host.Hangfire.Dashboard;

/// <summary>Hangfire's dashboard at <c>/hangfire</c>, on every node that serves web.</summary>
public static class DashboardSetUp
{
    /// <summary>Maps it behind a policy of the console, for reading alone.</summary>
    /// <param name="seePolicy">Policy for looking.</param>
    public static void MapKaDashboard(this IEndpointRouteBuilder routes, string seePolicy)
    {
        var dashboard = routes.MapHangfireDashboardWithAuthorizationPolicy(seePolicy, "/hangfire", new DashboardOptions
        {
            DashboardTitle = "KaPipeline",
            AppPath = "/",
            DisplayStorageConnectionString = false,
            IsReadOnlyFunc = _ => true,
        });
        // The dashboard's pages carry inline styles, which the console's own policy forbids.
        dashboard.Add(endpoint =>
        {
            var pages = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context =>
            {
                context.Response.Headers.ContentSecurityPolicy =
                    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";
                return pages(context);
            };
        });
    }
}
