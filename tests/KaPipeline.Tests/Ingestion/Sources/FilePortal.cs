using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KaPipeline.Tests.Ingestion.Sources;

/// <summary>A portal that lists the files of a folder by name and length, and hands out what lies there.</summary>
internal sealed class FilePortal : IAsyncDisposable
{
    private readonly WebApplication app;

    private FilePortal(WebApplication app) => this.app = app;

    public string Address => app.Urls.First();

    public static async Task<FilePortal> StartAsync(string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.MapGet("/list", () => Results.Content(
            string.Concat(new DirectoryInfo(folder).GetFiles().Select(file => string.Create(CultureInfo.InvariantCulture,
                $"<tr><td><a href='/file/{Uri.EscapeDataString(file.Name)}'>get</a><td>{file.Length}</tr>"))).Insert(0, "<table>"),
            "text/html; charset=utf-8"));
        app.MapGet("/file/{name}", (string name) =>
            Results.Bytes(File.ReadAllBytes(Path.Combine(folder, name)), "application/octet-stream"));
        await app.StartAsync();
        return new FilePortal(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
