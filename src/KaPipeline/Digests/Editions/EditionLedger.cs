using Dapper;
using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Labels;
using KaPipeline.Mail;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Digests.Editions;

/// <summary>Keeps editions, what they reported as standing, and who got which.</summary>
public static class EditionLedger
{
    private sealed record ItemRow(
        long EditionId, string Kind, string ItemKey, string ChainId, string Region, string City, string StoreId, int Severity,
        decimal Amount, string Label, string LabelEn,
        DateOnly? SinceOn);

    /// <summary>What the readers of a digest had before.</summary>
    /// <param name="LastOf">Recipient to the edition last accepted, with its business date.</param>
    /// <param name="Items">Items of these editions.</param>
    /// <param name="Seen">Keys that any edition before had.</param>
    /// <param name="Newest">The last edition, whoever had it; null when there is none.</param>
    public sealed record Past(
        IReadOnlyDictionary<string, (long Edition, DateOnly Date)> LastOf, ILookup<long, EarlierItem> Items,
        IReadOnlySet<(string Kind, string Key)> Seen, (long Edition, DateOnly Date)? Newest)
    {
        /// <summary>Business date of the oldest edition that something is compared with; null when there is none.</summary>
        public DateOnly? Oldest => LastOf.Values.Append(Newest ?? default).Select(last => last.Date).Where(date => date != default)
            .Select(date => (DateOnly?)date).Min();
    }

    /// <summary>Reads the past of a digest before a business date: four queries, whatever the number of readers.</summary>
    public static async Task<Past> PastAsync(NpgsqlConnection connection, string digest, DateOnly before, CancellationToken ct = default)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var last = (await connection.QueryAsync<(string Recipient, long Edition, DateOnly Date)>(new CommandDefinition(
            """
            select distinct on (recipient_id) recipient_id, edition_id, business_date
            from ops.delivery join ops.edition using (edition_id)
            where digest = @digest and business_date < @before and state = 'accepted'
            order by recipient_id, business_date desc, edition_number desc
            """, new { digest, before }, cancellationToken: ct))).ToDictionary(row => row.Recipient, row => (row.Edition, row.Date));
        var newest = await connection.QuerySingleOrDefaultAsync<(long, DateOnly)?>(new CommandDefinition(
            """
            select edition_id, business_date from ops.edition where digest = @digest and business_date < @before
            order by business_date desc, edition_number desc limit 1
            """, new { digest, before }, cancellationToken: ct));
        var items = (await connection.QueryAsync<ItemRow>(new CommandDefinition(
            """
            select edition_id, kind, item_key, chain_id, region, city, store_id, severity, amount, label, label_en, since_on
            from ops.edition_item where edition_id = any (@editions) and kind not like 'figure%'
            """, new { editions = last.Values.Append(newest ?? default).Select(edition => edition.Item1).Distinct().ToArray() },
            cancellationToken: ct)))
            .ToLookup(row => row.EditionId, row => new EarlierItem(
                row.Kind, row.ItemKey, new Place(row.ChainId, row.Region, row.City, row.StoreId), row.Severity, row.Amount, row.Label,
                row.LabelEn)
            {
                SinceOn = row.SinceOn,
            });
        var seen = await connection.QueryAsync<(string, string)>(new CommandDefinition(
            "select distinct kind, item_key from ops.edition_item join ops.edition using (edition_id) where digest = @digest and business_date < @before",
            new { digest, before }, cancellationToken: ct));
        return new Past(last, items, seen.ToHashSet(), newest);
    }

    /// <summary>An edition that is there already.</summary>
    /// <param name="IsHeld">Whether a person holds it: then none of its mails goes.</param>
    /// <param name="Recipients">Who has a letter of it.</param>
    public sealed record Existing(long Id, bool IsHeld, IReadOnlyCollection<string> Recipients);

    /// <summary>The newest edition of a digest for a business date, with who is in it; null when there is none.</summary>
    public static async Task<Existing?> ExistingAsync(NpgsqlDataSource database, string digest, DateOnly businessDate,
        CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = (await connection.QueryAsync<(long Edition, bool IsHeld, string? Recipient)>(new CommandDefinition(
            """
            select edition_id, edition_state = 'held', recipient_id
            from (select edition_id, edition_state from ops.edition where digest = @digest and business_date = @businessDate order by edition_number desc limit 1) as newest
            left join ops.delivery using (edition_id)
            """, new { digest, businessDate }, cancellationToken: ct))).AsList();
        return rows.Count == 0 ? null
            : new Existing(rows[0].Edition, rows[0].IsHeld, rows.Select(row => row.Recipient).OfType<string>().ToHashSet());
    }

    /// <summary>Records a new edition with what it reports, in the caller's transaction; without <paramref name="again"/> one that is there
    /// already is returned instead.</summary>
    /// <returns>Its id and number.</returns>
    public static async Task<(long Id, int Number)> AddAsync(
        NpgsqlConnection connection, EditionFrame frame, IReadOnlyCollection<string> missing, long? runId, string cause, bool again,
        IDigestFacts facts, IReadOnlySet<StatedFigure> restated, Func<OpenItem, Language, string> label, CancellationToken ct = default)
    {
        await connection.ExecuteAsync(
            "select pg_advisory_xact_lock(hashtextextended('edition ' || @Digest, 0))", new { frame.Digest });
        if (!again && await connection.QuerySingleOrDefaultAsync<(long Id, int Number)?>(
            "select edition_id, edition_number from ops.edition where digest = @Digest and business_date = @BusinessDate order by edition_number desc limit 1",
            new { frame.Digest, frame.BusinessDate }) is { } there)
        {
            return there;
        }

        var (id, number) = await connection.QuerySingleAsync<(long, int)>(
            """
            insert into ops.edition (digest, business_date, edition_number, due_at, as_of, known_at, knowledge, is_partial, missing_sources, is_late, produced_at, run_id, cause)
            select @Digest, @BusinessDate, coalesce(max(edition_number), 0) + 1, @DueAt, @AsOf, @KnownAt, @knowledge, @partial, @missing, @IsLate, @ProducedAt, @runId, @cause
            from ops.edition where digest = @Digest and business_date = @BusinessDate
            returning edition_id, edition_number
            """,
            new
            {
                frame.Digest, frame.BusinessDate, frame.DueAt, frame.Clock.AsOf, KnownAt = frame.Clock.KnownAt.ToUniversalTime(),
                knowledge = frame.Clock.Mode == KnowledgeMode.Arrived ? "arrived" : "recorded",
                partial = missing.Count > 0, missing = missing.ToArray(), frame.IsLate, frame.ProducedAt, runId, cause,
            });
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy ops.edition_item (edition_id, kind, item_key, chain_id, region, city, store_id, severity, amount, label, label_en, since_on) from stdin (format binary)", ct);
        foreach (var item in facts.OpenItems.Items)
        {
            await copy.WriteRowAsync(ct, id, item.Kind, item.Key, item.Place.ChainId, item.Place.Region, item.Place.City,
                item.Place.StoreId,
                item.Severity, decimal.Round(item.Amount, 2, MidpointRounding.AwayFromZero), label(item, Language.Chinese),
                label(item, Language.English), item.SinceOn);
        }

        foreach (var figure in facts.Figures.Where(figure => figure.Day >= frame.From || restated.Contains(figure)))
        {
            await copy.WriteRowAsync(ct, id, figure.Kind, figure.Key, figure.Place.ChainId, figure.Place.Region, figure.Place.City,
                figure.Place.StoreId,
                0, figure.Stored, "", "", null);
        }

        await copy.CompleteAsync(ct);
        return (id, number);
    }

    /// <summary>Records what of the last edition a new one found solved, in the caller's transaction.</summary>
    public static Task ClearAsync(NpgsqlConnection connection, long edition, long earlier, IReadOnlyCollection<EarlierItem> cleared,
        CancellationToken ct = default) => connection.ExecuteAsync(new CommandDefinition(
            """
            update ops.edition_item set cleared_by = @edition where edition_id = @earlier
                and (kind, item_key) in (select * from unnest(@kinds, @keys))
            """, new
            {
                edition, earlier, kinds = cleared.Select(item => item.Kind).ToArray(),
                keys = cleared.Select(item => item.ItemKey).ToArray(),
            }, cancellationToken: ct));

    /// <summary>Holds an edition in the transaction that makes it, so that no mail of it can go in between.</summary>
    public static Task HoldAsync(NpgsqlTransaction transaction, long edition, CancellationToken ct = default) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
        "update ops.edition set edition_state = 'held' where edition_id = @edition and edition_state in ('open', 'waiting')",
        new { edition }, transaction, cancellationToken: ct));

    /// <summary>Records one rendered delivery, in the caller's transaction; content that another reader has already is shared.</summary>
    /// <param name="connection">With the caller's transaction.</param>
    /// <param name="edition">Edition's id and number.</param>
    /// <param name="suppressed">Why it will not be sent; null when it will.</param>
    /// <param name="domain">Domain of the Message-ID.</param>
    public static async Task AddDeliveryAsync(
        NpgsqlConnection connection, (long Id, int Number) edition, EditionFrame frame, Recipient recipient, MailContent content,
        string? suppressed, string domain)
    {
        var sha256 = content.Sha256;
        var isNew = await connection.ExecuteAsync(
            "insert into ops.mail_content (content_sha256, subject, html, plain_text) values (@sha256, @Subject, @Html, @Text) on conflict do nothing",
            new { sha256, content.Subject, content.Html, content.Text });
        for (var i = 0; isNew == 1 && i < content.Attachments.Count; i++)
        {
            var file = content.Attachments[i];
            await connection.ExecuteAsync(
                "insert into ops.mail_attachment (content_sha256, position, file_name, media_type, content) values (@sha256, @i, @FileName, @MediaType, @Content)",
                new { sha256, i, file.FileName, file.MediaType, file.Content });
        }

        await connection.ExecuteAsync(
            """
            with made as (
                insert into ops.delivery (edition_id, recipient_id, recipient_name, address, language, content_sha256, message_id, state, not_before, rendered_at, ended_at, words)
                values (@edition, @Id, @name, @address, @Language, @sha256, @messageId, @state, @at, @at, @ended, @suppressed)
                on conflict (edition_id, recipient_id, copy_number) do nothing
                returning delivery_id
            )
            insert into ops.delivery_event (delivery_id, happened_at, state, attempt, who, words)
            select delivery_id, @at, @state, 0, 'digest', @suppressed from made
            """,
            new
            {
                edition = edition.Id, recipient.Id, name = recipient.Mailbox.Name, address = recipient.Mailbox.Address, recipient.Language,
                sha256,
                messageId = MessageId(frame, edition.Number, recipient.Id, domain), at = frame.ProducedAt, suppressed,
                state = suppressed is null ? MailState.Rendered : MailState.Suppressed,
                ended = suppressed is null ? (DateTimeOffset?)null : frame.ProducedAt,
            });
    }

    // Named after what it is, so that an archive can tell copies of the same letter from different letters.
    private static string MessageId(EditionFrame frame, int number, string recipient, string domain) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{frame.Digest}.{frame.BusinessDate:yyyy-MM-dd}.{number}.{string.Concat(recipient.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'))}@{domain}");
}
