using KaPipeline.Labels;
using Microsoft.AspNetCore.Antiforgery;

namespace KaPipeline.Host.Web.SignIn;

/// <summary>The token of a form: a post that does not come from a page of this site and this session is refused.</summary>
internal static class FormTokens
{
    /// <summary>Adds what makes and reads them.</summary>
    public static void AddKaFormTokens(this IServiceCollection services) => services.AddAntiforgery(forgery =>
    {
        forgery.Cookie.Name = "ka.form";
        forgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    });

    /// <summary>Looks at each form before an endpoint reads it.</summary>
    public static void UseKaFormTokens(this IApplicationBuilder app)
    {
        app.UseAntiforgery();
        app.Use(CheckAsync);
    }

    private static Task CheckAsync(HttpContext context, RequestDelegate next) =>
        context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } ? throw new OddRequestException(Bilingual.Of(
            "表单已过期，或不是从本站页面提交的：请重新打开页面再试。", "The form is out of date or was not sent from a page of this site: open the page again."))
            : next(context);
}
