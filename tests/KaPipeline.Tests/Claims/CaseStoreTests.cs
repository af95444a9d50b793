using Dapper;
using KaPipeline.Claims;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Claims;

public sealed class CaseStoreTests(SharedWarehouse shared) : IClassFixture<SharedWarehouse>
{
    private CaseStore Cases => new(shared.Warehouse.DataSource, TimeProvider.System);

    [Fact]
    public async Task Partial_credits_add_up_and_the_case_is_credited_once_all_is_back()
    {
        var id = await OpenAsync(100m);

        await Cases.StepAsync(id, "send", "li", ct: Stopping);
        await Cases.StepAsync(id, "agree", "li", 100m, ct: Stopping);
        var afterFirst = await Cases.StepAsync(id, "credit", "li", 60m, "statement B", ct: Stopping);
        var afterSecond = await Cases.StepAsync(id, "credit", "li", 40m, "payment P7", ct: Stopping);

        Assert.Equal(("agreed", "credited"), (afterFirst, afterSecond));
        var (shown, _, history) = (await Cases.ShowAsync(id, new DateOnly(2026, 6, 1), Stopping))!.Value;
        Assert.Equal((100m, 0m), (shown.CreditedAmount, shown.OpenAmount));
        Assert.Equal(["open", "send", "agree", "credit", "credit"], history.Select(step => step.Action));
    }

    [Fact]
    public async Task Agreed_is_not_credited_and_what_was_not_agreed_stays_open()
    {
        var id = await OpenAsync(100m);
        await Cases.StepAsync(id, "send", "li", ct: Stopping);
        await Cases.StepAsync(id, "agree", "li", 70m, ct: Stopping);

        var state = await Cases.StepAsync(id, "credit", "li", 70m, "payment P8", ct: Stopping);

        var shown = (await Cases.ShowAsync(id, new DateOnly(2026, 6, 1), Stopping))!.Value.Case;
        Assert.Equal(("agreed", 30m), (state, shown.OpenAmount));
    }

    [Theory]
    [InlineData("agree", 10)]
    [InlineData("credit", 10)]
    [InlineData("write_off", null)]
    [InlineData("refuse", null)]
    [InlineData("reopen", 10)]
    [InlineData("celebrate", null)]
    public async Task Step_that_is_not_allowed_is_refused_and_says_what_is(string action, int? amount)
    {
        var id = await OpenAsync(100m);

        var refusal = await Assert.ThrowsAsync<CaseStepRefusedException>(() => Cases.StepAsync(id, action, "li", amount, "because", ct: Stopping));

        Assert.Contains($"case {id} is open: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(action == "credit" ? "reconciliation alone" : "allowed now: assign, note, receive_invoice, send, settle",
            refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credit_above_what_is_open_is_refused()
    {
        var id = await OpenAsync(100m);
        await Cases.StepAsync(id, "send", "li", ct: Stopping);
        await Cases.StepAsync(id, "agree", "li", 100m, ct: Stopping);

        var refusal = await Assert.ThrowsAsync<CaseStepRefusedException>(() => Cases.StepAsync(id, "credit", "li", 100.01m, "payment P9", ct: Stopping));

        Assert.Contains("100.01 credited, but only 100.00 is open", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_off_above_the_limit_needs_another_person()
    {
        var id = await OpenAsync(500.01m);
        await Cases.StepAsync(id, "send", "li", ct: Stopping);
        await Cases.StepAsync(id, "refuse", "li", note: "no record", ct: Stopping);

        await Assert.ThrowsAsync<CaseStepRefusedException>(() => Cases.StepAsync(id, "write_off", "li", note: "too old", ct: Stopping));
        var own = await Assert.ThrowsAsync<CaseStepRefusedException>(() =>
            Cases.StepAsync(id, "write_off", "li", note: "too old", approver: "li", ct: Stopping));
        var state = await Cases.StepAsync(id, "write_off", "li", note: "too old", approver: "wang", ct: Stopping);

        Assert.Contains("above the limit of 500", own.Message, StringComparison.Ordinal);
        Assert.Equal("written_off", state);
    }

    [Fact]
    public async Task Write_off_up_to_the_limit_needs_a_reason_alone()
    {
        var id = await OpenAsync(500m);
        await Cases.StepAsync(id, "send", "li", ct: Stopping);
        await Cases.StepAsync(id, "refuse", "li", note: "no record", ct: Stopping);

        await Assert.ThrowsAsync<CaseStepRefusedException>(() => Cases.StepAsync(id, "write_off", "li", ct: Stopping));

        Assert.Equal("written_off", await Cases.StepAsync(id, "write_off", "li", note: "not worth a letter", ct: Stopping));
    }

    [Fact]
    public async Task Invoice_that_comes_settles_a_case_that_is_about_nothing_else()
    {
        var id = await OpenAsync(0m, atStake: 320m);

        Assert.Equal("cleared", await Cases.StepAsync(id, "receive_invoice", "li", note: "FP260601", ct: Stopping));
    }

    [Theory]
    [InlineData(0, 0, 40, null)]
    [InlineData(10, 0, 40, "10.00 is claimed")]
    [InlineData(0, 5, 40, "5.00 at stake")]
    [InlineData(10, 0, 0, "10.00 is claimed")]
    public async Task Settling_ends_a_case_that_only_owes_the_chain_and_no_other(int claimed, int atStake, int owed, string? refused)
    {
        var id = await OpenAsync(claimed, atStake, owed);
        await Assert.ThrowsAsync<CaseStepRefusedException>(() => Cases.StepAsync(id, "settle", "li", ct: Stopping));

        if (refused is null)
        {
            Assert.Equal("cleared", await Cases.StepAsync(id, "settle", "li", note: "taken back on DZ2606A", ct: Stopping));
        }
        else
        {
            var refusal = await Assert.ThrowsAsync<CaseStepRefusedException>(() => Cases.StepAsync(id, "settle", "li", note: "taken back", ct: Stopping));
            Assert.Contains(refused, refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("update ops.\"case\" set state = 'credited', credited_amount = claimed_amount where case_id = @id")]
    [InlineData("delete from ops.\"case\" where case_id = @id")]
    [InlineData("update ops.case_event set actor = 'somebody else' where case_id = @id")]
    [InlineData("delete from ops.case_event where case_id = @id")]
    public async Task Database_refuses_changes_that_are_no_step(string statement)
    {
        var id = await OpenAsync(100m);
        await using var connection = await shared.Warehouse.DataSource.OpenConnectionAsync(Stopping);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync(statement, new { id }));

        Assert.Equal("KA409", refusal.SqlState);
    }

    [Fact]
    public async Task List_counts_the_working_days_until_the_dispute_window_closes()
    {
        await using (var connection = await shared.Warehouse.DataSource.OpenConnectionAsync(Stopping))
        {
            await connection.ExecuteAsync(
                """
                insert into core.calendar_day (day, is_working_day, working_number)
                select day, extract(isodow from day) < 6, sum((extract(isodow from day) < 6)::int) over (order by day)
                from (select day::date from generate_series(date '2026-06-01', date '2026-06-30', interval '1 day') day) days on conflict do nothing
                """);
        }

        var id = await OpenAsync(100m, disputeUntil: new DateOnly(2026, 6, 8), chain: "window");

        // Friday 5 June to Monday 8 June is one working day; on Tuesday the window has closed.
        Assert.Equal(1, (await Cases.ListAsync(new DateOnly(2026, 6, 5), "window", ct: Stopping)).Single(one => one.CaseId == id).DisputeDaysLeft);
        Assert.Equal(-1, (await Cases.ListAsync(new DateOnly(2026, 6, 9), "window", ct: Stopping)).Single(one => one.CaseId == id).DisputeDaysLeft);
    }

    [Fact]
    public async Task Cases_stand_by_the_day_their_window_closes_then_by_what_they_are_about_whichever_kind_it_is()
    {
        var (soon, late) = (new DateOnly(2026, 6, 8), new DateOnly(2026, 6, 9));
        var claimed = await OpenAsync(60m, disputeUntil: late, chain: "order");
        var atStake = await OpenAsync(10m, atStake: 80m, disputeUntil: late, chain: "order");
        var owed = await OpenAsync(0m, owed: 70m, disputeUntil: late, chain: "order");
        var first = await OpenAsync(1m, disputeUntil: soon, chain: "order");

        Assert.Equal([first, atStake, owed, claimed],
            (await Cases.ListAsync(new DateOnly(2026, 6, 5), "order", ct: Stopping)).Select(one => one.CaseId));
        Assert.Equal([first, atStake, owed, claimed], await shared.Warehouse.DataSource.ListAsync<long>(
            $"select case_id from ops.\"case\" where chain_id = 'order' order by {CaseStore.Order}", ct: Stopping));
    }

    private async Task<long> OpenAsync(decimal claimed, decimal atStake = 0, decimal owed = 0, DateOnly? disputeUntil = null,
        string chain = "C")
    {
        await using var connection = await shared.Warehouse.DataSource.OpenConnectionAsync();
        var id = await connection.ExecuteScalarAsync<long>(
            """
            insert into ops."case" (chain_id, claim_key, kinds, statement_number, found_on, dispute_until, opened_at, claimed_amount, at_stake_amount, owed_amount, state_since)
            values (@chain, gen_random_uuid()::text, '{settled_short}', 'A', '2026-05-20', @disputeUntil, now(), @claimed, @atStake, @owed, now()) returning case_id
            """, new { claimed, atStake, owed, disputeUntil, chain });
        await connection.ExecuteAsync(
            "insert into ops.case_event (case_id, happened_at, action, actor) values (@id, now(), 'open', 'data')", new { id });
        return id;
    }
}
