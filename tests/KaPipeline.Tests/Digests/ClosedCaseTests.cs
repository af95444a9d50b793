using KaPipeline.Claims;
using KaPipeline.Digests.Editions;
using KaPipeline.Reconciliation;
using KaPipeline.Tests.Host.Work;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Digests;

/// <summary>A claim that people have ended is nobody's news, although the statement still shows the difference.</summary>
public sealed class ClosedCaseTests : IAsyncLifetime
{
    private static readonly DateOnly Date = new(2026, 5, 20);
    private DigestWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        world = await DigestWorld.CreateAsync(Date);
        await world.SqlAsync(
            """
            select pg_temp.ordered('O1', 'P', 100), pg_temp.delivered('D1', 'O1', 'P', 100), pg_temp.stated('T1', '2026-05-01', '2026-05-15', 981);
            select pg_temp.settled('T1', 1, 'P', 100, 9, 900, note => 'D1', ordered => 'O1');
            """);
        await new MaterialisedSettlement(world.Jobs.Database).RefreshAsync();
        await CaseSync.RunAsync(world.Jobs.Database, ReportClock.EndOf(Date), world.Clock.GetUtcNow());
    }

    public async ValueTask DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task A_break_whose_case_was_written_off_is_not_announced_and_leads_to_its_case_before()
    {
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        var before = await LetterAsync();
        Assert.Contains("价差", before.Text, StringComparison.Ordinal);
        Assert.Contains("https://ka.example/cases/1\"", before.Html, StringComparison.Ordinal);

        await StepAsync("send", "null", "null");
        await StepAsync("refuse", "null", "'对方不认'");
        Assert.Contains("价差", (await LetterAsync()).Text, StringComparison.Ordinal);
        await StepAsync("write_off", "null", "'金额小'");

        Assert.DoesNotContain("价差", (await LetterAsync()).Text, StringComparison.Ordinal);
        // Nothing was ordered on the day, so it is not said to be free of exceptions either.
        var later = (await LetterAsync(world.Clock.GetUtcNow())).Text;
        Assert.DoesNotContain("价差", later, StringComparison.Ordinal);
        Assert.Contains("本期没有订单和送货数据", later, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_morning_before_the_write_off_still_shows_it_when_it_is_looked_at_again()
    {
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        var morning = world.Clock.GetUtcNow();
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        await StepAsync("send", "null", "null");
        await StepAsync("refuse", "null", "'对方不认'");
        await StepAsync("write_off", "null", "'金额小'");

        Assert.Contains("价差", (await LetterAsync(morning)).Text, StringComparison.Ordinal);
    }

    private async Task<KaPipeline.Mail.MailContent> LetterAsync(DateTimeOffset? knownAt = null) =>
        (await world.Service().PreviewAsync(new DigestRequest("daily", Date, "test") { KnownAt = knownAt ?? world.Clock.GetUtcNow() }))
        .Single(letter => letter.Recipient.Id == "R1").Content;

    private Task StepAsync(string action, string amount, string note) => world.SqlAsync(
        $"insert into ops.case_event (case_id, happened_at, action, actor, approver, amount, note) values (1, '{world.Clock.GetUtcNow():O}', '{action}', 'zhou', 'boss', {amount}, {note})");
}
