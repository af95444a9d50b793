using Dapper;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Mail;

/// <summary>Whether mails may go at all: not by a clock that is off, and not from a warehouse that was restored until a person has looked
/// (<c>docs/decisions/0413-a-restore-holds-sending.md</c>).</summary>
/// <param name="mark">File of the mark, beside the data; empty: none is kept.</param>
/// <param name="clock">The database's clock.</param>
public sealed class SendingGate(NpgsqlDataSource database, string mark, DatabaseClock clock)
{
    /// <summary>Kind of the alert.</summary>
    public const string Kind = "sending_held";

    /// <summary>Subject of the alert.</summary>
    public const string Subject = "all mails";

    private const long GateLock = 5_242_061;

    private const string Here =
        "select system_identifier, (pg_control_checkpoint()).timeline_id as timeline, (select oid::bigint from pg_database where datname = current_database()) as database_oid from pg_control_system()";

    /// <summary>One for a process of the machine's own clock.</summary>
    public static SendingGate For(NpgsqlDataSource database, KaHome home) =>
        new(database, home.SendMark, DatabaseClock.For(database, home, TimeProvider.System));

    /// <summary>Whether the clock lets another mail go; asked before each, without the database.</summary>
    public bool ClockAgrees => clock.Agrees;

    /// <summary>Looks for signs of a restore, holds sending where there are, and says whether mails may go.</summary>
    /// <returns>Null when they may; else why not, for people.</returns>
    public async Task<string?> AskAsync(CancellationToken ct = default)
    {
        await clock.MeasureAsync(ct);
        await NoticeAsync(ct);
        return await OpenHoldAsync(ct) is { } hold ? hold.Message : clock.Agrees ? null : clock.Message;
    }

    /// <summary>The hold in force; null when there is none.</summary>
    public Task<SendingHold?> OpenHoldAsync(CancellationToken ct = default) => database.FirstAsync<SendingHold?>(
        "select hold_id, held_at, says as message, known_until, sent_until from ops.sending_hold where released_at is null", ct: ct);

    /// <summary>Editions of which mails wait, those first that may have gone before the restore.</summary>
    public Task<IReadOnlyList<HeldEdition>> WaitingAsync(SendingHold hold, CancellationToken ct = default) =>
        database.ListAsync<HeldEdition>(
        """
        select edition_id, digest, business_date, due_at, count(*)::int as mails,
            due_at > coalesce(@KnownUntil, '-infinity') and due_at <= @GoneUntil or bool_or(attempt > 0) as may_have_gone
        from ops.delivery join ops.edition using (edition_id)
        where state = 'rendered'
        group by edition_id, digest, business_date, due_at
        order by may_have_gone desc, due_at, edition_id
        """, new { hold.KnownUntil, hold.GoneUntil }, ct);

    /// <summary>Keeps the mark of a claim outside the database, before the mail goes.</summary>
    public async Task MarkAsync(ClaimedMail claim)
    {
        if (mark.Length > 0)
        {
            (await database.FirstAsync<Claimed>(
                "select event_id, happened_at from ops.delivery_event where delivery_id = @DeliveryId and attempt = @Attempt and state = 'claimed' order by event_id desc limit 1",
                new { claim.DeliveryId, claim.Attempt }))!.Mark(claim.MessageId).Write(mark);
        }
    }

    private async Task NoticeAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync("select pg_advisory_xact_lock(@GateLock)", new { GateLock }, transaction);
        var restored = mark.Length > 0 ? Path.Combine(Path.GetDirectoryName(mark)!, "restored") : "";
        var found = mark.Length > 0 ? SendMark.Read(mark) : null;
        var kept = found is { IsOfNone: false } ? found : null;
        var isMoved = await connection.ExecuteScalarAsync<bool>(
            $"select exists (select * from ops.sending_place except select true, here.* from ({Here}) as here)", transaction: transaction);
        var none = SendMark.OfNone(clock.GetUtcNow(), (await connection.ExecuteScalarAsync<string>(
            $"select concat_ws('/', system_identifier, database_oid) from ({Here}) as here", transaction: transaction))!);
        var isOfHere = found is { IsOfNone: true } && found.MessageId == none.MessageId;
        var isKnown = isOfHere || kept is not null && await connection.ExecuteScalarAsync<bool>(
            """
            select exists (select from ops.delivery_event join ops.delivery using (delivery_id)
                           where event_id = @EventId and happened_at = @At and message_id = @MessageId)
                or exists (select from ops.sending_hold where released_at >= @At)
            """, new { kept.EventId, At = kept.At.ToUniversalTime(), kept.MessageId }, transaction);
        var cause = File.Exists(restored) ? ("从备份恢复", "it was restored from a backup")
            : kept is not null && !isKnown ? ("它不知道最后一次发送", $"it does not know the last send, of {Moment(kept.At)}")
            : isMoved && !isKnown ? ("它现在位于另一台服务器或另一个数据库", "it is in another server or database than before")
            : ((string Chinese, string English)?)null;
        if (cause is { } why)
        {
            await HoldAsync(connection, transaction, why, kept);
        }

        await connection.ExecuteAsync(
            $"""
            insert into ops.sending_place as kept (system_identifier, timeline, database_oid) {Here}
            on conflict (is_only) do update set system_identifier = excluded.system_identifier, timeline = excluded.timeline, database_oid = excluded.database_oid
            where (kept.system_identifier, kept.timeline, kept.database_oid) is distinct from (excluded.system_identifier, excluded.timeline, excluded.database_oid)
            """, transaction: transaction);
        await transaction.CommitAsync(ct);
        if (found is null && mark.Length > 0)
        {
            none.Write(mark);
        }

        if (File.Exists(restored))
        {
            File.Delete(restored);
        }
    }

    private async Task HoldAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, (string Chinese, string English) cause,
        SendMark? kept)
    {
        var now = clock.GetUtcNow();
        var known = await connection.ExecuteScalarAsync<DateTime?>(
            "select greatest((select max(happened_at) from ops.delivery_event), (select max(produced_at) from ops.edition), (select max(recorded_at) from ops.load))", transaction: transaction);
        var since = known is { } last ? new DateTimeOffset(last, TimeSpan.Zero) : (DateTimeOffset?)null;
        var until = kept is not null && kept.At > (since ?? DateTimeOffset.MinValue) ? kept.At.ToUniversalTime() : (DateTimeOffset?)null;
        var between = since is { } begin ? $"{Moment(begin)} — {Moment(until ?? now)}" : "";
        var says = Bilingual.Of(
            $"数据库{cause.Chinese}，{between} 之间发出的邮件可能没有记录。全部发送已暂停，请人工确认后恢复。",
            $"The warehouse may not know what was sent ({cause.English}): mails may have gone {between}; nothing is sent until a person resumes sending.");
        if (await connection.ExecuteAsync(
            """
            insert into ops.sending_hold (held_at, held_by, says, known_until, sent_until) values (@now, @by, @says, @since, @until)
            on conflict do nothing
            """, new { now, by = WorkerName.Own, says, since, until }, transaction) == 1)
        {
            await Alerts.OpenAsync(connection, Kind, Subject, says, now, transaction);
        }
    }

    private static string Moment(DateTimeOffset moment) =>
        TimeZoneInfo.ConvertTime(moment, BusinessTime.Zone).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Claimed
    {
        public long EventId { get; init; }

        public DateTimeOffset HappenedAt { get; init; }

        public SendMark Mark(string messageId) => new(EventId, HappenedAt, messageId);
    }
}
