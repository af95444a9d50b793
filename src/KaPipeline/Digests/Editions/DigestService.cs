using KaPipeline.Audit;
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

/// <summary>What is asked of the service.</summary>
/// <param name="Digest">Which digest.</param>
/// <param name="AsOf">Business date: the last day covered.</param>
/// <param name="Cause">Schedule, catch-up, command line, or a person's reason.</param>
public sealed record DigestRequest(string Digest, DateOnly AsOf, string Cause)
{
    /// <summary>Moment up to which data count; null: when the edition's sources were complete, or its time to wait for them was
    /// over.</summary>
    public DateTimeOffset? KnownAt { get; init; }

    /// <summary>The run that asks, where there is one.</summary>
    public long? RunId { get; init; }

    /// <summary>Only these recipients; null: all.</summary>
    public IReadOnlyCollection<string>? Only { get; init; }

    /// <summary>Another edition of the same date, to every reader again; else an edition that is there already is completed, never
    /// repeated.</summary>
    public bool IsNewEdition { get; init; }

    /// <summary>The person who asks, for the audit; null: a schedule or a run, which the ledger of runs knows.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>Why, where a person says so.</summary>
    public string? Reason { get; init; }

    /// <summary>Make it, and let none of its mails go until a person releases it.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Why mails are rendered and kept but not sent; null when they are sent.</summary>
    public string? Suppressed { get; init; }
}

/// <summary>One letter as a recipient would get it.</summary>
/// <param name="Suppressed">Why it is not mailed; null when it is.</param>
public sealed record Rendered(Recipient Recipient, MailContent Content, string? Suppressed = null);

/// <summary>Makes editions: reads the facts once, writes and renders each reader's letter, and records all of it in one transaction.
/// Sending is the <see cref="Postman"/>'s.</summary>
/// <param name="digests">The digests there are.</param>
/// <param name="recipients">Who gets what.</param>
/// <param name="calendar">When editions are due.</param>
/// <param name="options">Sender, console address.</param>
public sealed class DigestService(
    NpgsqlDataSource database, IReadOnlyCollection<IDigest> digests, RecipientList recipients, DigestCalendar calendar, MailOptions options,
    TimeProvider clock)
{
    /// <summary>Every digest of the product.</summary>
    public static IReadOnlyCollection<IDigest> AllDigests { get; } =
        [new Daily.DailyDigest(), new Weekly.WeeklyDigest(), new Close.CloseDigest(), new Budget.BudgetDigest(), new Plan.PlanDigest()];

    /// <summary>How long editions wait for late sources.</summary>
    public SourceWait Wait { get; } = new(database, calendar, clock);

    /// <summary>Computes and keeps aside what the edition of a past morning asks for, so that nobody waits for it when it is
    /// made.</summary>
    public async Task PrepareAsync(DigestRequest request, CancellationToken ct = default) =>
        await new PastMoments(database).KeepAsync((await FrameAsync(request, ct)).Clock, ct);

    /// <summary>Renders without recording or sending.</summary>
    /// <exception cref="UnknownRecipientException">Somebody named does not get this digest.</exception>
    public async Task<IReadOnlyList<Rendered>> PreviewAsync(DigestRequest request, CancellationToken ct = default) =>
        (await MakeAsync(request, [], ct)).Letters;

    /// <summary>Makes and records an edition. Where there is one of that date already, only readers who are not in it yet get a letter, so
    /// that a retry after a crash, or a second process, repeats nothing.</summary>
    /// <returns>The edition's id, and the letters made now.</returns>
    /// <exception cref="UnknownRecipientException">Somebody named does not get this digest; nothing was recorded.</exception>
    public async Task<(long EditionId, IReadOnlyList<Rendered> Letters)> ProduceAsync(DigestRequest request, CancellationToken ct = default)
    {
        var existing = !request.IsNewEdition ? await EditionLedger.ExistingAsync(database, request.Digest, request.AsOf, ct) : null;
        var (frame, names, facts, restated, past, letters) = await MakeAsync(request, existing?.Recipients ?? [], ct);
        if (existing is not null && letters.Count == 0)
        {
            return (existing.Id, []);
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        letters = [.. letters.Select(letter => letter with { Suppressed = letter.Suppressed ?? options.KeptBack(letter.Recipient) })];
        var missing = facts!.Sources.States.Where(state => state.IsLacking)
            .Select(state => $"{state.ChainId} {state.Report} {Language.Chinese.Date(state.BusinessDate)}").ToList();
        var edition = await EditionLedger.AddAsync(
            connection, frame, missing, request.RunId, request.Reason ?? request.Cause, request.IsNewEdition, facts,
            restated,
            (item, language) =>
            $"{Label.OpenRule.Opening(item.Rule, language)} {names.Product(item.ProductId, language)} "
            + new OpenItemTable(frame, names, language).PlaceName(item), ct);
        if (past?.Newest is { } last)
        {
            var all = new Recipient("", new Mailbox("", ""), Language.Chinese.Code, [], Scope.All);
            await EditionLedger.ClearAsync(connection, edition.Id, last.Edition, Changes.Of(
                new Scoped<OpenItemFacts>(facts.OpenItems, all), [.. past.Items[last.Edition]], last.Date, past.Seen, frame).Cleared, ct);
        }

        foreach (var (recipient, content, suppressed) in letters)
        {
            await EditionLedger.AddDeliveryAsync(connection, edition, frame, recipient, content, suppressed, options.From.Split('@')[^1]);
        }

        if (request.IsHeld)
        {
            await EditionLedger.HoldAsync(transaction, edition.Id, ct);
        }

        if (request.RequestedBy is { } who)
        {
            await AuditTrail.RecordAsync(
                transaction, frame.ProducedAt, who, request.IsNewEdition ? "new_edition" : "make_edition", "edition", $"{edition.Id}",
                request.Reason,
                after: new
                {
                    request.Digest, BusinessDate = Language.Chinese.Date(request.AsOf), edition.Number, letters = letters.Count,
                    held = request.IsHeld
                }, ct: ct);
        }

        await transaction.CommitAsync(ct);
        return (edition.Id, letters);
    }

    private async Task<(EditionFrame Frame, Names Names, IDigestFacts? Facts, IReadOnlySet<StatedFigure> Restated,
        EditionLedger.Past? Past, IReadOnlyList<Rendered> Letters)> MakeAsync(
        DigestRequest request, IReadOnlyCollection<string> without, CancellationToken ct)
    {
        var digest = digests.SingleOrDefault(digest => digest.Name == request.Digest)
            ?? throw new InvalidDataException(
            $"There is no digest \"{request.Digest}\"; there are {string.Join(", ", digests.Select(digest => digest.Name))}.");
        var frame = await FrameAsync(request, ct);
        await new PastMoments(database).KeepAsync(frame.Clock, ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await frame.Clock.BeginAsync(connection, ct);
        var names = await Names.LoadAsync(connection, ct);
        var all = await recipients.OfAsync(connection, digest.Name, ct: ct);
        if (request.Only?.Where(name => !all.Any(recipient => recipient.IsAmong([name]))).ToList() is { Count: > 0 } unknown)
        {
            throw new UnknownRecipientException(unknown, digest.Name, request.AsOf, all);
        }

        var readers = all.Where(recipient => recipient.IsAmong(request.Only) && !without.Contains(recipient.Id)).ToList();
        if (readers.Count == 0 && without.Count > 0)
        {
            return (frame, names, null, new HashSet<StatedFigure>(), null, []);
        }

        var past = await EditionLedger.PastAsync(connection, digest.Name, frame.BusinessDate, ct);
        frame = frame with { ComparedWith = past.Oldest };
        var facts = await digest.LoadAsync(connection, frame, names, ct);
        var sent = await SentFigures.LoadAsync(connection, digest, frame, frame.BusinessDate, facts.Figures, ct);
        var workbooks = new AttachedWorkbooks(
            connection, facts, options, Path.Combine(options.Outbox, Language.Chinese.Date(frame.BusinessDate)));
        foreach (var workbook in digest.Workbooks)
        {
            await workbooks.MakeAsync(workbook, await recipients.OfAsync(connection, workbook, workbook: true, ct),
                recipient => ChangesFor(recipient, facts, past, frame), request.Only, ct);
        }

        await transaction.CommitAsync(ct);

        await using var html = new DocumentHtml();
        var letters = new List<Rendered>();
        foreach (var recipient in readers)
        {
            var letter = facts.Write(new Addressee(recipient, Language.Of(recipient.Language), ChangesFor(recipient, facts, past, frame))
            {
                Restated = sent.For(recipient),
            });
            var document = Dated(letter.Document, frame.Clock.AsOf);
            letters.Add(new Rendered(recipient, new MailContent(
                letter.Subject, await html.RenderAsync(document, Medium.Mail), DocumentText.Of(document),
                workbooks.Of(recipient.Id)),
                recipient.Silenced ?? request.Suppressed));
        }

        return (frame, names, facts, readers.SelectMany(sent.For).Select(change => change.Figure).ToHashSet(), past, letters);
    }

    // Due dates that nobody has confirmed are not shown as if somebody had.
    private Document Dated(Document document, DateOnly day) => calendar.WorkingDays.Doubt(day) is { } doubt
        ? document with { Blocks = [new Notice(Tone.Warning, Bilingual.In(doubt, document.Language)!), .. document.Blocks] } : document;

    private static Changes ChangesFor(Recipient recipient, IDigestFacts facts, EditionLedger.Past past, EditionFrame frame)
    {
        var now = new Scoped<OpenItemFacts>(facts.OpenItems, recipient);
        return past.LastOf.TryGetValue(recipient.Id, out var last)
            ? Changes.Of(now, [.. past.Items[last.Edition]], last.Date, past.Seen, frame)
            : Changes.Of(now, null, null, past.Seen, frame);
    }

    private async Task<EditionFrame> FrameAsync(DigestRequest request, CancellationToken ct)
    {
        var slot = calendar.SlotOf(request.Digest, request.AsOf);
        var now = clock.GetUtcNow();
        var knownAt = request.KnownAt ?? (await Wait.AskAsync(request.Digest, request.AsOf, ct)).GoesAt ?? now;
        return new EditionFrame(
            request.Digest, request.AsOf, slot.From, slot.DueAt, request.Cause != "command line" && now > slot.LateAfter, now,
            new ReportClock(request.AsOf, knownAt), calendar.WorkingDays, options.ConsoleAddress)
        { GoesBy = slot.GoesBy };
    }
}
