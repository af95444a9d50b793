using System.Net;
using AngleSharp.Html.Dom;
using KaPipeline.Labels;

namespace KaPipeline.Ingestion.Sources;

/// <summary>A signed-in visit to a portal: keeps its cookies, waits when it is busy, signs in again when the session has ended.</summary>
internal sealed class PortalSession : IDisposable
{
    private const int LongestLink = 2000;

    private readonly string source;
    private readonly PortalOptions options;
    private readonly TimeProvider clock;
    private readonly HttpClient client;
    private readonly Uri home;
    private bool isSignedIn;

    public PortalSession(string source, PortalOptions options, TimeProvider clock)
    {
        (this.source, this.options, this.clock) = (source, options, clock);
        home = Uri.TryCreate(options.Address.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address : throw new SourceException(
            $"Source {source}: address: {options.Address} is not an address; write https://portal.example")
            { IsPermanent = true };

        // Redirects are followed by hand: one to the sign-in page means that the session has ended, one to another host is refused.
        client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, CookieContainer = new CookieContainer(),
            AutomaticDecompression = DecompressionMethods.All
        })
        {
            Timeout = TimeSpan.FromSeconds(options.TimeoutSeconds),
        };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("KaPipeline/0.1");
    }

    /// <summary>Gets a page or file; the caller disposes the answer.</summary>
    /// <exception cref="SourceException">It cannot be had.</exception>
    public async Task<PortalAnswer> GetAsync(Uri address, CancellationToken ct)
    {
        for (var signIns = 0; ; signIns++)
        {
            await SignInAsync(ct);
            var response = await FollowAsync(() => new HttpRequestMessage(HttpMethod.Get, address), ct);
            if (!await IsSessionEndAsync(response, ct))
            {
                return response.Message.IsSuccessStatusCode
                    ? response
                    : throw Refused(response, $"answered {(int)response.Message.StatusCode} to {address.AbsolutePath}");
            }

            response.Dispose();
            isSignedIn = false;
            if (signIns == 1)
            {
                throw new SourceException(
                    $"Source {source}: the portal ends the session as soon as it is signed in, at {address.AbsolutePath}.");
            }
        }
    }

    /// <summary>An address on a page, which may be relative.</summary>
    /// <exception cref="SourceException">It leads to another host: cookies and files stay with the portal.</exception>
    public Uri Resolve(Uri page, string link)
    {
        if (link.Length > LongestLink || !Uri.TryCreate(page, link, out var address))
        {
            throw new SourceException($"Source {source}: {page.AbsolutePath} has a link that is not an address: {Shown(link)}")
            {
                IsPermanent = true
            };
        }

        return address.Host == home.Host && address.Port == home.Port && address.Scheme == home.Scheme
            ? address
            : throw new SourceException(
            $"Source {source}: a link leads away from the portal, to {address.Host}; it is not followed.")
            { IsPermanent = true };
    }

    /// <summary>An address below the portal's.</summary>
    /// <exception cref="SourceException">The path makes none.</exception>
    public Uri At(string path) => Uri.TryCreate(home, path.TrimStart('/'), out var address)
        ? address : throw new SourceException($"Source {source}: {Shown(path)} is no path.") { IsPermanent = true };

    public void Dispose() => client.Dispose();

    private async Task SignInAsync(CancellationToken ct)
    {
        if (isSignedIn || options.SignIn is null)
        {
            return;
        }

        var page = At(options.SignIn);
        using var shown = await FollowAsync(() => new HttpRequestMessage(HttpMethod.Get, page), ct);
        using var document = await shown.PageAsync(ct);
        if (!shown.Message.IsSuccessStatusCode || document.QuerySelector(options.Form) is not IHtmlFormElement form)
        {
            throw new SourceException(
                $"Source {source}: {page.AbsolutePath} answered {(int)shown.Message.StatusCode} without the form {options.Form}.");
        }

        if (PortalRefusal.Captcha(form) is { } captcha)
        {
            throw NotSignedIn(captcha);
        }

        var fields = form.QuerySelectorAll("input[name]").OfType<IHtmlInputElement>().Where(input => input.Type is "hidden")
            .Select(input => KeyValuePair.Create(input.Name!, input.Value))
            .Append(KeyValuePair.Create(options.UserField, options.User))
            .Append(KeyValuePair.Create(options.PasswordField, options.Password is { } place ? Secret.Read(place) : ""))
            .ToList();
        var target = Resolve(shown.Address, form.GetAttribute("action") is { Length: > 0 } action ? action : page.ToString());
        using var answer =
            await FollowAsync(() => new HttpRequestMessage(HttpMethod.Post, target) { Content = new FormUrlEncodedContent(fields) }, ct);
        if (!answer.Message.IsSuccessStatusCode || await IsSessionEndAsync(answer, ct))
        {
            using var said = PortalPage.Parse(await answer.TextAsync(ct));
            throw NotSignedIn(PortalRefusal.Reason(document, said), (int)answer.Message.StatusCode);
        }

        isSignedIn = true;
    }

    private SourceException NotSignedIn(string why, int status = 200) => new(Bilingual.Of(language =>
        language.Say($"来源 {source}：门户拒绝 {options.User} 登录", $"Source {source}: the portal refused the sign-in of {options.User}")
        + (status < 300 ? "" : $" ({status})") + language.Say("：", ": ") + Bilingual.In(why, language)))
    {
        // Another status than these says that the address is wrong, not the password.
        IsPermanent = true, IsSignInRefused = status is < 300 or 401 or 403 or 423,
    };

    // The session has ended when the portal says so, sends to the sign-in page, or shows the form where something else was asked for.
    private async Task<bool> IsSessionEndAsync(PortalAnswer answer, CancellationToken ct)
    {
        if (options.SignIn is null)
        {
            return false;
        }

        var content = answer.Message.Content.Headers;
        return answer.Message.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            || answer.Address.AbsolutePath == At(options.SignIn).AbsolutePath
            || (content.ContentType?.MediaType == "text/html" && content.ContentDisposition is null
            && await answer.HasFieldAsync(options.PasswordField, ct));
    }

    private async Task<PortalAnswer> FollowAsync(Func<HttpRequestMessage> ask, CancellationToken ct)
    {
        var response = await TryAsync(ask, ct);
        for (var hop = 0; hop < 10 && (int)response.Message.StatusCode is 301 or 302 or 303 or 307 or 308
            && response.Message.Headers.Location is { } location; hop++)
        {
            var next = Resolve(response.Address, location.ToString());
            response.Dispose();
            response = await TryAsync(() => new HttpRequestMessage(HttpMethod.Get, next), ct);
        }

        return response;
    }

    private async Task<PortalAnswer> TryAsync(Func<HttpRequestMessage> ask, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var wait = TimeSpan.FromSeconds(options.FirstWaitSeconds * Math.Pow(2, attempt - 1));
            string said;
            try
            {
                using var request = ask();
                var asked = clock.GetTimestamp();
                var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
                if ((int)response.StatusCode is not 429 and < 500)
                {
                    return new PortalAnswer(source, options, clock, asked, response);
                }

                said = $"answered {(int)response.StatusCode} to {request.RequestUri!.AbsolutePath}";
                wait = RetryAfter(response) ?? wait;
                response.Dispose();
            }
            catch (Exception e) when (e is HttpRequestException or IOException
                || (e is TaskCanceledException && !ct.IsCancellationRequested))
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

    private static string Shown(string text) => text.Length > 200 ? text[..200] + "…" : text;

    private SourceException Refused(PortalAnswer answer, string said)
    {
        var status = (int)answer.Message.StatusCode;
        answer.Dispose();
        return new SourceException($"Source {source}: the portal {said}.") { IsPermanent = status is >= 400 and < 500 and not 404 };
    }
}
