using System.Security.Cryptography;
using System.Text;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Ingestion.Sources;

/// <summary>Keeps a refused sign-in from being repeated: portals lock an account after some tries, and then people are locked out as well.
/// It is told once, with who renews the password, and tried again as soon as another one is there, or when a person asks for it.</summary>
/// <param name="clock">Tells when it was refused.</param>
internal sealed class RefusedSignIns(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>Kind of the alert.</summary>
    public const string Kind = "sign_in_refused";

    private const int Rounds = 200_000;

    /// <summary>Why a source is not asked now; null where it may be.</summary>
    public async Task<string?> WhyNotAsync(SourceOptions source, CancellationToken ct)
    {
        if (Credentials(source) is not { } secret
            || await database.FirstAsync<Refusal>(
                "select refused_at, words, secret_salt, secret_mark from ops.refused_sign_in where source = @Name",
                new { source.Name }, ct) is not { } known
            || !CryptographicOperations.FixedTimeEquals(known.SecretMark, Mark(secret, known.SecretSalt)))
        {
            return null;
        }

        var at = TimeZoneInfo.ConvertTime(known.RefusedAt, BusinessTime.Zone);
        return Bilingual.Of(
            $"{at:yyyy-MM-dd HH:mm} 登录被拒（{Bilingual.In(known.Words, Language.Chinese)}），同一密码不再尝试，以免账号被锁；{Renew(source, Language.Chinese)}",
            $"the sign-in was refused at {at:yyyy-MM-dd HH:mm} ({Bilingual.In(known.Words, Language.English)}); the same password is not tried again, lest the account be locked: {Renew(source, Language.English)}");
    }

    /// <summary>Keeps that a sign-in was refused, and tells operations once.</summary>
    public async Task RefusedAsync(SourceOptions source, string words, CancellationToken ct)
    {
        if (Credentials(source) is not { } secret)
        {
            return;
        }

        var salt = RandomNumberGenerator.GetBytes(16);
        await database.DoAsync(
            """
            insert into ops.refused_sign_in (source, refused_at, words, secret_salt, secret_mark) values (@Name, @now, @words, @salt, @mark)
            on conflict (source) do update set refused_at = excluded.refused_at, words = excluded.words,
                secret_salt = excluded.secret_salt, secret_mark = excluded.secret_mark
            """, new { source.Name, now = clock.GetUtcNow(), words, salt, mark = Mark(secret, salt) }, ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        await Alerts.OpenAsync(connection, Kind, source.Name, Bilingual.Of(language =>
            language.Say($"来源 {source.Name}：", $"Source {source.Name}: ") + Bilingual.In(words, language)
            + language.Say("；同一密码不再尝试，以免账号被锁；", "; the same password is not tried again, lest the account be locked: ")
            + Renew(source, language)), clock.GetUtcNow());
    }

    /// <summary>Forgets it: the source let us in.</summary>
    public async Task LetInAsync(SourceOptions source, CancellationToken ct)
    {
        if (await database.FirstAsync<string>(
            "delete from ops.refused_sign_in where source = @Name returning source", new { source.Name }, ct) is not null)
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            await Alerts.CloseAsync(connection, Kind, source.Name, clock.GetUtcNow());
        }
    }

    private static string Renew(SourceOptions source, Language language) => source.RenewedBy is { Length: > 0 } who
        ? language.Say($"请 {who} 更新密码", $"{who} renews the password")
        : language.Say("请更新密码（sources.yaml 的 renewed_by 可写明由谁更新）", "renew the password (renewed_by in sources.yaml says who does)");

    // What signs in; a source that needs nothing has nothing that could be refused.
    private static byte[]? Credentials(SourceOptions source) => source switch
    {
        { Http: { SignIn: not null, Password: { } place } http } => Encoding.UTF8.GetBytes($"{http.User}\n{Secret.Read(place)}"),
        { Sftp: { Password: { } place } sftp } => Encoding.UTF8.GetBytes($"{sftp.User}\n{Secret.Read(place)}"),
        { Sftp: { Key: { } key } sftp } => [.. Encoding.UTF8.GetBytes($"{sftp.User}\n"), .. File.ReadAllBytes(Secret.PathOf(key))],
        _ => null,
    };

    private static byte[] Mark(byte[] secret, byte[] salt) => Rfc2898DeriveBytes.Pbkdf2(secret, salt, Rounds, HashAlgorithmName.SHA256, 32);

    private sealed record Refusal
    {
        public DateTimeOffset RefusedAt { get; init; }

        public string Words { get; init; } = "";

        public byte[] SecretSalt { get; init; } = [];

        public byte[] SecretMark { get; init; } = [];
    }
}
