using System.Security.Claims;
using KaPipeline.Host.Accounts;
using KaPipeline.Labels;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace KaPipeline.Host.Web.SignIn;

/// <summary>Sign-in at an OpenID Connect provider, by the framework's handler (code flow with PKCE). Only accounts that an admin has made
/// get in.</summary>
internal static class ExternalSignInSetUp
{
    private const string Scheme = "external";
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    public static void Add(AuthenticationBuilder authentication, ConsoleOptions.ExternalSignIn external) =>
        authentication.AddOpenIdConnect(Scheme, external.Name, oidc =>
        {
            oidc.Authority = external.Authority;
            oidc.RequireHttpsMetadata = !new Uri(external.Authority).IsLoopback;
            oidc.ClientId = external.ClientId;
            oidc.ClientSecret = external.ClientSecret;
            oidc.ResponseType = OpenIdConnectResponseType.Code;
            // The way back is a plain link, so the cookies that remember the question need not go with another site's forms.
            oidc.ResponseMode = OpenIdConnectResponseMode.Query;
            foreach (var cookie in new[] { oidc.CorrelationCookie, oidc.NonceCookie })
            {
                (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
            }

            oidc.CallbackPath = "/sign-in/back";
            oidc.AccessDeniedPath = "/denied";
            // Signing out is the console's own; no page of another site ends a session here.
            (oidc.RemoteSignOutPath, oidc.SignedOutCallbackPath) = (default, default);
            oidc.Scope.Clear();
            oidc.Scope.Add(OpenIdConnectScope.OpenId);
            oidc.TokenHandler = new SignedTokens { MapInboundClaims = false };
            oidc.DisableTelemetry = true;
            // Signed with a key that only the provider has; a shared secret, or the public key used as one, signs nothing here.
            oidc.TokenValidationParameters.ValidAlgorithms =
                [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256];
            oidc.TokenValidationParameters.LifetimeValidator = (from, until, _, _) =>
                oidc.TimeProvider!.GetUtcNow().UtcDateTime is var now && until + Skew > now && (from is null || from - Skew < now);
            oidc.Events.OnTicketReceived = context => AdmitAsync(context, external.Claim);
            oidc.Events.OnRemoteFailure = async context =>
            {
                await RefuseAsync(context.HttpContext, "refused at the provider", context.Failure);
                context.HandleResponse();
            };
        });

    /// <summary>Sends somebody to the provider, or back to the sign-in where it does not answer.</summary>
    /// <param name="to">Page to show afterwards.</param>
    public static async Task AskAsync(HttpContext context, string to)
    {
        try
        {
            await context.ChallengeAsync(Scheme, new AuthenticationProperties { RedirectUri = to });
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            await RefuseAsync(context, "no answer from the provider", e);
        }
    }

    // After every check of the token, of its nonce too. The principal is the account's: the provider says who it is, and nothing else.
    private static async Task AdmitAsync(TicketReceivedContext context, string claim)
    {
        var (services, ct) = (context.HttpContext.RequestServices, context.HttpContext.RequestAborted);
        var account = context.Principal!.FindAll(claim).ToList() is [{ ValueType: ClaimValueTypes.String, Value: var id }]
            ? await services.GetRequiredService<AccountStore>().FindExternalAsync(id, ct) : null;
        if (account is null)
        {
            await RefuseAsync(context.HttpContext, "unknown account", null);
            context.HandleResponse();
            return;
        }

        context.Principal = Policies.Principal(account);
        await services.GetRequiredService<SignInsPerAccount>().SignedInAsync(account.AccountName, Forms.From(context.HttpContext), ct);
    }

    private static async Task RefuseAsync(HttpContext context, string why, Exception? failure)
    {
        context.RequestServices.GetRequiredService<ILogger<AccountStore>>()
            .LogWarning(failure, "A sign-in at the provider came to nothing: {Why}", why);
        context.Response.Redirect(Notices.Wrong(context, "/sign-in", why == "unknown account"
            ? Bilingual.Of(
                "没有账号有此外部身份，请管理员建立。",
                "No account of the console has this identity; an admin makes one with: ka user add NAME --person ID|--all --external ID.")
            : Bilingual.Of("外部登录未成功，请重试或联系管理员。", "The provider's sign-in did not succeed; try again, or ask an admin.")));
        await context.RequestServices.GetRequiredService<SignInsPerAccount>()
            .RefusedOutsideAsync(Forms.From(context), why, context.RequestAborted);
    }

    /// <summary>Tokens with a signature. The standard lets a token that comes straight from the token endpoint be without, and the
    /// framework's handler asks for none there.</summary>
    private sealed class SignedTokens : JsonWebTokenHandler
    {
        public override Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
        {
            validationParameters.RequireSignedTokens = true;
            return base.ValidateTokenAsync(token, validationParameters);
        }
    }
}
