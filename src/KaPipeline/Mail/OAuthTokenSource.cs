using System.Globalization;
using System.Text.Json;

namespace KaPipeline.Mail;

/// <summary>Keeps one access token and renews it before it expires. A refresh token that the endpoint replaces is kept in memory.</summary>
/// <param name="options">Where and as whom.</param>
/// <param name="clock">Tells when a token is about to expire.</param>
public sealed class OAuthTokenSource(OAuthOptions options, TimeProvider clock)
{
    /// <summary>A token that is valid for less than this is not used any more: a batch may last some minutes.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromMinutes(5);

    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10)
    });

    private sealed record CurrentToken(string Token, DateTimeOffset RenewAt);

    // Replaced whole: two batches that begin at once may each fetch one, and either is good.
    private volatile CurrentToken? kept;
    private volatile string? refreshToken;

    /// <summary>A token that is good for a while; asks the endpoint when there is none.</summary>
    /// <returns>The token, and whether it was given just now.</returns>
    /// <exception cref="MailServerException">The endpoint does not answer or refuses; the message never holds a secret.</exception>
    public async Task<(string Token, bool IsNew)> TokenAsync(CancellationToken ct = default)
    {
        if (kept is { } good && clock.GetUtcNow() < good.RenewAt)
        {
            return (good.Token, false);
        }

        return ((kept = await AskAsync(ct)).Token, true);
    }

    /// <summary>Gives the token up, since the server refused it: the next call asks for another.</summary>
    public void Forget() => kept = null;

    private async Task<CurrentToken> AskAsync(CancellationToken ct)
    {
        using var form = new FormUrlEncodedContent(Form());
        using var response = await PostAsync(form, ct);
        using var answer = await ReadAsync(response, ct);
        var said = answer.RootElement;
        string? Text(string name) => said.ValueKind == JsonValueKind.Object && said.TryGetProperty(name, out var value) ? value.ToString()
            : null;
        if (!response.IsSuccessStatusCode || Text("access_token") is not { Length: > 0 } token)
        {
            throw Trouble($"answered {(int)response.StatusCode} {Text("error")} {Text("error_description")}".TrimEnd());
        }

        // A token that lives shorter than the renewal time is renewed at half its life.
        var life = TimeSpan.FromSeconds(int.TryParse(Text("expires_in"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? seconds : 3600);
        refreshToken = Text("refresh_token") is { Length: > 0 } next ? next : refreshToken;
        return new CurrentToken(token, clock.GetUtcNow() + (life > 2 * Renewal ? life - Renewal : life / 2));
    }

    private Dictionary<string, string> Form()
    {
        var form = new Dictionary<string, string> { ["grant_type"] = options.Grant, ["client_id"] = options.ClientId };
        if (options.Scope.Length > 0)
        {
            form["scope"] = options.Scope;
        }

        var secret = Environment.GetEnvironmentVariable(options.ClientSecretVariable) ?? "";
        if (secret.Length > 0)
        {
            form["client_secret"] = secret;
        }

        if (options.Grant == OAuthOptions.RefreshToken)
        {
            form["refresh_token"] =
                (refreshToken ?? Environment.GetEnvironmentVariable(options.RefreshTokenVariable)) is { Length: > 0 } given ? given
                : throw Trouble($"was not asked: the environment variable {options.RefreshTokenVariable} holds no refresh token");
        }
        else if (secret.Length == 0)
        {
            throw Trouble($"was not asked: the environment variable {options.ClientSecretVariable} holds no client secret");
        }

        return form;
    }

    private async Task<HttpResponseMessage> PostAsync(FormUrlEncodedContent form, CancellationToken ct)
    {
        try
        {
            return await Http.PostAsync(new Uri(options.TokenEndpoint), form, ct);
        }
        catch (HttpRequestException e)
        {
            throw Trouble($"does not answer: {e.Message}", e);
        }
    }

    private async Task<JsonDocument> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            return JsonDocument.Parse(await response.Content.ReadAsStringAsync(ct));
        }
        catch (JsonException e)
        {
            throw Trouble($"answered {(int)response.StatusCode} without JSON", e);
        }
    }

    private MailServerException Trouble(string what, Exception? cause = null) =>
        new(MailServerFault.Token, Mailbox.Clean($"the token endpoint {options.TokenEndpoint} {what}"), cause);
}
