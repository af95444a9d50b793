using System.Security.Cryptography;
using System.Text.Json;
using KaPipeline.Host.Accounts;
using KaPipeline.Labels;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace KaPipeline.Host.Web.SignIn;

/// <summary>Sign-in at an OpenID Connect provider: the framework's OAuth handler (code flow with PKCE), and our own check of the ID
/// token's signature, issuer, audience, time and nonce. Only accounts that an admin has made get in.</summary>
internal static class ExternalSignInSetUp
{
    public const string Scheme = "external";
    private const string Nonce = "nonce";
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    public static void Add(AuthenticationBuilder authentication, ConsoleOptions.ExternalSignIn external)
    {
        var authority = external.Authority.TrimEnd('/');
        var provider = new ConfigurationManager<OpenIdConnectConfiguration>(
            authority + "/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever { RequireHttps = !new Uri(authority).IsLoopback });
        authentication.AddOAuth<OAuthOptions, ProviderHandler>(Scheme, external.Name, oauth =>
        {
            oauth.ClientId = external.ClientId;
            oauth.ClientSecret = external.ClientSecret;
            oauth.CallbackPath = "/sign-in/back";
            oauth.UsePkce = true;
            oauth.Scope.Add("openid");
            oauth.AccessDeniedPath = "/denied";
            // Placeholders: the handler asks the provider's own document at each challenge and exchange.
            oauth.AuthorizationEndpoint = authority;
            oauth.TokenEndpoint = authority;
            // The way back is a plain link, so the cookie that remembers the question need not leave this site's own pages.
            oauth.CorrelationCookie.SameSite = SameSiteMode.Lax;
            oauth.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            oauth.Events.OnCreatingTicket = context => AdmitAsync(context, provider, external);
            oauth.Events.OnRemoteFailure = RefuseAsync;
        });
        authentication.Services.AddSingleton<IConfigurationManager<OpenIdConnectConfiguration>>(provider);
    }

    private static async Task RefuseAsync(RemoteFailureContext context)
    {
        context.HttpContext.RequestServices.GetRequiredService<ILogger<AccountStore>>()
            .LogWarning(context.Failure, "A sign-in at the provider was refused");
        var why = context.Failure as AccountMissingException;
        context.Response.Redirect(Notices.Wrong(context.HttpContext, "/sign-in", why?.Message
            ?? Bilingual.Of("外部登录未成功，请重试或联系管理员。", "The provider's sign-in did not succeed; try again, or ask an admin.")));
        context.HandleResponse();
        await context.HttpContext.RequestServices.GetRequiredService<SignInsPerAccount>()
            .RefusedOutsideAsync(Forms.From(context.HttpContext), why is null ? "refused at the provider" : "unknown account",
            context.HttpContext.RequestAborted);
    }

    private static async Task AdmitAsync(OAuthCreatingTicketContext context, ConfigurationManager<OpenIdConnectConfiguration> provider,
        ConsoleOptions.ExternalSignIn external)
    {
        var ct = context.HttpContext.RequestAborted;
        var known = await provider.GetConfigurationAsync(ct);
        var now = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        var token = context.TokenResponse.Response!.RootElement.TryGetProperty("id_token", out var found)
            && found.ValueKind == JsonValueKind.String
            ? found.GetString() : throw new AuthenticationFailureException("The provider sent no ID token.");
        var verdict = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = known.Issuer,
            ValidAudience = external.ClientId,
            IssuerSigningKeys = known.SigningKeys,
            RequireSignedTokens = true,
            // Signed with a key that only the provider has; a shared secret, or the public key used as one, signs nothing here.
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256],
            LifetimeValidator = (from, until, _, _) => until + Skew > now && (from is null || from - Skew < now),
        });
        if (!verdict.IsValid)
        {
            provider.RequestRefresh();
            throw new AuthenticationFailureException("The provider's ID token is not valid.", verdict.Exception);
        }

        var sent = context.Properties.Items.TryGetValue(Nonce, out var ours) ? ours : null;
        if (sent is null || Claim(verdict, Nonce) != sent)
        {
            throw new AuthenticationFailureException("The provider's ID token answers another question (nonce).");
        }

        var services = context.HttpContext.RequestServices;
        var account = Claim(verdict, external.Claim) is { } id
            ? await services.GetRequiredService<AccountStore>().FindExternalAsync(id, ct) : null;
        context.Principal = account is null
            ? throw new AccountMissingException()
            : Policies.Principal(account);
        await services.GetRequiredService<SignInsPerAccount>().SignedInAsync(account.AccountName, Forms.From(context.HttpContext), ct);
    }

    private static string? Claim(TokenValidationResult verdict, string name) => verdict.Claims.TryGetValue(name, out var value)
        ? value as string : null;

    private sealed class AccountMissingException() : AuthenticationFailureException(
        Bilingual.Of(
            "没有账号有此外部身份，请管理员建立。",
            "No account of the console has this identity; an admin makes one with: ka user add NAME --person ID|--all --external ID."));

    /// <summary>The OAuth handler, with the addresses that the provider publishes and a nonce in each question.</summary>
    private sealed class ProviderHandler(
        Microsoft.Extensions.Options.IOptionsMonitor<OAuthOptions> options, ILoggerFactory logger,
        System.Text.Encodings.Web.UrlEncoder encoder,
        IConfigurationManager<OpenIdConnectConfiguration> provider) : OAuthHandler<OAuthOptions>(options, logger, encoder)
    {
        protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
        {
            Options.AuthorizationEndpoint = (await provider.GetConfigurationAsync(Context.RequestAborted)).AuthorizationEndpoint;
            properties.Items[Nonce] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            await base.HandleChallengeAsync(properties);
        }

        protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri) =>
            base.BuildChallengeUrl(properties, redirectUri) + $"&nonce={properties.Items[Nonce]}";

        protected override async Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context)
        {
            Options.TokenEndpoint = (await provider.GetConfigurationAsync(Context.RequestAborted)).TokenEndpoint;
            return await base.ExchangeCodeAsync(context);
        }
    }
}
