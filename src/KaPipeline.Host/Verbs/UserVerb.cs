using System.CommandLine;
using KaPipeline.Host.Accounts;
using KaPipeline.Host.Warehouse;
using KaPipeline.Labels;
using KaPipeline.Mail;
using KaPipeline.Warehouse;
using Spectre.Console;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka user</c>: accounts of the console, also before anybody can sign in.</summary>
internal static class UserVerb
{
    public static Command Create()
    {
        var command = new Command("user", "Manage the console's accounts.");
        var name = new Argument<string>("name") { Description = "Account name: lower-case letters, digits, . _ - @" };
        var role = new Option<string>("--role") { Description = "viewer, finance, operator or admin", DefaultValueFactory = _ => "viewer" };
        var display = new Option<string?>("--display") { Description = "Display name; default: the account name" };
        var external =
            new Option<string?>("--external") { Description = "Identity at the OpenID Connect provider; then no password is asked for" };
        var person = new Option<string?>("--person")
        {
            Description = "Sees what this person is responsible for: an id of the master data or of config/recipients.yaml"
        };
        var json = SharedOptions.Json();
        var all = new Option<bool>("--all") { Description = "Sees every chain and store" };
        command.Add(Verb("add", "Add an account; the password is asked for, or read from standard input.",
            [name, display, role, person, all, external], async (parsed, accounts, ct) =>
        {
            var other = parsed.GetValue(external);
            await accounts.AddAsync(
                parsed.GetValue(name)!, parsed.GetValue(display) ?? parsed.GetValue(name)!, parsed.GetValue(role)!, Sees(parsed),
                other is null ? ReadPassword() : null, other, CommandUser.Name, ct);
        }));
        var whom = new Argument<string>("person or name")
        {
            Description = "Person of the master data, whose number in lower case becomes the account's name; or an account name"
        };
        var address = new Option<string?>("--mail") { Description = "Mail address; default: the person's" };
        var language = new Option<string?>("--language") { Description = "zh or en; default: the person's, or zh" };
        language.AcceptOnlyFromAmong("zh", "en");
        command.Add(Verb("invite", "Invite somebody by mail: the link in it, which works once, lets them choose a password.",
            [whom, display, role, person, all, address, language], (parsed, home, warehouse, ct) => InviteAsync(
                home, warehouse, new Invitee(parsed.GetValue(whom)!, parsed.GetValue(role)!, parsed.GetValue(all),
                    // A person that is invited says whose scope it is, unless another is named.
                    parsed.GetValue(person) is null && !parsed.GetValue(all) ? null : Sees(parsed))
                {
                    Display = parsed.GetValue(display), Address = parsed.GetValue(address), Language = parsed.GetValue(language),
                }, ct)));
        command.Add(Verb("password", "Set an account's password; its sessions end.", [name], (parsed, accounts, ct) =>
            accounts.SetPasswordAsync(parsed.GetValue(name)!, ReadPassword(), CommandUser.Name, ct)));
        command.Add(Verb("role", "Give an account another role; its sessions end.", [name, role], (parsed, accounts, ct) =>
            accounts.SetRoleAsync(parsed.GetValue(name)!, parsed.GetValue(role)!, CommandUser.Name, ct)));
        command.Add(Verb("scope", "Tie an account to a person, or let it see all; its sessions end.", [name, person, all],
            (parsed, accounts, ct) =>
            accounts.SetScopeAsync(parsed.GetValue(name)!, Sees(parsed), CommandUser.Name, ct)));
        command.Add(Verb("disable", "Switch an account off; its sessions end.", [name], (parsed, accounts, ct) =>
            accounts.SetDisabledAsync(parsed.GetValue(name)!, true, CommandUser.Name, ct)));
        command.Add(Verb("enable", "Switch an account on again, and end a lock.", [name], (parsed, accounts, ct) =>
            accounts.SetDisabledAsync(parsed.GetValue(name)!, false, CommandUser.Name, ct)));
        command.Add(Verb("list", "List the accounts.", [json], async (parsed, accounts, ct) =>
        {
            var known = await accounts.ListAsync(ct);
            if (parsed.GetValue(json))
            {
                JsonText.Print(known.Select(account => new
                {
                    account.AccountName, account.DisplayName, account.Role, account.PersonId, account.Language, account.IsDisabled,
                    account.LockedUntil, account.SignedInAt,
                }));
                return;
            }

            foreach (var account in known)
            {
                Terminal.Out.WriteLine(
                    $"{account.AccountName,-24} {account.Role,-9} {account.PersonId ?? "all",-12} {(account.IsDisabled ? "off" : "on"),-4} {account.DisplayName}");
            }
        }));
        return command;

        // One of the two is said: nothing is seen by omission.
        string? Sees(ParseResult parsed) => (parsed.GetValue(person), parsed.GetValue(all)) switch
        {
            ({ Length: > 0 } id, false) => id,
            (null, true) => null,
            _ => throw new ArgumentException(Bilingual.Of("请写明范围：--person 人员编号，或 --all。", "Give its scope: --person ID, or --all.")),
        };
    }

    private static async Task InviteAsync(KaHome home, WarehouseConnection warehouse, Invitee invitee, CancellationToken ct)
    {
        var invitations = new Invitations(
            Accounts(home, warehouse), warehouse.DataSource, new InvitationMail(MailSettings.Load(home), TimeProvider.System),
            SendingGate.For(warehouse.DataSource, home), TimeProvider.System);
        Terminal.Out.WriteLine(Bilingual.Both((await invitations.InviteAsync(invitee, CommandUser.Name, ct)).InWords));
    }

    private static AccountStore Accounts(KaHome home, WarehouseConnection warehouse) =>
        new(warehouse.DataSource, new RecipientList(RecipientRules.Load(home.Config)), TimeProvider.System);

    private static Command Verb(string name, string description, Symbol[] parts,
        Func<ParseResult, AccountStore, CancellationToken, Task> work) =>
        Verb(name, description, parts, (parsed, home, warehouse, ct) => work(parsed, Accounts(home, warehouse), ct));

    private static Command Verb(string name, string description, Symbol[] parts,
        Func<ParseResult, KaHome, WarehouseConnection, CancellationToken, Task> work)
    {
        var command = new Command(name, description);
        foreach (var part in parts)
        {
            if (part is Argument argument) { command.Add(argument); } else { command.Add((Option)part); }
        }

        command.SetAction(async (parsed, ct) =>
        {
            var home = KaHome.FromEnvironment();
            await using var warehouse = await ReadyWarehouse.OpenAsync(home, ct);
            try
            {
                await work(parsed, home, warehouse, ct);
                return ExitCodes.Done;
            }
            catch (ArgumentException e)
            {
                throw new UsageException(Bilingual.Both(e.Message));
            }
        });
        return command;
    }

    private static string ReadPassword() => Console.IsInputRedirected
        ? Console.In.ReadLine() ?? ""
        : AnsiConsole.Prompt(new TextPrompt<string>("Password (12 characters or more):").Secret());
}
