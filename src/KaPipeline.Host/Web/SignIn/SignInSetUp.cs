using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KaPipeline.Host.Accounts;
using KaPipeline.Mail;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using Npgsql;

namespace KaPipeline.Host.Web.SignIn;

/// <summary>Sign-in by cookie: who somebody is, for how long, and when their sessions end early.</summary>
internal static class SignInSetUp
{
    private const string BeganAt = "began";

    /// <summary>Item of a sign-in's ticket: the session's number, drawn anew at each sign-in.</summary>
    internal const string Session = "session";

    /// <summary>Adds it.</summary>
    /// <param name="services">Services of the process.</param>
    /// <param name="options">Idle time, hours of a session, provider.</param>
    /// <param name="denied">Answers who is signed in and may not.</param>
    public static void AddKaSignIn(this IServiceCollection services, ConsoleOptions options, RequestDelegate denied)
    {
        services.AddSingleton(options);
        services.AddTransient<AccountStore>();
        services.AddTransient<Invitations>();
        services.AddSingleton<InvitationMail>();
        services.AddSingleton<IHttpContextFactory, TokensOutOfSight>();
        services.AddTransient<SignInsPerAccount>();
        services.AddSingleton<SignInsPerAddress>();
        var keys = services.AddDataProtection().SetApplicationName("ka");
        if (options.KeyCertificate.Length > 0)
        {
            keys.ProtectKeysWithCertificate(
                X509CertificateLoader.LoadPkcs12FromFile(options.KeyCertificate, options.KeyCertificatePassword));
        }

        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(
            keys => keys.XmlRepository = new DatabaseKeys(provider.GetRequiredService<NpgsqlDataSource>())));
        var authentication = services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.Cookie.Name = "ka";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            // Behind a proxy that says https the cookie is for https alone; a plain address on this machine works without.
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = TimeSpan.FromMinutes(options.IdleMinutes);
            cookie.SlidingExpiration = true;
            cookie.Events.OnCheckSlidingExpiration = context =>
            {
                // A page that refreshes itself is nobody at work.
                context.ShouldRenew &= !context.Request.Headers.ContainsKey("x-refresh")
                    && !context.Request.Path.StartsWithSegments("/hangfire/stats");
                return Task.CompletedTask;
            };
            cookie.LoginPath = "/sign-in";
            cookie.Events.OnRedirectToAccessDenied = context => denied(context.HttpContext);
            cookie.ReturnUrlParameter = "to";
            cookie.Events.OnSigningIn = context =>
            {
                context.Properties.Items[Session] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
                context.Properties.Items.TryAdd(BeganAt, Now(context.HttpContext).ToString("O", CultureInfo.InvariantCulture));
                return Task.CompletedTask;
            };
            cookie.Events.OnValidatePrincipal = context => EndIfOverAsync(context, options);
        });
        if (options.External.IsOn)
        {
            ExternalSignInSetUp.Add(authentication, options.External);
        }

        services.AddAuthorization(Policies.AddTo);
        services.AddKaFormTokens();
    }

    private static async Task EndIfOverAsync(CookieValidatePrincipalContext context, ConsoleOptions options)
    {
        var name = context.Principal?.Identity?.Name ?? "";
        var account = context.Properties.Items.TryGetValue(Session, out var session) && session is not null
            ? await context.HttpContext.RequestServices.GetRequiredService<AccountStore>()
            .FindInSessionAsync(name, session, context.HttpContext.RequestAborted) : null;
        var began = DateTimeOffset.TryParse(context.Properties.Items.TryGetValue(BeganAt, out var text) ? text
            : null, CultureInfo.InvariantCulture, out var at) ? at : default;
        if (account is null || account.IsDisabled || account.SecurityStamp != context.Principal!.FindFirstValue(Policies.StampClaim)
            || Now(context.HttpContext) - began > TimeSpan.FromHours(options.SessionHours))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync();
            return;
        }

        // Role and language as they are now, not as they were at sign-in.
        context.ReplacePrincipal(Policies.Principal(account));
    }

    private static DateTimeOffset Now(HttpContext context) => context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
}
