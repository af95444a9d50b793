using System.Diagnostics;
using Dapper;
using KaPipeline.Digests.Editions;
using KaPipeline.Mail;
using KaPipeline.Rules;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Digests;

public sealed class DigestServiceTests : IAsyncLifetime
{
    private readonly ManualClock clock = ManualClock.At(2026, 5, 21, 7, 30);
    private TestWarehouse warehouse = null!;

    public async ValueTask InitializeAsync()
    {
        warehouse = await TestWarehouse.CreateAsync();
        await using var connection = await warehouse.DataSource.OpenConnectionAsync();
        await SampleWorld.Calendar.SyncAsync(connection);
        await BusinessRulesSync.SyncAsync(connection, BusinessRules.Load(Path.Combine(Repository.Root, "config")), clock.GetUtcNow());
        await AddReadersAsync(0, 2);
    }

    public async ValueTask DisposeAsync() => await warehouse.DisposeAsync();

    [Fact]
    public async Task Lesson_04_a_repeated_run_makes_no_second_copy()
    {
        var (edition, letters) = await Service().ProduceAsync(new DigestRequest("daily", SampleWorld.Date, "schedule"), Stopping);
        var (again, none) = await Service().ProduceAsync(new DigestRequest("daily", SampleWorld.Date, "schedule"), Stopping);

        Assert.Equal(2, letters.Count);
        Assert.Equal(edition, again);
        Assert.Empty(none);
        Assert.Equal(2, await CountAsync("select count(*) from ops.delivery"));
    }

    [Fact]
    public async Task Lesson_04_a_reader_who_is_new_since_completes_the_edition()
    {
        await Service().ProduceAsync(new DigestRequest("daily", SampleWorld.Date, "schedule"), Stopping);
        await AddReadersAsync(2, 1);

        var (_, letters) = await Service().ProduceAsync(new DigestRequest("daily", SampleWorld.Date, "schedule"), Stopping);

        Assert.Equal("R2", Assert.Single(letters).Recipient.Id);
        Assert.Equal(1, await CountAsync("select count(*) from ops.edition"));
    }

    [Fact]
    public async Task Somebody_who_does_not_get_the_digest_is_named_and_nothing_is_recorded()
    {
        var refusal = await Assert.ThrowsAsync<UnknownRecipientException>(
            () => Service().ProduceAsync(new DigestRequest("daily", SampleWorld.Date, "command line") { Only = ["R0", "nobody@x"] }, Stopping));

        Assert.StartsWith("Nobody called \"nobody@x\" gets the digest \"daily\" on 2026-05-20. It goes to R0 读者0, R1 读者1.", refusal.Message,
            StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("select count(*) from ops.edition"));
    }

    [Fact]
    public async Task Lesson_03_the_ledger_says_who_got_what_with_its_hash()
    {
        var (_, letters) = await Service().ProduceAsync(new DigestRequest("daily", SampleWorld.Date, "schedule"), Stopping);

        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        var kept = (await connection.QueryAsync<(string, string)>("select recipient_id, content_sha256 from ops.delivery order by 1"))
            .ToList();
        Assert.Equal(letters.Select(letter => (letter.Recipient.Id, letter.Content.Sha256)), kept);
    }

    [Fact]
    public async Task Lesson_07_a_date_that_is_made_days_later_gives_the_same_letter_since_the_date_is_an_argument()
    {
        var request = new DigestRequest("daily", SampleWorld.Date, "command line") { KnownAt = clock.GetUtcNow() };
        var first = await Service().PreviewAsync(request, Stopping);
        clock.Advance(TimeSpan.FromDays(9));
        var later = await Service().PreviewAsync(request, Stopping);

        Assert.Equal(2, first.Count);
        Assert.Equal(first.Select(letter => letter.Content.Html.Replace("2026-05-21 07:30 Asia/Shanghai。", "", StringComparison.Ordinal)
            .Replace("made 2026-05-21 07:30", "", StringComparison.Ordinal)),
            later.Select(letter => letter.Content.Html.Replace("2026-05-30 07:30 Asia/Shanghai。", "", StringComparison.Ordinal)
            .Replace("made 2026-05-30 07:30", "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_silenced_reader_is_named_with_the_reason_in_the_preview_as_in_the_ledger()
    {
        var rules = RecipientRules.Load(Path.Combine(Repository.Root, "config"));
        var request = new DigestRequest("daily", SampleWorld.Date, "schedule");
        var silenced = (await Service().PreviewAsync(request, Stopping))[0].Recipient.Id;
        rules.Silenced[silenced] = "on leave";
        var service = new DigestService(
            warehouse.DataSource, DigestService.AllDigests, new RecipientList(rules), SampleWorld.Digests,
            new MailOptions { From = "ka@ka.example", Outbox = Outbox }, clock);

        var preview = await service.PreviewAsync(request, Stopping);
        await service.ProduceAsync(request, Stopping);

        Assert.Equal([silenced], preview.Where(letter => letter.Suppressed == "on leave").Select(letter => letter.Recipient.Id));
        Assert.Equal(preview.Count - 1, await CountAsync("select count(*) from ops.delivery where state = 'rendered'"));
        Assert.Equal(1,
            await CountAsync(
            $"select count(*) from ops.delivery where state = 'suppressed' and recipient_id = '{silenced}' and words = 'on leave'"));
    }

    [Fact]
    public async Task In_the_shadow_month_letters_are_kept_back_from_all_but_its_readers()
    {
        var request = new DigestRequest("daily", SampleWorld.Date, "schedule");
        var readers = (await Service().PreviewAsync(request, Stopping)).Select(letter => letter.Recipient.Id).ToList();
        var service = new DigestService(
            warehouse.DataSource, DigestService.AllDigests,
            new RecipientList(RecipientRules.Load(Path.Combine(Repository.Root, "config"))), SampleWorld.Digests,
            new MailOptions { From = "ka@ka.example", Outbox = Outbox, Shadow = true, ShadowReaders = { readers[0] } }, clock);

        await service.ProduceAsync(request, Stopping);

        Assert.Equal(1, await CountAsync($"select count(*) from ops.delivery where state = 'rendered' and recipient_id = '{readers[0]}'"));
        Assert.Equal(readers.Count - 1,
            await CountAsync("select count(*) from ops.delivery where state = 'suppressed' and words like '%shadow month%'"));
        Assert.Equal(readers.Count, await CountAsync("select count(*) from ops.delivery"));
    }

    [Fact]
    public async Task A_reason_is_kept_in_the_audit_and_makes_no_further_edition_and_a_new_edition_is_asked_for_by_its_name()
    {
        var request =
            new DigestRequest("daily", SampleWorld.Date, "command line") { RequestedBy = "zhou", Reason = "the schedule was paused" };
        await Service().ProduceAsync(request, Stopping);
        await Service().ProduceAsync(request, Stopping);
        Assert.Equal(1, await CountAsync("select count(*) from ops.edition"));

        await Service().ProduceAsync(request with { IsNewEdition = true, Reason = "prices were corrected" }, Stopping);

        Assert.Equal(2, await CountAsync("select count(*) from ops.edition"));
        Assert.Equal(1,
            await CountAsync(
            "select count(*) from ops.audit where action = 'make_edition' and who = 'zhou' and reason = 'the schedule was paused'"));
        Assert.Equal(1,
            await CountAsync("select count(*) from ops.audit where action = 'new_edition' and reason = 'prices were corrected'"));
        var (editions, got) = await new MailLedger(warehouse.DataSource, clock).ReceivedAsync("daily", SampleWorld.Date, Stopping);
        Assert.Equal((2, 0), (editions, got.Count));
    }

    [Fact]
    public async Task Lesson_05_a_claim_left_open_becomes_a_visible_doubt()
    {
        await Service().ProduceAsync(new DigestRequest("daily", SampleWorld.Date, "schedule"), Stopping);
        var ledger = new MailLedger(warehouse.DataSource, clock);
        await ledger.ClaimAsync("killed", new SendScope(), new SendRate(100), TimeSpan.FromMinutes(2), Stopping);
        clock.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal(1, await ledger.ExpireClaimsAsync(Stopping));
        Assert.Equal(1, await CountAsync("select count(*) from ops.delivery where state = 'in_doubt' and words like '%killed%'"));
    }

    [Fact]
    public async Task A_morning_of_all_digests_for_200_readers_asks_the_warehouse_no_more_than_one_for_2()
    {
        var few = new List<int>();
        foreach (var digest in DigestService.AllDigests)
        {
            await StatementsAsync(digest.Name); // keeps that morning's settlement aside for the next two
            few.Add((await StatementsAsync(digest.Name)).Count);
        }

        await AddReadersAsync(2, 198);
        foreach (var (digest, count) in DigestService.AllDigests.Zip(few))
        {
            var (many, letters) = await StatementsAsync(digest.Name);
            Assert.Equal(200, letters.Count);
            Assert.InRange(many, 1, count);

            // Two scopes and at most two workbooks, so each was made twice, not two hundred times.
            Assert.InRange(letters.SelectMany(letter => letter.Content.Attachments).Select(file => file.Content).Distinct().Count(), 0, 4);
        }
    }

    private string Outbox => Path.Combine(Path.GetTempPath(), "ka-desk-" + warehouse.ConnectionString.GetHashCode(StringComparison.Ordinal)
        .ToString("x8", System.Globalization.CultureInfo.InvariantCulture));

    private DigestService Service() => new(
        warehouse.DataSource, DigestService.AllDigests, new RecipientList(RecipientRules.Load(Path.Combine(Repository.Root, "config"))),
        SampleWorld.Digests,
        new MailOptions { From = "ka@ka.example", Outbox = Outbox }, clock);

    private async Task<(int Count, IReadOnlyList<Rendered> Letters)> StatementsAsync(string digest)
    {
        var count = 0;
        var database = new Npgsql.NpgsqlConnectionStringBuilder(warehouse.ConnectionString).Database!;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            // Other tests ask their own databases at the same time, on threads of theirs; opening a connection is no question.
            ActivityStopped = activity => Interlocked.Add(
                ref count, activity.TagObjects.Any(tag => database.Equals(tag.Value))
                && activity.TagObjects.Any(tag => tag.Key is "db.query.text" or "db.statement") ? 1 : 0),
        };
        ActivitySource.AddActivityListener(listener);
        var letters = await Service().PreviewAsync(new DigestRequest(digest, SampleWorld.Date, "test"));
        return (count, letters);
    }

    // Readers of two regions and two languages; none of them has a whole chain.
    private async Task AddReadersAsync(int from, int count)
    {
        await using var connection = await warehouse.DataSource.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            insert into core.person (person_id, name, email, language, arrived_at, recorded_at)
            select 'R' || n, '读者' || n, 'r' || n || '@ka.example', case when n % 2 = 0 then 'zh-CN' else 'en' end, '-infinity', '-infinity'
            from generate_series(@from, @last) as n;
            insert into core.responsibility (person_id, role, region, valid_from, arrived_at, recorded_at)
            select 'R' || n, 'region_manager', '区域' || n % 2, '2026-01-01', '-infinity', '-infinity' from generate_series(@from, @last) as n
            """, new { from, last = from + count - 1 });
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var connection = await warehouse.DataSource.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<long>(sql);
    }
}
