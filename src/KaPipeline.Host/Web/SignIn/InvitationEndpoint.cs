using KaPipeline.Host.Accounts;
using KaPipeline.Labels;
using KaPipeline.Mail;
using Microsoft.AspNetCore.Authentication;

namespace KaPipeline.Host.Web.SignIn;

/// <summary>The password that somebody who was invited chooses: then they are signed in.</summary>
internal static class InvitationEndpoint
{
    public static void MapInvitation(this IEndpointRouteBuilder routes, ConsoleOptions options) => routes.MapPost(InvitationMail.Path,
        async (IFormCollection form, HttpContext context, Invitations invitations, SignInsPerAccount signIns, SignInsPerAddress limit) =>
    {
        if (!await AccountEndpoints.AdmitAsync(context, signIns, limit, options))
        {
            return Results.Empty;
        }

        var token = form["token"].ToString();
        var back = $"{InvitationMail.Path}/{Uri.EscapeDataString(token)}";
        if (await invitations.FindAsync(token, context.RequestAborted) is null)
        {
            return Results.LocalRedirect(back);
        }

        await limit.TakeBackAsync(context.Connection.RemoteIpAddress, context.RequestAborted);
        return await Forms.DoAsync(context, back, async ct =>
        {
            if (form["password"] != form["again"])
            {
                throw new ArgumentException(Bilingual.Of("两次输入的密码不同。", "The two passwords differ."));
            }

            var account = await invitations.AcceptAsync(token, form["password"].ToString(), ct);
            await signIns.SignedInAsync(account.AccountName, Forms.From(context), ct);
            await context.SignInAsync(Policies.Principal(account));
            return "/";
        });
    }).AllowAnonymous();
}
