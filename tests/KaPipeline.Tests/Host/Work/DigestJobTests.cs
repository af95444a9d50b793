using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Host.Work;

public sealed class DigestJobTests : IAsyncLifetime
{
    private static readonly DateOnly Date = new(2026, 5, 20);
    private DigestWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        world = await DigestWorld.CreateAsync(Date);
        await world.ArriveAsync("orders", Date.AddDays(-1));
        await world.ArriveAsync("deliveries", Date.AddDays(-1));
        await world.ArriveAsync("orders", Date);
    }

    public async ValueTask DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task With_all_sources_there_it_goes_at_once_and_says_that_nothing_is_wrong()
    {
        await world.ArriveAsync("deliveries", Date);

        await world.RunAsync();

        Assert.Equal("07:30 complete", await EditionAsync());
        Assert.Contains(Subjects(), subject => subject.EndsWith(" · 没有异常，全部数据齐全", StringComparison.Ordinal));
        Assert.Contains(Subjects(), subject => subject.EndsWith(" · no exceptions, all sources complete", StringComparison.Ordinal));
        Assert.Equal(2, world.Server.Accepted.Count);
    }

    [Fact]
    public async Task A_source_that_comes_within_the_wait_is_waited_for_and_counted()
    {
        await world.RunAsync(each: now => Is(now, 7, 52) ? world.ArriveAsync("deliveries", Date) : Task.CompletedTask);

        Assert.Equal("07:52 complete", await EditionAsync());
        Assert.True(await world.AskAsync<bool>("select produced_at < known_at + interval '1 hour' from ops.edition"));
        Assert.StartsWith("waited", await world.AskAsync<string>("select says from ops.run_step where step_name = 'wait for sources'"),
            StringComparison.Ordinal);
        Assert.Contains("C deliveries 2026-05-20 missing",
            await world.AskAsync<string>("select string_agg(says, '|') from ops.run_event where kind = 'log'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_stays_away_is_named_in_an_edition_marked_partial_when_the_time_is_over()
    {
        await world.RunAsync();

        Assert.Equal("09:20 partial: C deliveries 2026-05-20", await EditionAsync());
        Assert.Equal(0,
            world.Server.Accepted.Count(mail => ReceivedMail.Parse(mail.Message).Subject.Contains("没有异常", StringComparison.Ordinal)));
        Assert.Contains(Subjects(), subject => subject.StartsWith("【数据不全】", StringComparison.Ordinal));
        Assert.Contains(Subjects(), subject => subject.StartsWith("[partial] ", StringComparison.Ordinal));
        Assert.Contains(world.Server.Accepted,
            mail => ReceivedMail.Parse(mail.Message).Text.Contains("数据不全：缺 丙 送货 05-20", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_held_file_is_waited_for_until_it_is_there_whole()
    {
        await world.ArriveAsync("deliveries", Date, "held");

        await world.RunAsync(each: now => Is(now, 8, 10) ? world.ArriveAsync("deliveries", Date) : Task.CompletedTask);

        Assert.Equal("08:10 complete", await EditionAsync());
    }

    [Fact]
    public async Task Lesson_21_a_morning_caught_up_days_later_stays_partial_as_it_would_have_been_in_time()
    {
        await world.SqlAsync("update ops.schedule set planned_until = '2026-05-20 08:00+08'");
        world.Clock.Advance(TimeSpan.FromMinutes(300));
        await world.ArriveAsync("deliveries", Date);
        world.Clock.Advance(TimeSpan.FromHours(26));

        var runs = await world.Jobs.Planner(DigestWorld.Daily).PlanAsync(null, Stopping);
        await world.WorkAsync(runs[0]);

        Assert.Equal("09:20 partial: C deliveries 2026-05-20", await EditionAsync());
        Assert.True(await world.AskAsync<bool>("select is_late from ops.edition"));
    }

    [Fact]
    public async Task A_person_who_asks_for_an_edition_gets_it_from_what_there_is()
    {
        world.Clock.Advance(TimeSpan.FromMinutes(10));

        await world.WorkAsync(await world.Jobs.AddAsync("daily", Date));

        // The minute of the world's clock that the work was done by; a wait would have gone on to 09:20.
        Assert.Matches("^07:[34][0-9] partial: C deliveries 2026-05-20$", await EditionAsync());
    }

    [Fact]
    public async Task A_rerun_of_the_step_send_finds_the_edition_and_sends_what_was_left()
    {
        await world.ArriveAsync("deliveries", Date);
        await world.Service().ProduceAsync(new KaPipeline.Digests.Editions.DigestRequest("daily", Date, "schedule"), Stopping);

        var run = await world.Jobs.Dispatcher("test")
            .AddAsync("daily", "", Date, Date, "zhou", "server was down", """{"from_step":"send"}""", true, Stopping);
        await world.WorkAsync(run);

        Assert.Equal(["left_out", "left_out", "succeeded"],
            (await world.AskAsync<string>("select string_agg(state, ',' order by step_number) from ops.run_step")).Split(','));
        Assert.Equal(2, world.Server.Accepted.Count);
    }

    [Fact]
    public async Task A_rerun_of_the_step_send_without_an_edition_fails_and_says_what_to_do()
    {
        var run = await world.Jobs.Dispatcher("test")
            .AddAsync("daily", "", Date, Date, "zhou", "server was down", """{"from_step":"send"}""", true, Stopping);
        await world.WorkAsync(run);

        var (state, _, _, error) = await world.Jobs.StateAsync(run);
        Assert.Equal("failed", state);
        Assert.Contains("make the edition", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_away_for_a_while_gets_every_mail_in_the_same_run()
    {
        await world.ArriveAsync("deliveries", Date);
        var refusals = 3;
        world.Server.Answer = command => command == "greeting" && refusals-- > 0 ? "421 4.3.2 not now" : null;

        var run = await world.RunAsync();

        Assert.Equal("succeeded", (await world.Jobs.StateAsync(run)).State);
        Assert.Equal(2,
            await world.AskAsync<long>("select count(*) from ops.delivery where state = 'accepted' and attempt = 1 and failures = 0"));
        Assert.Equal(0, await world.AskAsync<long>("select count(*) from ops.mail_server"));
    }

    [Fact]
    public async Task A_server_that_stays_away_fails_the_run_with_its_words_and_leaves_the_mails_waiting()
    {
        await world.ArriveAsync("deliveries", Date);
        world.Server.Answer = command => command == "greeting" ? "554 5.7.1 blocked" : null;

        var run = await world.RunAsync();

        var (state, attempt, _, error) = await world.Jobs.StateAsync(run);
        Assert.Equal(("failed", 1), (state, attempt));
        Assert.Contains("554 5.7.1 blocked", error, StringComparison.Ordinal);
        Assert.Equal(2, await world.AskAsync<long>("select count(*) from ops.delivery where state = 'rendered' and attempt = 0"));
        Assert.Equal("waiting", await world.AskAsync<string>("select edition_state from ops.edition"));
        Assert.True(await world.AskAsync<bool>(
            "select produced_at + interval '60 minutes' <= (select finished_at from ops.run order by run_id desc limit 1) from ops.edition"));
    }

    [Fact]
    public async Task A_held_edition_stays_held_when_its_run_is_repeated()
    {
        await world.ArriveAsync("deliveries", Date);
        await world.Service()
            .ProduceAsync(new KaPipeline.Digests.Editions.DigestRequest("daily", Date, "command line")
            {
                IsHeld = true,
                RequestedBy = "zhou", Reason = "to be read first"
            }, Stopping);

        var run = await world.RunAsync();

        Assert.Equal("succeeded", (await world.Jobs.StateAsync(run)).State);
        Assert.Empty(world.Server.Accepted);
        Assert.Contains("is held", await world.AskAsync<string>("select says from ops.run_step where step_name = 'send'"),
            StringComparison.Ordinal);
        Assert.Equal("make_edition zhou to be read first",
            await world.AskAsync<string>("select concat_ws(' ', action, who, reason) from ops.audit"));
    }

    private static bool Is(DateTimeOffset now, int hour, int minute) => now == BusinessTime.At(Date.AddDays(1), new TimeOnly(hour, minute));

    private List<string> Subjects() => [.. world.Server.Accepted.Select(mail => ReceivedMail.Parse(mail.Message).Subject)];

    private Task<string> EditionAsync() => world.AskAsync<string>(
        """
        select to_char(known_at at time zone 'Asia/Shanghai', 'HH24:MI') || case when is_partial then ' partial: ' || array_to_string(missing_sources, ', ') else ' complete' end
        from ops.edition
        """);
}
