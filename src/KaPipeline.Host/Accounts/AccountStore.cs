using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Dapper;
using KaPipeline.Audit;
using KaPipeline.Labels;
using KaPipeline.Mail;
using KaPipeline.Warehouse;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace KaPipeline.Host.Accounts;

/// <summary>Accounts of the console: made and changed by admins. Who tries to sign in to one is <see cref="SignInsPerAccount"/>'s.</summary>
public sealed partial class AccountStore(NpgsqlDataSource database, RecipientList people, TimeProvider clock)
{
    /// <summary>What an account may be.</summary>
    public static IReadOnlyList<string> Roles { get; } = ["viewer", "finance", "operator", "admin"];

    private static readonly PasswordHasher<Account> Hasher = new();

    /// <summary>All accounts, by name.</summary>
    public Task<IReadOnlyList<Account>> ListAsync(CancellationToken ct) =>
        database.ListAsync<Account>("select * from ops.account order by account_name", ct: ct);

    /// <summary>One account, or null.</summary>
    public Task<Account?> FindAsync(string name, CancellationToken ct) =>
        database.FirstAsync<Account>("select * from ops.account where account_name = @name", new { name }, ct);

    /// <summary>The account that a session belongs to; null where there is none, or somebody has signed out of that session.</summary>
    public Task<Account?> FindInSessionAsync(string name, string session, CancellationToken ct) => database.FirstAsync<Account>(
        "select * from ops.account where account_name = @name and not exists (select from ops.ended_session where session_id = @session)",
        new { name, session }, ct);

    /// <summary>The account of an external identity, or null.</summary>
    public Task<Account?> FindExternalAsync(string externalId, CancellationToken ct) =>
        database.FirstAsync<Account>("select * from ops.account where external_id = @externalId and not is_disabled",
        new { externalId }, ct);

    /// <summary>Adds an account.</summary>
    /// <param name="personId">Whose chains, regions, cities and stores it sees; null: all.</param>
    /// <param name="password">Null for one that signs in elsewhere alone.</param>
    /// <exception cref="ArgumentException">A bad name, role, person or password, or the name is taken.</exception>
    public async Task AddAsync(string name, string displayName, string role, string? personId, string? password, string? externalId,
        string who, CancellationToken ct)
    {
        CheckName(name);
        CheckRole(role);
        var hash = password is null ? null : HashOf(password, name);
        await CheckPersonAsync(personId, ct);
        await ChangeAsync(
            """
            insert into ops.account (account_name, display_name, role, person_id, sees_all, password_hash, external_id, security_stamp, created_at)
            values (@name, @displayName, @role, @personId, @personId::text is null, @hash, @externalId, @stamp, @now)
            on conflict do nothing
            """,
            new
            {
                name, displayName, role, personId, hash, externalId, stamp = NewStamp(), now = clock.GetUtcNow()
            },
            "add_account", name, who, Bilingual.Of($"账号 {name} 或其外部身份已存在。", "That account or external identity exists."), ct);
    }

    /// <summary>Whether there is none at all, not even a disabled one.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken ct) =>
        !await database.FirstAsync<bool>("select exists (select from ops.account)", ct: ct);

    /// <summary>Adds the first account, an admin that sees all.</summary>
    /// <exception cref="ArgumentException">A bad name or password, or there is an account already.</exception>
    public Task AddFirstAsync(string name, string displayName, string password, CancellationToken ct)
    {
        CheckName(name);
        return ChangeAsync(
            """
            lock table ops.account in share row exclusive mode;
            insert into ops.account (account_name, display_name, role, sees_all, password_hash, security_stamp, created_at)
            select @name, @displayName, 'admin', true, @hash, @stamp, @now where not exists (select from ops.account)
            """,
            new { name, displayName, hash = HashOf(password, name), stamp = NewStamp(), now = clock.GetUtcNow() },
            "add_account", name, name, Bilingual.Of("已经有账号了，请登录。", "There is an account already: sign in."), ct);
    }

    /// <summary>Sets a password; the account's sessions end, and an invitation opens nothing any more.</summary>
    /// <exception cref="ArgumentException">A bad password, or no such account.</exception>
    public async Task SetPasswordAsync(string name, string password, string who, CancellationToken ct) => await ChangeAsync(
        """
        update ops.account set password_hash = @hash, security_stamp = @stamp, failed_sign_ins = 0, locked_until = null where account_name = @name;
        delete from ops.invitation where account_name = @name
        """, new { name, hash = HashOf(password, name), stamp = NewStamp() }, "set_password", name, who, Missing(name), ct);

    /// <summary>Gives another role; the account's sessions end.</summary>
    /// <exception cref="ArgumentException">No such role or account.</exception>
    public async Task SetRoleAsync(string name, string role, string who, CancellationToken ct)
    {
        CheckRole(role);
        await ChangeAsync("update ops.account set role = @role, security_stamp = @stamp where account_name = @name",
            new { name, role, stamp = NewStamp() }, "set_role", name, who, Missing(name), ct);
    }

    /// <summary>Ties an account to a person, or to none; its sessions end.</summary>
    /// <param name="personId">Whose chains, regions, cities and stores it sees; null: all.</param>
    /// <exception cref="ArgumentException">No such person or account.</exception>
    public async Task SetScopeAsync(string name, string? personId, string who, CancellationToken ct)
    {
        await CheckPersonAsync(personId, ct);
        await ChangeAsync(
            "update ops.account set person_id = @personId, sees_all = @personId::text is null, security_stamp = @stamp where account_name = @name",
            new { name, personId, stamp = NewStamp() }, "set_scope", name, who, Missing(name), ct);
    }

    /// <summary>Switches an account off or on again; its sessions end, and an invitation opens nothing any more.</summary>
    /// <exception cref="ArgumentException">No such account.</exception>
    public Task SetDisabledAsync(string name, bool disabled, string who, CancellationToken ct) => ChangeAsync(
        """
        update ops.account set is_disabled = @disabled, security_stamp = @stamp, failed_sign_ins = 0, locked_until = null where account_name = @name;
        delete from ops.invitation where account_name = @name
        """,
        new { name, disabled, stamp = NewStamp() }, disabled ? "disable_account" : "enable_account", name, who, Missing(name), ct);

    /// <summary>Remembers which language somebody reads.</summary>
    public Task SetLanguageAsync(string name, string language, CancellationToken ct) => database.DoAsync(
        "update ops.account set language = @language where account_name = @name",
        new { name, language = language == "en" ? "en" : "zh" }, ct);

    /// <summary>Somebody of the master data or of <c>config/recipients.yaml</c> who is responsible for something today; null where there
    /// is none.</summary>
    internal async Task<Recipient?> FindPersonAsync(string personId, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await ReportClock.EndOf(BusinessTime.Today(clock)).BeginAsync(connection, ct);
        return await people.OfPersonAsync(connection, personId, ct);
    }

    /// <summary>Changes one account and says so in the audit.</summary>
    /// <param name="refusal">What is said where nothing was changed.</param>
    /// <param name="last">What else has to succeed.</param>
    /// <exception cref="ArgumentException">Nothing was changed.</exception>
    internal async Task ChangeAsync(string sql, object values, string action, string name, string who, string refusal, CancellationToken ct,
        Func<Task>? last = null)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var before = await RightsAsync(connection, name, transaction);
        if (await connection.ExecuteAsync(sql, values, transaction) == 0)
        {
            throw new ArgumentException(refusal);
        }

        await AuditTrail.RecordAsync(transaction, clock.GetUtcNow(), who, action, "account", name, before: before,
            after: await RightsAsync(connection, name, transaction), ct: ct);
        await (last?.Invoke() ?? Task.CompletedTask);
        await transaction.CommitAsync(ct);
    }

    private static Task<Rights?> RightsAsync(NpgsqlConnection connection, string name, NpgsqlTransaction transaction) =>
        connection.QueryFirstOrDefaultAsync<Rights>(
        "select role, is_disabled, coalesce(person_id, 'all') as sees from ops.account where account_name = @name for update", new { name },
        transaction);

    internal static string NewStamp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    internal static string Missing(string name) => Bilingual.Of($"没有账号 {name}。", "No such account.");

    internal static void CheckName(string name)
    {
        if (!NamePattern().IsMatch(name))
        {
            throw new ArgumentException(Bilingual.Of(
                "账号名只用小写字母、数字和 . _ - @。", $"Found \"{name}\"; expected lower-case letters, digits, . _ - @."));
        }
    }

    internal static void CheckRole(string role)
    {
        if (!Roles.Contains(role))
        {
            throw new ArgumentException(Bilingual.Of($"没有角色 {role}。", $"Found role \"{role}\", expected {string.Join(", ", Roles)}."));
        }
    }

    internal async Task CheckPersonAsync(string? personId, CancellationToken ct)
    {
        if (personId is not null && await FindPersonAsync(personId, ct) is null)
        {
            throw new ArgumentException(Bilingual.Of(
                $"没有人员 {personId}，或其今天没有职责。",
                $"Found person \"{personId}\"; expected somebody of the master data or of config/recipients.yaml who is responsible for something today."));
        }
    }

    /// <summary>The hash of a password that somebody chose.</summary>
    /// <exception cref="ArgumentException">It is too short, or holds the account's name.</exception>
    internal static string HashOf(string password, string name) =>
        password.Length >= 12 && !password.Contains(name, StringComparison.OrdinalIgnoreCase)
        ? Hasher.HashPassword(new Account(), password)
        : throw new ArgumentException(
            Bilingual.Of("密码至少 12 个字符，且不含账号名。", "A password has at least 12 characters and does not contain the account's name."));

    /// <summary>What the audit tells of an account.</summary>
    private sealed record Rights
    {
        public string Role { get; init; } = "";

        public bool IsDisabled { get; init; }

        public string Sees { get; init; } = "";
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9._@-]{0,79}$")]
    private static partial Regex NamePattern();
}
