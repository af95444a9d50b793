using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace KaPipeline.Ingestion.Sources;

/// <summary>A signed-in visit to a portal: keeps its cookies, waits when it is busy, signs in again when the session has ended.</summary>
internal sealed class PortalSession : IDisposable
{
    private readonly string source;
    private readonly PortalOptions options;
    private readonly TimeProvider clock;
    private readonly HttpClient client;
    private readonly Uri home;
    private bool isSignedIn;

    public PortalSession(string source, PortalOptions options, TimeProvider clock)
    {
        (this.source, this.options, this.clock) = (source, options, clock);
        home = new Uri(options.Address.TrimEnd('/') + "/");

        // Redirects are followed by hand: one to the sign-in page means that the session has ended, one to another host is refused.
        client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer(), AutomaticDecompression = DecompressionMethods.All })
        {
            Timeout = TimeSpan.FromSeconds(options.TimeoutSeconds),
        };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("KaPipeline/0.1");
    }

    /// <summary>Gets a page or file; the caller disposes the response.</summary>
    /// <exception cref="SourceException">It cannot be had.</exception>
    public async Task<HttpResponseMessage> GetAsync(Uri address, CancellationToken ct)
    {
        for (var signIns = 0; ; signIns++)
        {
            await SignInAsync(ct);
            var response = await FollowAsync(() => new HttpRequestMessage(HttpMethod.Get, address), ct);
            if (!await IsSessionEndAsync(response, ct))
            {
                return response.IsSuccessStatusCode
                    ? response
                    : throw Refused(response, $"answered {(int)response.StatusCode} to {address.AbsolutePath}");
            }

            response.Dispose();
            isSignedIn = false;
            if (signIns == 1)
            {
                throw new SourceException($"Source {source}: the portal ends the session as soon as it is signed in, at {address.AbsolutePath}.");
            }
        }
    }

    /// <summary>An address on a page, which may be relative.</summary>
    /// <exception cref="SourceException">It leads to another host: cookies and files stay with the portal.</exception>
    public Uri Resolve(Uri page, string link)
    {
        var address = new Uri(page, link);
        return address.Host == home.Host && address.Port == home.Port && address.Scheme == home.Scheme
            ? address
            : throw new SourceException($"Source {source}: a link leads away from the portal, to {address.Host}; it is not followed.") { IsPermanent = true };
    }

    /// <summary>An address below the portal's.</summary>
    public Uri At(string path) => new(home, path.TrimStart('/'));

    public void Dispose() => client.Dispose();

    private async Task SignInAsync(CancellationToken ct)
    {
        if (isSignedIn || options.SignIn is null)
        {
            return;
        }

        var page = At(options.SignIn);
        using var shown = await FollowAsync(() => new HttpRequestMessage(HttpMethod.Get, page), ct);
        var document = await new HtmlParser().ParseDocumentAsync(await shown.Content.ReadAsStringAsync(ct), ct);
        if (!shown.IsSuccessStatusCode || document.QuerySelector(options.Form) is not IHtmlFormElement form)
        {
            throw new SourceException($"Source {source}: {page.AbsolutePath} answered {(int)shown.StatusCode} without the form {options.Form}.");
        }

        var fields = form.QuerySelectorAll("input[name]").OfType<IHtmlInputElement>().Where(input => input.Type is "hidden").Select(input => KeyValuePair.Create(input.Name!, input.Value))
            .Append(KeyValuePair.Create(options.UserField, options.User))
            .Append(KeyValuePair.Create(options.PasswordField, options.Password is { } place ? Secret.Read(place) : ""))
            .ToList();
        var target = Resolve(shown.RequestMessage!.RequestUri!, form.GetAttribute("action") is { Length: > 0 } action ? action : page.ToString());
        using var answer = await FollowAsync(() => new HttpRequestMessage(HttpMethod.Post, target) { Content = new FormUrlEncodedContent(fields) }, ct);
        if (!answer.IsSuccessStatusCode || await IsSessionEndAsync(answer, ct))
        {
            throw new SourceException($"Source {source}: the portal refused the sign-in of {options.User} ({(int)answer.StatusCode}).") { IsPermanent = true };
        }

        isSignedIn = true;
    }

    // The session has ended when the portal says so, sends to the sign-in page, or shows the form where something else was asked for.
    private async Task<bool> IsSessionEndAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (options.SignIn is null)
        {
            return false;
        }

        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            || response.RequestMessage!.RequestUri!.AbsolutePath == At(options.SignIn).AbsolutePath)
        {
            return true;
        }

        if (response.Content.Headers.ContentType?.MediaType != "text/html" || response.Content.Headers.ContentDisposition is not null)
        {
            return false;
        }

        await response.Content.LoadIntoBufferAsync(ct);
        var document = await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync(ct), ct);
        return document.QuerySelector($"input[name='{options.PasswordField}']") is not null;
    }

    private async Task<HttpResponseMessage> FollowAsync(Func<HttpRequestMessage> ask, CancellationToken ct)
    {
        var response = await TryAsync(ask, ct);
        for (var hop = 0; hop < 10 && (int)response.StatusCode is 301 or 302 or 303 or 307 or 308 && response.Headers.Location is { } location; hop++)
        {
            var next = Resolve(response.RequestMessage!.RequestUri!, location.ToString());
            response.Dispose();
            response = await TryAsync(() => new HttpRequestMessage(HttpMethod.Get, next), ct);
        }

        return response;
    }

    private async Task<HttpResponseMessage> TryAsync(Func<HttpRequestMessage> ask, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var wait = TimeSpan.FromSeconds(options.FirstWaitSeconds * Math.Pow(2, attempt - 1));
            string said;
            try
            {
                using var request = ask();
                var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
                if ((int)response.StatusCode is not 429 and < 500)
                {
                    return response;
                }

                said = $"answered {(int)response.StatusCode} to {request.RequestUri!.AbsolutePath}";
                wait = RetryAfter(response) ?? wait;
                response.Dispose();
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is TaskCanceledException && !ct.IsCancellationRequested))
            {
                said = e is TaskCanceledException ? $"did not answer within {options.TimeoutSeconds} s" : e.Message;
            }

            if (attempt >= options.Tries)
            {
                throw new SourceException($"Source {source}: the portal {said}, {attempt} times.");
            }

            var longest = TimeSpan.FromSeconds(options.LongestWaitSeconds);
            wait = wait > longest ? longest : wait;
            await Task.Delay(wait * (0.8 + (Random.Shared.NextDouble() * 0.4)), clock, ct);
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > clock.GetUtcNow() => date - clock.GetUtcNow(),
        _ => null,
    };

    private SourceException Refused(HttpResponseMessage response, string said)
    {
        var status = (int)response.StatusCode;
        response.Dispose();
        return new SourceException($"Source {source}: the portal {said}.") { IsPermanent = status is >= 400 and < 500 and not 404 };
    }
}
