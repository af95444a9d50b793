using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace KaPipeline.Host.Accounts;

/// <summary>What a role may do. Every endpoint names one of these, or says that anybody may come.</summary>
public static class Policies
{
    /// <summary>Read pages.</summary>
    public const string See = "see";

    /// <summary>Move cases, download workbooks and evidence.</summary>
    public const string Settle = "settle";

    /// <summary>Say something about what one sees: whoever does more than read.</summary>
    public const string Discuss = "discuss";

    /// <summary>Tick off a work list, and see what is personal (photographs, penalties by name): whoever discusses, and who is a person of
    /// the master data, within their scope. Who only reads, and is nobody of those, does without.</summary>
    public const string Personal = "personal";

    /// <summary>Read the pages of operations: runs, failures, nodes, the audit. They tell of all chains at once, so who sees only some has
    /// none of them.</summary>
    public const string Oversee = "oversee";

    /// <summary>Run, cancel, pause, replay, resend.</summary>
    public const string Operate = "operate";

    /// <summary>Look at Hangfire's dashboard, which shows how the work is done, not what it is about.</summary>
    public const string Monitor = "monitor";

    /// <summary>Manage accounts.</summary>
    public const string Administer = "administer";

    /// <summary>Claim that holds the security stamp.</summary>
    internal const string StampClaim = "stamp";

    /// <summary>Claim that holds the person whose scope is seen; none where all is.</summary>
    internal const string PersonClaim = "person";

    /// <summary>The roles that a policy lets in.</summary>
    public static string[] RolesOf(string policy) => policy switch
    {
        See or Oversee => ["viewer", "finance", "operator", "admin"],
        Discuss or Personal => ["finance", "operator", "admin"],
        Settle => ["finance", "admin"],
        Operate => ["operator", "admin"],
        Monitor => ["viewer", "operator", "admin"],
        _ => ["admin"],
    };

    /// <summary>Whether a policy lets somebody in: by role, and where a page tells of all chains, by scope. Operators see operations
    /// whole.</summary>
    public static bool Admits(ClaimsPrincipal user, string policy) => policy == Personal && IsPerson(user) && Admits(user, See)
        || RolesOf(policy).Any(user.IsInRole) && (policy is not (Oversee or Monitor) || !IsPerson(user) || SeesOperations(user));

    /// <summary>Whether somebody is a person of the master data, whose scope they have.</summary>
    public static bool IsPerson(ClaimsPrincipal user) => user.HasClaim(claim => claim.Type == PersonClaim);

    /// <summary>Whether somebody sees what belongs to operations whole, whatever their scope.</summary>
    public static bool SeesOperations(ClaimsPrincipal user) => RolesOf(Operate).Any(user.IsInRole);

    internal static void AddTo(AuthorizationOptions options)
    {
        foreach (var policy in (string[])[See, Discuss, Personal, Oversee, Settle, Operate, Monitor, Administer])
        {
            options.AddPolicy(policy, rule => rule.RequireAuthenticatedUser().RequireAssertion(context => Admits(context.User, policy)));
        }

        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireRole("admin").Build();
    }

    internal static ClaimsPrincipal Principal(Account account) => new(new ClaimsIdentity(
        [
            .. account.PersonId is { } person ? (Claim[])[new(PersonClaim, person)] : [],
            // What the tokens of forms are bound to: without it to every claim, so that a page left open fails after a change of language.
            new(ClaimTypes.NameIdentifier, account.AccountName),
            new(ClaimTypes.Name, account.AccountName), new(ClaimTypes.GivenName, account.DisplayName), new(ClaimTypes.Role, account.Role),
            new(ConsoleLanguage.Claim, account.Language), new(StampClaim, account.SecurityStamp),
        ], "ka"));
}
