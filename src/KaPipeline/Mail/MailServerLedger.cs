using Dapper;
using KaPipeline.Labels;
using Npgsql;

namespace KaPipeline.Mail;

/// <summary>A mail server that cannot be used, as all nodes know it.</summary>
/// <param name="Destination">Host and port, or a robot's address.</param>
/// <param name="Words">What went wrong last.</param>
/// <param name="Since">Since when.</param>
/// <param name="Tries">How often it was tried since.</param>
/// <param name="NotBefore">When it may be tried again.</param>
public sealed record MailTrouble(string Destination, string Words, DateTimeOffset Since, int Tries, DateTimeOffset NotBefore)
{
    /// <summary>What people call the server or robot.</summary>
    public string Called(Language language) => Robot.Is(Destination) ? Robot.Called(Destination, language)
        : language.Say($"邮件服务器 {Destination}", $"mail server {Destination}");
}

/// <summary>Keeps which mail servers are in trouble, so that processes do not each try a wrong password again, and operations are told
/// once.</summary>
public sealed class MailServerLedger(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>The longest pause between two tries.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);

    private sealed record Row(string Destination, string Words, DateTime Since, int Tries, DateTime NotBefore)
    {
        public MailTrouble Trouble => new(Destination, Words, new(Since, TimeSpan.Zero), Tries, new(NotBefore, TimeSpan.Zero));
    }

    /// <summary>Servers that are in trouble now.</summary>
    public async Task<IReadOnlyList<MailTrouble>> TroublesAsync(CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return [.. (await connection.QueryAsync<Row>(new CommandDefinition(
            "select destination, words, since, tries, not_before from ops.mail_server order by destination", cancellationToken: ct)))
            .Select(row => row.Trouble)];
    }

    /// <summary>The trouble for which a server must not be tried yet; null when it may be.</summary>
    public async Task<MailTrouble?> PauseAsync(string destination, CancellationToken ct = default) =>
        (await TroublesAsync(ct)).SingleOrDefault(trouble => trouble.Destination == destination && trouble.NotBefore > clock.GetUtcNow());

    /// <summary>Records that a server could not be used; the pause doubles with each try.</summary>
    /// <param name="destination">Host and port.</param>
    /// <param name="words">What went wrong.</param>
    public async Task<MailTrouble> FailedAsync(string destination, string words, int firstPauseSeconds)
    {
        await using var connection = await database.OpenConnectionAsync(CancellationToken.None);
        return (await connection.QuerySingleAsync<Row>(
            """
            insert into ops.mail_server as known (destination, words, since, tries, not_before)
            values (@destination, @words, @now, 1, @now + make_interval(secs => least(@first, @longest)))
            on conflict (destination) do update set words = excluded.words, tries = known.tries + 1,
                not_before = @now + make_interval(secs => least(@first * power(2, least(known.tries, 20)), @longest))
            returning destination, words, since, tries, not_before
            """, new { destination, words, now = clock.GetUtcNow(), first = (double)firstPauseSeconds, longest = LongestPause.TotalSeconds })).Trouble;
    }

    /// <summary>The server was used: its trouble is over.</summary>
    public async Task AnsweredAsync(string destination)
    {
        await using var connection = await database.OpenConnectionAsync(CancellationToken.None);
        await connection.ExecuteAsync("delete from ops.mail_server where destination = @destination", new { destination });
    }
}
