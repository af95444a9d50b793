using Dapper;
using KaPipeline.Digests.Calendar;
using KaPipeline.Digests.Design;
using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Digests.Restatement;
using KaPipeline.Labels;
using KaPipeline.Mail;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Digests.Editions;

/// <summary>
/// Tells readers of figures that they were sent and that a later file made other ones: old, new, and the file, as a mail of its own,
/// to those alone who got the old figure. What was told is recorded as stated, so that it is told once and no later edition tells it again.
/// </summary>
/// <param name="digests">Digests that state figures.</param>
/// <param name="recipients">Who gets what, for scopes and languages.</param>
/// <param name="calendar">When editions are due.</param>
/// <param name="options">Sender, console address.</param>
public sealed class RestatementService(
    NpgsqlDataSource database, IReadOnlyCollection<IDigest> digests, RecipientList recipients, DigestCalendar calendar, MailOptions options,
    TimeProvider clock)
{
    /// <summary>Name of the notices in the ledger of editions.</summary>
    public const string Name = "restatement";

    private sealed record Change(IDigest Digest, DateOnly Date, SentFigures Sent, Names Names);

    /// <summary>Makes and records notices of everything that changed since it was last told; sending is the
    /// <see cref="Postman"/>'s.</summary>
    /// <param name="runId">The run that asks, where there is one.</param>
    /// <param name="ct">Stops the queries.</param>
    /// <returns>The edition and its letters; null when nothing changed.</returns>
    public async Task<(long EditionId, IReadOnlyList<Rendered> Letters)?> ProduceAsync(long? runId, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow();
        var told = await LastToldAsync(ct);
        var changes = new List<Change>();
        var readers = new Dictionary<string, Recipient>();
        var changed = new Dictionary<string, List<(Change Change, IReadOnlyList<RestatedFigure> Lines)>>();
        foreach (var (digest, date) in await LastEditionsAsync(ct))
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            await using var transaction = await new ReportClock(date, now).BeginAsync(connection, ct);
            var names = await Names.LoadAsync(connection, ct);
            var frame = Frame(digest.Name, date, now);
            var figures = await digest.FiguresAsync(connection, frame, names, ct);
            var change = new Change(digest, date, await SentFigures.LoadAsync(connection, digest, frame, null, figures, ct), names);
            foreach (var reader in await recipients.OfAsync(connection, digest.Name, ct: ct))
            {
                if (change.Sent.For(reader) is { Count: > 0 } lines)
                {
                    readers.TryAdd(reader.Id, reader);
                    (changed.TryGetValue(reader.Id, out var list) ? list : changed[reader.Id] = []).Add((change, lines));
                }
            }

            changes.Add(change);
        }

        return changed.Count == 0 ? null : await RecordAsync(changes.Max(change => change.Date), now, told, runId, readers, changed, ct);
    }

    /// <summary>Notices that wait to be sent, oldest first.</summary>
    public static async Task<IReadOnlyList<long>> UnsentAsync(NpgsqlDataSource database, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<long>(new CommandDefinition(
            "select distinct edition_id from ops.edition join ops.delivery using (edition_id) where digest = @Name and state = 'rendered' order by 1", new { Name }, cancellationToken: ct))).AsList();
    }

    private async Task<(long, IReadOnlyList<Rendered>)?> RecordAsync(
        DateOnly date, DateTimeOffset now, long told, long? runId, Dictionary<string, Recipient> readers,
        Dictionary<string, List<(Change Change, IReadOnlyList<RestatedFigure> Lines)>> changed, CancellationToken ct)
    {
        var frame = Frame(Name, date, now) with { DueAt = now };
        var figures = changed.Values.SelectMany(list => list).SelectMany(part => part.Lines).Select(line => line.Figure)
            .DistinctBy(figure => (figure.Kind, figure.Key)).ToList();
        await using var html = new DocumentHtml();
        var letters = new List<Rendered>();
        foreach (var reader in readers.Values.OrderBy(reader => reader.Id, StringComparer.Ordinal))
        {
            var letter = Write(frame, reader, changed[reader.Id]);
            letters.Add(new Rendered(reader, new MailContent(
                letter.Subject, await html.RenderAsync(letter.Document, Medium.Mail), DocumentText.Of(letter.Document), []),
                reader.Silenced ?? options.KeptBack(reader)));
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var edition = await EditionLedger.AddAsync(
            connection, frame, [], runId, "restatement", again: true, new Facts(frame, changed.Values.First()[0].Change.Names, figures),
            figures.ToHashSet(), (item, _) => item.Key, ct);
        if (await connection.ExecuteScalarAsync<long>(
            "select count(*) from ops.edition where digest = @Name and edition_id > @told and edition_id <> @Id",
            new { Name, told, edition.Id }, transaction) > 0)
        {
            return null; // Another process told the same meanwhile; what is left is found by the next call.
        }

        foreach (var (recipient, content, suppressed) in letters)
        {
            await EditionLedger.AddDeliveryAsync(connection, edition, frame, recipient, content, suppressed, options.From.Split('@')[^1]);
        }

        await transaction.CommitAsync(ct);
        return (edition.Id, letters);
    }

    private static Letter Write(EditionFrame frame, Recipient reader, List<(Change Change, IReadOnlyList<RestatedFigure> Lines)> parts)
    {
        var language = Language.Of(reader.Language);
        var names = parts[0].Change.Names;
        var count = parts.Sum(part => part.Lines.Count);
        var title = language.Say("数字更正通知", "Corrected figures");
        var news = language.Say($"此前发给您的 {count} 个数字有变", count == 1 ? "1 figure that you were sent has changed"
            : $"{count} figures that you were sent have changed");
        var blocks = new List<Block>
        {
            new Notice(Tone.Warning, language.Say(
                $"此前发给您的 {count} 个数字因后到文件有变，请以现数为准；下一期不再重复。",
                $"Later files changed {count} of the figures that you were sent. Use those below; the next edition will not repeat them.")),
        };
        foreach (var (change, lines) in parts)
        {
            var blocksOf = new RestatementBlocks(frame, change.Names, language);
            blocks.Add(new Heading(Label.Digest.Opening(change.Digest.Name, language),
                language.Say($"业务日期 {language.Day(change.Date)} 的那一期", $"Edition of {language.Day(change.Date)}")));
            blocks.Add(blocksOf.Sums(change.Sent.SumsFor(reader)));
            blocks.Add(new Heading(language.Say("逐项", "In detail")));
            blocks.Add(blocksOf.Lines(lines));
        }

        var head = new LetterHead(frame, names, new Addressee(reader, language, new Changes([], [], null)));
        return new Letter(
            $"{language.Say("【更正】", "[corrected] ")}{news} · {parts[0].Lines[0].Cause.Message.Split(" #")[0]}",
            new Document(language, title, head.Scope, news, blocks, head.Footer));
    }

    private EditionFrame Frame(string digest, DateOnly date, DateTimeOffset now)
    {
        var slot = calendar.SlotOf(digest == Name ? "daily" : digest, date);
        return new EditionFrame(digest, date, slot.From, slot.DueAt, false, now, new ReportClock(date, now), calendar.WorkingDays,
            options.ConsoleAddress);
    }

    private async Task<List<(IDigest Digest, DateOnly Date)>> LastEditionsAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var dates = (await connection.QueryAsync<(string Digest, DateOnly Date)>(new CommandDefinition(
            """
            select distinct digest, business_date from ops.edition
            where exists (select from ops.delivery where delivery.edition_id = edition.edition_id and state = 'accepted')
            """, cancellationToken: ct))).ToLookup(edition => edition.Digest, edition => edition.Date);
        return
        [
            .. digests.Where(digest => digest.FigureNames.Count > 0)
                .SelectMany(digest => dates[digest.Name].OrderDescending().Take(digest.EditionsCompared).Select(date => (digest, date))),
        ];
    }

    private async Task<long> LastToldAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            "select max(edition_id) from ops.edition where digest = @Name", new { Name }, cancellationToken: ct)) ?? 0;
    }

    private sealed record Facts(EditionFrame Frame, Names Names, IReadOnlyList<StatedFigure> Figures) : IDigestFacts
    {
        public OpenItemFacts OpenItems => OpenItemFacts.None;

        public SourceFacts Sources { get; } = new([], []);

        public Letter Write(Addressee reader) => throw new NotSupportedException("A notice is written by its service.");
    }
}
