using Dapper;
using KaPipeline.Digests.Calendar;
using KaPipeline.Labels;
using Npgsql;

namespace KaPipeline.Digests.Editions;

/// <summary>A digest that should have gone and did not, or a mail that ended badly.</summary>
/// <param name="Subject">Which: stable, so that one breach is told once.</param>
/// <param name="Message">In words, <see cref="Bilingual"/>.</param>
public sealed record Breach(string Subject, string Message);

/// <summary>Looks for digests that should have gone, and for refused and doubtful mails.</summary>
public sealed class EditionBreaches(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>Those of the given slots that are missing by now: no edition, or one of which no mail was accepted.</summary>
    public async Task<IReadOnlyList<Breach>> MissingAsync(IReadOnlyCollection<DigestSlot> slots, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow();
        var due = slots.Where(slot => slot.LateAfter <= now).ToList();
        if (due.Count == 0)
        {
            return [];
        }

        // An edition that nobody is to get has gone; so has one that was suppressed by a person's wish.
        await using var connection = await database.OpenConnectionAsync(ct);
        var made = (await connection.QueryAsync<(string Digest, DateOnly Date, bool HasGone)>(new CommandDefinition(
            """
            select digest, business_date, bool_or(delivery_id is null or state in ('accepted', 'suppressed')) as has_gone
            from ops.edition left join ops.delivery using (edition_id)
            where business_date >= @from group by digest, business_date
            """, new { from = due.Min(slot => slot.BusinessDate) }, cancellationToken: ct))).ToDictionary(row => (row.Digest, row.Date), row => row.HasGone);
        return
        [
            .. from slot in due
               let gone = made.TryGetValue((slot.Digest, slot.BusinessDate), out var hasGone) ? hasGone : (bool?)null
               where gone is not true
               let at = TimeZoneInfo.ConvertTime(slot.DueAt, BusinessTime.Zone)
               select new Breach(
                   $"{slot.Digest} {slot.BusinessDate:yyyy-MM-dd}",
                   Bilingual.Of(
                   $"{Label.Digest.Of(slot.Digest, Language.Chinese)} {slot.BusinessDate:yyyy-MM-dd} 应于 {at:yyyy-MM-dd HH:mm}（{BusinessTime.ZoneName}）发出：{(gone is false ? "没有一封被接收" : "没有制作")}。",
                   $"\"{slot.Digest}\" for {slot.BusinessDate:yyyy-MM-dd} should have gone at {at:yyyy-MM-dd HH:mm} {BusinessTime.ZoneName}: {(gone is false ? "no mail of it was accepted" : "it has no edition")}.")),
        ];
    }

    /// <summary>Mails of the last <paramref name="days"/> days, and older ones that were told, that were refused or are in doubt, and of
    /// which no later copy was accepted.</summary>
    public async Task<IReadOnlyList<Breach>> EndedBadlyAsync(int days = 7, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var bad = await connection.QueryAsync<(long Id, string Digest, DateOnly Date, string Name, string Address, string State,
            string Words)>(new CommandDefinition(
            """
            select delivery_id, digest, business_date, recipient_name, address, state, words from ops.delivery join ops.edition using (edition_id)
            where state in ('refused', 'in_doubt')
              and (rendered_at >= @from or exists (select from ops.alert where kind = 'delivery_refused' and closed_at is null and subject = delivery_id::text))
              and not exists (select from ops.delivery as copy where copy.edition_id = delivery.edition_id and copy.recipient_id = delivery.recipient_id
                              and copy.copy_number > delivery.copy_number and copy.state = 'accepted')
            order by delivery_id
            """, new { from = clock.GetUtcNow().AddDays(-days) }, cancellationToken: ct));
        return [.. bad.Select(row => new Breach(
            $"{row.Id}",
            Bilingual.Of(
            $"{Label.Digest.Of(row.Digest, Language.Chinese)} {row.Date:yyyy-MM-dd} 发给 {row.Name} <{row.Address}>：{(row.State == "refused" ? "被拒收" : "是否送达不明，请人工确认")}。",
            $"\"{row.Digest}\" for {row.Date:yyyy-MM-dd} to {row.Name} <{row.Address}> is {row.State.Replace('_', ' ')}: {row.Words}")))];
    }
}
