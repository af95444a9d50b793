using KaPipeline.Audit;
using KaPipeline.Warehouse;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace KaPipeline.Host.Accounts;

/// <summary>Who tries to sign in to an account, whatever the address: the password is checked, failed tries are counted, and after
/// <see cref="ConsoleOptions.SignInAttempts"/> of them the account is locked for <see cref="ConsoleOptions.LockMinutes"/> minutes.</summary>
public sealed class SignInsPerAccount(NpgsqlDataSource database, ConsoleOptions options, TimeProvider clock)
{
    // No account can have this name.
    private const string Unknown = "?";

    private static readonly PasswordHasher<Account> Hasher = new();

    // Hashing a password for a name that does not exist takes as long as for one that does.
    private static readonly string SomeHash = Hasher.HashPassword(new Account(), "a password of nobody");

    /// <summary>Signs somebody in by password. What came of it is in the audit.</summary>
    /// <param name="from">Address that the try comes from.</param>
    /// <returns>The account, or null; which of name, password or lock was wrong is not told.</returns>
    public async Task<Account?> SignInAsync(string name, string password, string from, CancellationToken ct)
    {
        var account = await CheckPasswordAsync(name, password, from, ct);
        if (account is not null)
        {
            await SignedInAsync(name, from, ct);
        }

        return account;
    }

    /// <summary>Checks a password, counting the try as failed before it is looked at: of tries at once no more are looked at than the
    /// limit.</summary>
    /// <param name="from">Address that the try comes from.</param>
    /// <returns>The account, or null.</returns>
    public async Task<Account?> CheckPasswordAsync(string name, string password, string from, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var limit = options.SignInAttempts;
        // The count ends with the lock; while it lasts tries are counted and change nothing.
        var account = await database.FirstAsync<Account>(
            """
            update ops.account set
                failed_sign_ins = case when locked_until <= @now then 1 when failed_sign_ins < 1000000 then failed_sign_ins + 1 else failed_sign_ins end,
                locked_until = case
                    when locked_until > @now then locked_until
                    when case when locked_until <= @now then 1 else failed_sign_ins + 1 end >= @limit then @until end
            where account_name = @name returning *
            """, new { name, now, limit, until = now.AddMinutes(options.LockMinutes) }, ct);
        var verdict = Hasher.VerifyHashedPassword(new Account(), account?.PasswordHash ?? SomeHash, password);
        var mayTry = account is { PasswordHash: not null, IsDisabled: false } && account.FailedSignIns <= limit;
        if (!mayTry || verdict == PasswordVerificationResult.Failed)
        {
            // A name that no account has may be a password in the wrong field: it is not written down.
            await RecordAsync("sign_in_failed", account?.AccountName ?? Unknown, from, account is null ? "unknown account"
                : account.IsDisabled ? "disabled" : mayTry ? "wrong" : "locked", ct);
            if (mayTry && account!.LockedUntil is { } until)
            {
                await RecordAsync("lock_account", name, from, $"until {until:u}", ct);
            }

            return null;
        }

        var newHash = verdict == PasswordVerificationResult.SuccessRehashNeeded ? Hasher.HashPassword(new Account(), password) : null;
        await database.DoAsync(
            "update ops.account set failed_sign_ins = 0, locked_until = null, password_hash = coalesce(@newHash, password_hash) where account_name = @name", new { name, newHash }, ct);
        return account;
    }

    /// <summary>Notes that somebody signed in.</summary>
    /// <param name="from">Address that they come from.</param>
    public async Task SignedInAsync(string name, string from, CancellationToken ct)
    {
        await database.DoAsync(
            "update ops.account set failed_sign_ins = 0, locked_until = null, signed_in_at = @now where account_name = @name",
            new { name, now = clock.GetUtcNow() }, ct);
        await RecordAsync("sign_in", name, from, null, ct);
    }

    /// <summary>Notes that a sign-in at the provider came to nothing.</summary>
    public Task RefusedOutsideAsync(string from, string why, CancellationToken ct) => RecordAsync("sign_in_failed", Unknown, from, why, ct);

    /// <summary>Notes that an address has to wait.</summary>
    public Task LimitedAsync(string from, CancellationToken ct) =>
        RecordAsync("limit_address", Unknown, from, "too many sign-ins in vain", ct);

    /// <summary>Ends a session for good: its cookie, or a copy of it, opens nothing any more.</summary>
    /// <param name="from">Address of who signs out.</param>
    public async Task EndSessionAsync(string session, string name, string from, CancellationToken ct)
    {
        await database.DoAsync(
            "insert into ops.ended_session (session_id, ended_at) values (@session, @now) on conflict do nothing",
            new { session, now = clock.GetUtcNow() }, ct);
        await RecordAsync("sign_out", name, from, null, ct);
    }

    private async Task RecordAsync(string action, string name, string from, string? why, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await AuditTrail.RecordAsync(transaction, clock.GetUtcNow(), name, action, "account", name, after: new { from, why }, ct: ct);
        await transaction.CommitAsync(ct);
    }
}
