using KaPipeline.Host.Warehouse;
using KaPipeline.Mail;
using KaPipeline.Warehouse;

namespace KaPipeline.Host.Serve;

/// <summary>A node whose database is older than its program, and which may not migrate it: it does nothing but answer <c>/health</c>, which
/// says what is missing, until somebody has run <c>ka migrate</c>; then it continues by itself.</summary>
internal static class WaitingHost
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    /// <summary>Opens the warehouse as soon as it is at this version.</summary>
    public static async Task<WarehouseConnection> OpenAsync(ServeOptions serve, KaHome home, CancellationToken ct)
    {
        WebApplication? waiting = null;
        var says = "";
        try
        {
            while (true)
            {
                try
                {
                    return await ReadyWarehouse.OpenAsync(home, ct);
                }
                catch (OlderDatabaseException e)
                {
                    if (says != e.Message)
                    {
                        says = e.Message;
                        await Console.Error.WriteLineAsync($"ka serve 等待 waits: {says}");
                    }
                }

                if (waiting is null)
                {
                    waiting = Build(serve, home, () => says);
                    await waiting.StartAsync(ct);
                }

                await Task.Delay(Look, ct);
            }
        }
        finally
        {
            if (waiting is not null)
            {
                await waiting.DisposeAsync();
            }
        }
    }

    private static WebApplication Build(ServeOptions serve, KaHome home, Func<string> says)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var console = ServeHost.Listen(builder, serve, home);
        builder.Services.AddSingleton(MailSettings.Load(home));
        builder.Services.AddKaFrontDoor(console, ServeHost.Urls(serve, console));
        var app = builder.Build();
        app.UseKaFrontDoor(console, ServeHost.Urls(serve, console));
        app.Run(context =>
        {
            if (context.Request.Path == "/health/live")
            {
                return context.Response.WriteAsync("Healthy");
            }

            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return context.Response.WriteAsJsonAsync(new
            {
                status = "Unhealthy",
                checks = new Dictionary<string, string> { ["schema"] = "Unhealthy" },
                says = new Dictionary<string, string> { ["schema"] = says() },
            });
        });
        return app;
    }
}
