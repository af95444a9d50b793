using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace KaPipeline.Tests.Infrastructure;

/// <summary>A real OAuth 2 token endpoint on loopback that gives out the tokens it is told to.</summary>
internal sealed class TokenEndpoint : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly Task answering;

    public TokenEndpoint(int port)
    {
        Address = $"http://127.0.0.1:{port}/token/";
        listener.Prefixes.Add(Address);
        listener.Start();
        answering = AnswerAsync();
    }

    public string Address { get; }

    /// <summary>Status and JSON to a request, by its number from 1.</summary>
    public Func<int, (int Status, string Json)> Answer { get; set; } = number =>
        (200, $$"""{ "access_token": "token{{number}}", "expires_in": 3600 }""");

    /// <summary>The forms that were posted, decoded.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await answering.ContinueWith(_ => { }, TaskScheduler.Default);
        ((IDisposable)listener).Dispose();
    }

    private async Task AnswerAsync()
    {
        while (listener.IsListening)
        {
            var context = await listener.GetContextAsync();
            using var reader = new StreamReader(context.Request.InputStream);
            Asked.Enqueue(WebUtility.UrlDecode(await reader.ReadToEndAsync()));
            var (status, json) = Answer(Asked.Count);
            context.Response.StatusCode = status;
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(json));
            context.Response.Close();
        }
    }
}
