using System.Security.Claims;
using KaPipeline.Host.Accounts;
using KaPipeline.Mail;
using KaPipeline.Scopes;
using Npgsql;

namespace KaPipeline.Host.Web;

/// <summary>The warehouse as whoever is signed in may see it; one for each request.</summary>
internal static class SignedInRows
{
    public static SeenRows Of(IServiceProvider services)
    {
        var context = services.GetRequiredService<IHttpContextAccessor>().HttpContext;
        var user = context?.User is { Identity.IsAuthenticated: true } signedIn
            ? signedIn : throw new InvalidOperationException("Nobody is signed in, so there is nobody whose rows could be read.");
        var primary = services.GetRequiredService<NpgsqlDataSource>();
        return new SeenRows(
            ReadingServer.Of(context, primary), services.GetRequiredService<RecipientList>(),
            new SeenBy(user.Identity!.Name!, user.FindFirstValue(Policies.PersonClaim), ConsoleLanguage.Of(user).Code,
                Policies.SeesOperations(user)),
            services.GetRequiredService<TimeProvider>(), primary);
    }
}
