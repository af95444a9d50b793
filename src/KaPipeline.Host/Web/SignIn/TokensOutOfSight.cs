using KaPipeline.Mail;
using Microsoft.AspNetCore.Http.Features;

namespace KaPipeline.Host.Web.SignIn;

/// <summary>Takes the token of an invitation out of a request's path before anything sees it: logs carry the path of a request with
/// whatever they tell about it, and so do traces.</summary>
internal sealed class TokensOutOfSight(IServiceProvider services) : IHttpContextFactory
{
    private const string Item = "invitation";

    private readonly DefaultHttpContextFactory inner = new(services);

    /// <summary>The token that the address ended with; null where it had none.</summary>
    public static string? Of(HttpContext context) => context.Items[Item] as string;

    public HttpContext Create(IFeatureCollection featureCollection)
    {
        string? token = null;
        if (featureCollection.Get<IHttpRequestFeature>() is { } request
            && request.Path.StartsWith(InvitationMail.Path + "/", StringComparison.OrdinalIgnoreCase))
        {
            token = request.Path[(InvitationMail.Path.Length + 1)..];
            request.Path = InvitationMail.Path;
            request.RawTarget = InvitationMail.Path;
        }

        var context = inner.Create(featureCollection);
        if (token is not null)
        {
            context.Items[Item] = token;
        }

        return context;
    }

    public void Dispose(HttpContext httpContext) => inner.Dispose(httpContext);
}
