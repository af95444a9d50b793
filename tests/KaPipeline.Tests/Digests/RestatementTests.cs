using KaPipeline.Digests.Editions;
using KaPipeline.Host.Work;
using KaPipeline.Mail;
using KaPipeline.Tests.Host.Work;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Jobs;

namespace KaPipeline.Tests.Digests;

/// <summary>A file that comes after the mail and alters a figure of it: who is told, of what, and that it is told once.</summary>
public sealed class RestatementTests : IAsyncLifetime
{
    private static readonly DateOnly Date = new(2026, 5, 20);
    private DigestWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        world = await DigestWorld.CreateAsync(Date);
        foreach (var date in new[] { Date.AddDays(-1), Date })
        {
            await world.ArriveAsync("orders", date);
            await world.ArriveAsync("deliveries", date);
        }

        await world.SqlAsync(
            "select pg_temp.ordered('O1', 'P', 100, '2026-05-20', arrived => '2026-05-21 06:00+08'), pg_temp.ordered('O2', 'P', 40, '2026-05-20', store => 'S2', arrived => '2026-05-21 06:00+08')");
        await world.RunAsync();
        Assert.Equal(2, world.Server.Accepted.Count);
        world.Server.Accepted.Clear();
    }

    public async ValueTask DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task Those_who_got_a_figure_that_a_late_file_changes_are_told_old_new_and_the_file()
    {
        await LateAsync("select pg_temp.ordered('O3', 'P', 24, '2026-05-20', arrived => now_at())");

        await RestateAsync();

        Assert.Equal(["r1@ka.example", "r2@ka.example"], world.Server.Accepted.Select(mail => mail.Recipient)
            .Order(StringComparer.Ordinal));
        var chinese = Mail("r1");
        Assert.Equal("【更正】此前发给您的 2 个数字有变 · C orders late.csv", chinese.Subject);
        var text = chinese.Text;
        foreach (var part in new[] { "订货数量", "100", "124", "订货额（元）", "1,000.00", "1,240.00", "140", "164", "+24", "C orders late.csv #" })
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }

        Assert.Contains("/source/", chinese.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("S2", text, StringComparison.Ordinal);
        Assert.Contains("2 figures that you were sent have changed", Mail("r2").Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_told_once_and_the_next_edition_does_not_tell_it_again()
    {
        await LateAsync("select pg_temp.ordered('O3', 'P', 24, '2026-05-20', arrived => now_at())");
        await RestateAsync();
        await RestateAsync();
        Assert.Equal(2, world.Server.Accepted.Count);

        world.Clock.Advance(TimeSpan.FromHours(23));
        var next = await world.Service().PreviewAsync(new DigestRequest("daily", Date.AddDays(1), "test"), Stopping);
        Assert.All(next, letter => Assert.DoesNotContain("更正\n", letter.Content.Text, StringComparison.Ordinal));

        await LateAsync("select pg_temp.ordered('O4', 'P', 1, '2026-05-20', arrived => now_at())", "later.csv");
        await RestateAsync();
        Assert.Equal(4, world.Server.Accepted.Count);
        Assert.Contains("124", Mail("r1").Text, StringComparison.Ordinal);
        Assert.Contains("125", Mail("r1").Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rendered", 2)]
    [InlineData("in_doubt", 0)]
    [InlineData("refused", 2)]
    public async Task A_notice_that_was_made_and_is_not_known_to_be_sent_is_not_made_again(string state, int sent)
    {
        await LateAsync("select pg_temp.ordered('O3', 'P', 24, '2026-05-20', arrived => now_at())");
        Assert.NotNull(await Notices().ProduceAsync(null, Stopping));
        await world.SqlAsync(
            $"""
            update ops.delivery set state = '{state}', words = 'its process was killed',
                ended_at = case when '{state}' = 'refused' then now() end
            from ops.edition where edition.edition_id = delivery.edition_id and digest = 'restatement'
            """);

        await RestateAsync();
        await RestateAsync();

        Assert.Equal(sent, world.Server.Accepted.Count);
        world.Clock.Advance(TimeSpan.FromHours(22));
        var next = await world.Service().PreviewAsync(new DigestRequest("daily", Date.AddDays(1), "test"), Stopping);
        Assert.All(next, letter => Assert.DoesNotContain("更正\n", letter.Content.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_notice_the_next_edition_leads_with_the_correction()
    {
        await LateAsync("select pg_temp.ordered('O3', 'P', 24, '2026-05-20', arrived => now_at())");
        world.Clock.Advance(TimeSpan.FromHours(23));

        var letter = (await world.Service().PreviewAsync(new DigestRequest("daily", Date.AddDays(1), "test"), Stopping))[0];

        Assert.Contains("此前发给您的数字中，有 2 个因后到文件有变", letter.Content.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_did_not_get_the_figure_or_may_not_see_it_is_not_told()
    {
        await world.SqlAsync(
            """
            insert into core.person (person_id, name, email, arrived_at, recorded_at) values ('R3', '新人', 'r3@ka.example', '-infinity', '-infinity');
            insert into core.responsibility (person_id, role, region, valid_from, arrived_at, recorded_at) values ('R3', 'region_manager', '华东', '2026-01-01', '-infinity', '-infinity');
            update core.responsibility set region = '华南' where person_id = 'R2';
            """);
        await LateAsync("select pg_temp.ordered('O3', 'P', 24, '2026-05-20', arrived => now_at())");

        await RestateAsync();

        Assert.Equal("r1@ka.example", Assert.Single(world.Server.Accepted).Recipient);
    }

    [Fact]
    public async Task A_line_that_a_late_file_takes_back_is_a_restatement_too()
    {
        await LateAsync(
            "update core.order_line set superseded_at = now_at(), superseded_recorded_at = now_at(), superseded_by = (select max(load_id) from ops.load) where order_number = 'O2'");

        await RestateAsync();

        var text = Mail("r1").Text;
        Assert.Contains("S2", text, StringComparison.Ordinal);
        Assert.Contains("C orders late.csv", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_named_is_the_one_whose_rows_the_figure_reads_not_the_newest()
    {
        await LateAsync(
            """
            insert into core.price (chain_id, product_id, valid_from, unit_price, load_id, row_number, arrived_at, recorded_at)
            select 'C', 'P', '2026-05-01', 11, max(load_id), 7, now_at(), now_at() from ops.load
            """, "prices late.csv");
        await LateAsync("select 1", "C deliveries of another store.csv");

        await RestateAsync();

        var text = Mail("r1").Text;
        Assert.Contains("prices late.csv #7", text, StringComparison.Ordinal);
        Assert.DoesNotContain("another store", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_changes_no_sent_figure_tells_nobody()
    {
        await LateAsync("select pg_temp.ordered('O9', 'P', 24, '2026-05-21', arrived => now_at())");

        await RestateAsync();

        Assert.Empty(world.Server.Accepted);
    }

    // A file that comes now, with what it does to the lines.
    private async Task LateAsync(string sql, string file = "C orders late.csv")
    {
        world.Clock.Advance(TimeSpan.FromMinutes(90));
        var now = world.Clock.GetUtcNow().ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        await world.SqlAsync(
            $"""
            create function pg_temp.now_at() returns timestamptz language sql as $$ select timestamptz '{now}' $$;
            insert into ops.load (chain_id, report, file_name, sha256, byte_count, source, business_date, arrived_at, recorded_at, profile_version, state)
                values ('C', 'orders', '{file}', '{file}', 1, 'test', '2026-05-20', '{now}', '{now}', '1', 'loaded');
            {sql.Replace("now_at()", "pg_temp.now_at()", StringComparison.Ordinal)};
            update core.order_line set load_id = (select max(load_id) from ops.load) where arrived_at = pg_temp.now_at();
            """);
    }

    private async Task RestateAsync()
    {
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var run = await world.Jobs.AddAsync("restate", Date);
        var job = new RestateJob(world.Jobs.Database, Notices(), world.Postman, world.Options);
        await world.Jobs.Dispatcher("test", job).ExecuteAsync(world.Jobs.Database, run, Stopping);
        Assert.Equal(("succeeded", null), (await world.Jobs.StateAsync(run)) is var (state, _, _, error) ? (state, error) : default);
    }

    private RestatementService Notices() => new(
        world.Jobs.Database, DigestService.AllDigests, new RecipientList(RecipientRules.Load(Path.Combine(Repository.Root, "config"))),
        SampleWorld.Digests, world.Options, world.Clock);

    private ReceivedMail Mail(string reader) =>
        ReceivedMail.Parse(world.Server.Accepted.Last(mail => mail.Recipient.StartsWith(reader + "@", StringComparison.Ordinal)).Message);
}
