using System.Globalization;
using Hangfire;
using Hangfire.Dashboard;
using KaPipeline.Host.Accounts;
using KaPipeline.Host.Web;
using KaPipeline.Host.Web.Parts;

namespace KaPipeline.Host.Hangfire.Dashboard;

/// <summary>Hangfire's dashboard at <c>/hangfire</c>, on every node that serves pages, with the ledger's names, commands, metrics and
/// pages.</summary>
internal static class DashboardSetUp
{
    private const string Root = "/hangfire";
    private const string Reruns = Root + "/reruns";

    // What Hangfire keeps per process, not per site, is added once; all of it asks the request for its site's services.
    static DashboardSetUp()
    {
        var assembly = typeof(DashboardSetUp).Assembly;
        DashboardRoutes.AddStylesheet(assembly, "dashboard.css");
        DashboardRoutes.AddJavaScript(assembly, "dashboard.js");
        DashboardRoutes.Routes.AddRazorPage("/reruns", _ => new DashboardFrame<RerunForm>(
            "重跑一段日期", "Rerun a range of dates",
            new Dictionary<string, object?> { [nameof(RerunForm.Path)] = Reruns, [nameof(RerunForm.BatchPath)] = Reruns }));
        DashboardRoutes.Routes.AddRazorPage("/reruns/(?<Batch>[0-9]{1,18})", match =>
        {
            var batch = long.Parse(match.Groups["Batch"].ValueSpan, CultureInfo.InvariantCulture);
            return new DashboardFrame<BatchProgress>($"批次 {batch}", $"Batch {batch}", new Dictionary<string, object?>
            {
                [nameof(BatchProgress.BatchId)] = batch, [nameof(BatchProgress.Path)] = Reruns, [nameof(BatchProgress.FormPath)] = Reruns,
            });
        });
        NavigationMenu.Items.Add(page => new MenuItem(ConsoleLanguage.OfRequest.Say("重跑", "Reruns"), page.Url.To("/reruns"))
        {
            Active = page.RequestPath.StartsWith("/reruns", StringComparison.Ordinal),
        });
        GlobalConfiguration.Configuration
            .UseDashboardMetrics(OperationsMetrics.All)
            .UseJobDetailsRenderer(0, asked => JobNames.AttemptOf(asked.JobDetails.Job) is { } attempt
                ? DashboardSlots.Of(asked.Page.Context).Part<AttemptDetails>(new Dictionary<string, object?> { ["RunId"] = attempt.RunId })
                : new NonEscapedString(""));
    }

    /// <summary>Adds what the dashboard needs beside Hangfire itself.</summary>
    public static IServiceCollection AddKaDashboard(this IServiceCollection services) => services.AddSingleton<OperationsMetrics>();

    /// <summary>Maps the dashboard and its commands. Finance has no entry; whoever may not operate only reads.</summary>
    public static void MapKaDashboard(this IEndpointRouteBuilder routes)
    {
        routes.MapDashboardCommands();
        routes.MapRerunActions(Reruns, Reruns);
        var pages = routes.MapHangfireDashboardWithAuthorizationPolicy(Policies.Monitor, Root, new DashboardOptions
        {
            DashboardTitle = "KaPipeline",
            AppPath = "/",
            FaviconPath = AssetEndpoints.Path("icon.svg"),
            DisplayStorageConnectionString = false,
            IsReadOnlyFunc = context => !Policies.RolesOf(Policies.Operate).Any(context.GetHttpContext().User.IsInRole),
            DisplayNameFunc = (context, job) => DashboardSlots.Of(context).Name(job),
        });
        pages.Add(endpoint => endpoint.RequestDelegate = DashboardPages.Around(endpoint.RequestDelegate!));
    }
}
