using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace KaPipeline.Tests.Browser;

/// <summary>An OpenID Connect provider over real HTTP on this machine: discovery, keys, authorize, token. It holds to the rules of the
/// code flow with PKCE itself, and lies in its ID token only where a test tells it to.</summary>
public sealed class IdentityProvider : IAsyncDisposable
{
    public const string ClientId = "ka-console";
    public const string ClientSecret = "the console's secret";

    private static readonly RsaSecurityKey First = new(RSA.Create(2048)) { KeyId = "one" };

    private readonly WebApplication app;
    private RsaSecurityKey key = First;
    private readonly ConcurrentDictionary<string, Question> questions = new();

    private IdentityProvider(WebApplication app) => this.app = app;

    public string Issuer => app.Urls.First();

    /// <summary>Who has signed in there.</summary>
    public string Subject { get; set; } = "u-1001";

    /// <summary>Changes the ID token before it is signed, or signs it otherwise.</summary>
    public Func<SecurityTokenDescriptor, string> Sign { get; set; } = Write;

    /// <summary>Whether somebody there says no to us.</summary>
    public bool IsDenied { get; set; }

    public static async Task<IdentityProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var provider = new IdentityProvider(builder.Build());
        provider.Map();
        await provider.app.StartAsync();
        return provider;
    }

    public static string Write(SecurityTokenDescriptor token) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }
        .CreateToken(token);

    /// <summary>Signs and publishes with another key from now on, and the old one no more.</summary>
    public void RenewKey() => key = new(RSA.Create(2048)) { KeyId = "two" };

    /// <summary>Answers no more.</summary>
    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private void Map()
    {
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer = Issuer, authorization_endpoint = Issuer + "/authorize", token_endpoint = Issuer + "/token", jwks_uri = Issuer
                + "/keys",
        }));
        app.MapGet("/keys", () =>
        {
            var open = key.Rsa.ExportParameters(false);
            return Results.Json(new
            {
                keys = new[] { new { kty = "RSA", use = "sig", kid = key.KeyId, alg = "RS256", n = Base64UrlEncoder.Encode(open.Modulus),
                    e = Base64UrlEncoder.Encode(open.Exponent) } },
            });
        });
        app.MapGet("/authorize", (HttpRequest request) =>
        {
            string Asked(string name) => request.Query[name].ToString();
            if (Asked("client_id") != ClientId || Asked("response_type") != "code" || Asked("code_challenge_method") != "S256"
                || !Asked("scope").Split(' ').Contains("openid"))
            {
                return Results.BadRequest();
            }

            if (IsDenied)
            {
                return Results.Redirect($"{Asked("redirect_uri")}?error=access_denied&state={Uri.EscapeDataString(Asked("state"))}");
            }

            var code = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(24));
            questions[code] = new(Asked("redirect_uri"), Asked("code_challenge"), Asked("nonce"));
            return Results.Redirect($"{Asked("redirect_uri")}?code={code}&state={Uri.EscapeDataString(Asked("state"))}");
        });
        app.MapPost("/token", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            var verifier = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
            if (!questions.TryRemove(form["code"].ToString(), out var question) || question.Challenge != verifier
                || question.Back != form["redirect_uri"]
                || form["client_id"] != ClientId || form["client_secret"] != ClientSecret)
            {
                return Results.BadRequest(new { error = "invalid_grant" });
            }

            var now = TimeProvider.System.GetUtcNow().UtcDateTime;
            var token = new SecurityTokenDescriptor
            {
                Issuer = Issuer, Audience = ClientId, IssuedAt = now, NotBefore = now, Expires = now.AddMinutes(5),
                Subject = new ClaimsIdentity([new("sub", Subject), new("nonce", question.Nonce)]),
                SigningCredentials = new(key, SecurityAlgorithms.RsaSha256),
            };
            return Results.Json(new { access_token = "opaque", token_type = "Bearer", expires_in = 300, id_token = Sign(token) });
        });
    }

    private sealed record Question(string Back, string Challenge, string Nonce);
}
