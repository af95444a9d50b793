using KaPipeline.Host.Accounts;
using KaPipeline.Labels;
using Microsoft.AspNetCore.Authentication;

namespace KaPipeline.Host.Web.SignIn;

/// <summary>Signing in and out, one's own password and language, and the accounts that admins manage.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder routes, ConsoleOptions options)
    {
        routes.MapPost("/sign-in", async (IFormCollection form, HttpContext context, SignInsPerAccount signIns, SignInsPerAddress limit) =>
        {
            var (to, address, from) = (Forms.Local(form["to"]), context.Connection.RemoteIpAddress, Forms.From(context));
            if (!await AdmitAsync(context, signIns, limit, options))
            {
                return Results.Empty;
            }

            if (await signIns.SignInAsync(form["name"].ToString().Trim(), form["password"].ToString(), from,
                context.RequestAborted) is not { } account)
            {
                return Results.LocalRedirect(Notices.Wrong(context, $"/sign-in?to={Uri.EscapeDataString(to)}",
                    Bilingual.Of("账号或密码不对，或已锁定。", "Wrong account or password, or locked for a while.")));
            }

            await limit.TakeBackAsync(address, context.RequestAborted);
            await context.SignInAsync(Policies.Principal(account));
            return Results.LocalRedirect(to);
        }).AllowAnonymous();
        if (options.External.IsOn)
        {
            routes.MapGet("/sign-in/external", (string? to, HttpContext context) => ExternalSignInSetUp.AskAsync(context, Forms.Local(to)))
                .AllowAnonymous();
        }

        routes.MapFirstAccount();
        routes.MapInvitation(options);
        var see = routes.MapGroup("").RequireAuthorization(Policies.See);
        see.MapPost("/sign-out", async (IFormCollection _, HttpContext context, SignInsPerAccount signIns) =>
        {
            var ticket = await context.AuthenticateAsync();
            await signIns.EndSessionAsync(ticket.Properties!.Items[SignInSetUp.Session]!, Forms.Who(context), Forms.From(context),
                context.RequestAborted);
            await context.SignOutAsync();
            return Results.LocalRedirect("/sign-in");
        });
        see.MapPost("/language", (IFormCollection form, HttpContext context, AccountStore accounts) => Forms.DoAsync(context, "/", async ct =>
        {
            await accounts.SetLanguageAsync(Forms.Who(context), form["language"].ToString(), ct);
            return Forms.Local(form["to"]);
        }));
        see.MapPost("/account/password", (IFormCollection form, HttpContext context, AccountStore accounts, SignInsPerAccount signIns) =>
            Forms.DoAsync(context, "/account", async ct =>
        {
            var who = Forms.Who(context);
            _ = await signIns.CheckPasswordAsync(who, form["present"].ToString(), Forms.From(context), ct)
                ?? throw new ArgumentException(Bilingual.Of("当前密码不对。", "The current password is wrong."));
            await accounts.SetPasswordAsync(who, form["password"].ToString(), who, ct);
            return "/sign-in";
        }));

        var administer = routes.MapGroup("").RequireAuthorization(Policies.Administer);
        administer.MapPost("/users", (IFormCollection form, HttpContext context, AccountStore accounts) =>
            Forms.DoAsync(context, "/users", async ct =>
        {
            string? Text(string name) => form[name].ToString() is { Length: > 0 } text ? text : null;
            await accounts.AddAsync(form["name"].ToString(), form["display"].ToString(), form["role"].ToString(), Sees(form), Text("password"),
                Text("external"), Forms.Who(context), ct);
            return "/users";
        }));
        administer.MapPost("/users/invite", (IFormCollection form, HttpContext context, Invitations invitations) =>
            Forms.DoAsync(context, "/users", async ct =>
        {
            string? Text(string name) => form[name].ToString().Trim() is { Length: > 0 } text ? text : null;
            var sees = Sees(form);
            return Say(context, await invitations.InviteAsync(
                new Invitee(Text("name") ?? sees ?? throw new ArgumentException(Bilingual.Of("请写账号名。", "Give the account's name.")),
                    form["role"].ToString(), sees is null, sees)
                {
                    Display = Text("display"), Address = Text("address"), Language = Text("language"),
                }, Forms.Who(context), ct));
        }));
        administer.MapPost("/users/{name}",
            (string name, IFormCollection form, HttpContext context, AccountStore accounts, Invitations invitations) =>
            Forms.DoAsync(context, "/users", async ct =>
        {
            var who = Forms.Who(context);
            if (name == who)
            {
                throw new ArgumentException(Bilingual.Of("不能修改自己的账号，请其他管理员操作。", "You cannot change your own account; ask another admin."));
            }

            if (form["do"] == "invite")
            {
                return Say(context, await invitations.InviteAgainAsync(name, who, ct));
            }

            await (form["do"].ToString() switch
            {
                "role" => accounts.SetRoleAsync(name, form["role"].ToString(), who, ct),
                "scope" => accounts.SetScopeAsync(name, Sees(form), who, ct),
                "disable" => accounts.SetDisabledAsync(name, true, who, ct),
                _ => accounts.SetDisabledAsync(name, false, who, ct),
            });
            return "/users";
        }));
    }

    /// <summary>Whether somebody at this address may try once more; if not, it is told.</summary>
    internal static async Task<bool> AdmitAsync(HttpContext context, SignInsPerAccount signIns, SignInsPerAddress limit,
        ConsoleOptions options)
    {
        var (isAdmitted, isFirstRefused) = await limit.TryAsync(context.Connection.RemoteIpAddress, context.RequestAborted);
        if (isAdmitted)
        {
            return true;
        }

        if (isFirstRefused)
        {
            await signIns.LimitedAsync(Forms.From(context), context.RequestAborted);
        }

        await ErrorPage.RefuseAsync(context, StatusCodes.Status429TooManyRequests, TooMany(options));
        return false;
    }

    /// <summary>What is said to an address that has to wait.</summary>
    internal static string TooMany(ConsoleOptions options) => Bilingual.Of(
        $"此地址登录失败次数过多，请 {options.LockMinutes} 分钟后再试。",
        $"Too many failed sign-ins from this address; try again in {Language.Counted(options.LockMinutes, "minute")}.");

    private static string Say(HttpContext context, InvitationSent sent) => Notices.Said(context, "/users", sent.InWords);

    /// <summary>In a form: everything is seen.</summary>
    internal const string All = "*";

    // The person whose scope is chosen; null for all. One of them is said: nothing is seen by omission.
    private static string? Sees(IFormCollection form) => form["person"].ToString() switch
    {
        "" => throw new ArgumentException(Bilingual.Of("请选择范围：某人，或全部。", "Choose what it sees: a person's scope, or all.")),
        All => null,
        var person => person,
    };
}
