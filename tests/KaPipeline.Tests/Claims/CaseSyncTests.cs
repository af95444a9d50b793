using Dapper;
using KaPipeline.Claims;
using KaPipeline.Rules;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Warehouse;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Claims;

public sealed class CaseSyncTests : IAsyncLifetime
{
    private TestWarehouse warehouse = null!;
    private NpgsqlConnection session = null!;

    public async ValueTask InitializeAsync()
    {
        warehouse = await TestWarehouse.CreateAsync();
        session = new NpgsqlConnection(warehouse.OwnerConnectionString);
        await session.OpenAsync();
        await BusinessRulesSync.SyncAsync(session, BusinessRules.Load(Path.Combine(Repository.Root, "config")),
            TimeProvider.System.GetUtcNow());
        await session.ExecuteAsync(ViewCase.Prelude);
        await session.ExecuteAsync("select pg_temp.trade(), pg_temp.contract('K26'); update core.contract set dispute_days = 15");
    }

    public async ValueTask DisposeAsync()
    {
        await session.DisposeAsync();
        await warehouse.DisposeAsync();
    }

    [Fact]
    public async Task Short_settlement_is_one_claim_however_often_it_shows_and_clears_when_it_is_settled()
    {
        // 10 units of P at 10.00 and 9 % VAT are 109.00; A settles 8 of them (87.20), B none, D the last 2.
        await session.ExecuteAsync(
            """
            select pg_temp.ordered('O1', 'P', 10), pg_temp.delivered('N1', 'O1', 'P', 10);
            select pg_temp.stated('A', '2026-05-01', '2026-05-15', 87.20), pg_temp.settled('A', 1, 'P', 8, 10, 87.20, note => 'N1', rate => 0.09, store => 'S1');
            """);
        var first = await SyncAsync(new DateOnly(2026, 5, 20));
        await session.ExecuteAsync("select pg_temp.stated('B', '2026-05-16', '2026-05-31', 0)");
        var second = await SyncAsync(new DateOnly(2026, 6, 5));
        var carried = await OnlyCaseAsync();
        await session.ExecuteAsync(
            "select pg_temp.stated('D', '2026-06-01', '2026-06-15', 21.80); select pg_temp.settled('D', 1, 'P', 2, 10, 21.80, note => 'N1', rate => 0.09, store => 'S1')");
        var third = await SyncAsync(new DateOnly(2026, 6, 20));
        var settled = await OnlyCaseAsync();

        Assert.Equal((1, 0, 0), (first.Opened, second.Opened, second.Adjusted));
        Assert.Equal(("open", 21.80m, "A"), (carried.Case.State, carried.Case.ClaimedAmount, carried.Case.StatementNumber));
        Assert.Equal(["A settled_short False", "B unsettled True"],
            carried.Appearances.Select(a => $"{a.StatementNumber} {a.Kind} {a.Counts}"));
        Assert.Equal((1, "cleared", 0m), (third.Cleared, settled.Case.State, settled.Case.OpenAmount));
        // Arrived on Sunday 17 May: the fifteenth working day after it is Friday 5 June.
        Assert.Equal(new DateOnly(2026, 6, 5), carried.Case.DisputeUntil);
    }

    [Fact]
    public async Task What_is_carried_from_statement_to_statement_names_its_case_once()
    {
        await session.ExecuteAsync(
            """
            select pg_temp.ordered('O1', 'P', 10), pg_temp.delivered('N1', 'O1', 'P', 10);
            select pg_temp.stated('A', '2026-05-01', '2026-05-15', 0), pg_temp.stated('B', '2026-05-16', '2026-05-20', 0),
                pg_temp.stated('C', '2026-05-21', '2026-05-31', 0);
            """);

        await SyncAsync(new DateOnly(2026, 6, 5));

        Assert.Equal(["A true", "B false", "C false"], await session.QueryAsync<string>(
            "select statement_number || ' ' || is_first from ops.case_appearance order by statement_number"));
    }

    [Fact]
    public async Task A_contract_signed_late_that_costs_us_is_a_case_of_what_is_owed_until_a_person_closes_it()
    {
        // The old contract let the statement take 300.00, which it did; the new one, signed in June, lets it take 320.00: 20.00 are owed.
        await session.ExecuteAsync(
            """
            delete from core.contract;
            select pg_temp.contract('K25', '2025-01-01', '2025-12-31'), pg_temp.term('K25', '3.1', 'information_fee', 'fixed', 300), pg_temp.means('信息费', 'information_fee');
            select pg_temp.stated('A', '2026-05-01', '2026-05-15', -300), pg_temp.deducted('A', 1, '信息费', -300, invoice => 'F1');
            select pg_temp.contract('K26', '2026-01-01', '2026-12-31', date '2026-06-10'), pg_temp.term('K26', '3.1', 'information_fee', 'fixed', 320);
            """);
        var before = await SyncAsync(new DateOnly(2026, 6, 5));
        var after = await SyncAsync(new DateOnly(2026, 6, 20));
        var again = await SyncAsync(new DateOnly(2026, 6, 21));
        var owed = await OnlyCaseAsync();

        Assert.Equal((0, 1, 0, 0), (before.Opened, after.Opened, again.Opened, again.Cleared));
        Assert.Equal(("open", 0m, 20.00m, "A"),
            (owed.Case.State, owed.Case.ClaimedAmount, owed.Case.OwedAmount, owed.Case.StatementNumber));
        Assert.Equal(["deduction_terms_changed"], owed.Case.Kinds);
    }

    [Theory]
    [InlineData(109.00, "credited", "银行付款 paid with HK1")]
    [InlineData(108.99, "open", null)]
    public async Task Payment_beyond_the_payable_credits_the_case_that_it_fits_to_the_cent(double paid, string state, string? note)
    {
        // 10 of P are 109.00, of which A settles 8: 21.80 are claimed. The bank shows 87.20 and the 21.80, or one cent less.
        await session.ExecuteAsync(
            """
            select pg_temp.ordered('O1', 'P', 10), pg_temp.delivered('N1', 'O1', 'P', 10);
            select pg_temp.stated('A', '2026-05-01', '2026-05-15', 87.20), pg_temp.settled('A', 1, 'P', 8, 10, 87.20, note => 'N1', rate => 0.09, store => 'S1');
            """);
        await SyncAsync(new DateOnly(2026, 5, 20));
        await session.ExecuteAsync(
            """
            insert into core.payment_line (chain_id, payment_number, statement_number, paid_on, amount, arrived_at, recorded_at)
            values ('C', 'HK1', 'A', '2026-06-02', @paid, '2026-06-02', '2026-06-02')
            """, new { paid = (decimal)paid });

        var first = await SyncAsync(new DateOnly(2026, 6, 3));
        var second = await SyncAsync(new DateOnly(2026, 6, 4));

        var found = await OnlyCaseAsync();
        Assert.Equal(state == "credited" ? (1, 0) : (0, 0), (first.Credited, second.Credited));
        Assert.Equal(state, found.Case.State);
        Assert.Equal(note, await session.ExecuteScalarAsync<string?>("select note from ops.case_event where action = 'credit'"));
    }

    [Fact]
    public async Task Rerun_of_an_earlier_day_takes_no_claim_back()
    {
        // A settles 8 of 10 and arrives on 17 May: on the 16th nobody knew of it.
        await session.ExecuteAsync(
            """
            select pg_temp.ordered('O1', 'P', 10), pg_temp.delivered('N1', 'O1', 'P', 10);
            select pg_temp.stated('A', '2026-05-01', '2026-05-15', 87.20), pg_temp.settled('A', 1, 'P', 8, 10, 87.20, note => 'N1', rate => 0.09, store => 'S1');
            """);
        await SyncAsync(new DateOnly(2026, 5, 20));
        var again = await SyncAsync(new DateOnly(2026, 5, 10));

        Assert.Equal(new CaseSync.Outcome(0, 0, 0, 0, 0), again);
        Assert.Equal("open", (await OnlyCaseAsync()).Case.State);
        Assert.Equal(0, await session.ExecuteScalarAsync<long>("select count(*) from core.settlement_figure where known_to <> 'infinity'"));
    }

    [Fact]
    public async Task Dispute_window_is_that_of_the_accounts_own_contract_though_the_chains_was_signed_later()
    {
        // A arrives on Sunday 17 May: 5 working days after Friday the 15th end on the 22nd; by the chain's 15 it would be 5 June.
        await session.ExecuteAsync(
            """
            update core.contract set account_id = 'C-1', dispute_days = 5 where contract_id = 'K26';
            select pg_temp.contract('CHAIN', signed => '2026-05-10');
            update core.contract set dispute_days = 15 where contract_id = 'CHAIN';
            select pg_temp.ordered('O1', 'P', 10), pg_temp.delivered('N1', 'O1', 'P', 10);
            select pg_temp.stated('A', '2026-05-01', '2026-05-15', 87.20);
            select pg_temp.settled('A', 1, 'P', 8, 10, 87.20, note => 'N1', rate => 0.09, store => 'S1');
            """);
        await SyncAsync(new DateOnly(2026, 5, 20));

        Assert.Equal(new DateOnly(2026, 5, 22), (await OnlyCaseAsync()).Case.DisputeUntil);
    }

    [Fact]
    public async Task Figures_that_a_later_file_alters_are_restated_with_that_file()
    {
        await session.ExecuteAsync(
            """
            select pg_temp.ordered('O1', 'P', 10), pg_temp.delivered('N1', 'O1', 'P', 10);
            select pg_temp.stated('A', '2026-05-01', '2026-05-15', 87.20), pg_temp.settled('A', 1, 'P', 8, 10, 87.20, note => 'N1', rate => 0.09, store => 'S1');
            """);
        await SyncAsync(new DateOnly(2026, 5, 20));
        await SyncAsync(new DateOnly(2026, 5, 21));
        var before = await session.ExecuteScalarAsync<int>("select count(*) from core.settlement_figure");

        // The note is corrected to 9 units: 98.10 is owed instead of 109.00, and 10.90 are missing instead of 21.80.
        await session.ExecuteAsync(
            """
            insert into ops.load (load_id, chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version, state) overriding system value
            values (8, 'C', 'deliveries', 'N1 corrected.csv', repeat('8', 64), 1, 'folder', '2026-05-22 05:00+08', now(), '1', 'loaded'),
                (9, 'C', 'orders', 'other.csv', repeat('9', 64), 1, 'folder', '2026-05-22 05:00+08', now(), '1', 'loaded');
            create temp table corrected as select * from core.delivery_line;
            update core.delivery_line set superseded_at = '2026-05-22 05:00+08', superseded_recorded_at = now();
            update corrected set received_quantity = 9, load_id = 8, arrived_at = '2026-05-22 05:00+08', recorded_at = now();
            insert into core.delivery_line select * from corrected;
            """);

        // What came after the day that is followed has not caused anything yet, and is still to be named as the cause afterwards.
        await SyncAsync(new DateOnly(2026, 5, 21));
        await SyncAsync(new DateOnly(2026, 5, 23));

        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        await using var transaction =
            await (ReportClock.EndOf(new DateOnly(2026, 12, 31)) with { KnownAt = new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero) })
            .BeginAsync(connection, Stopping);
        var restated = await connection.QueryAsync<string>(
            "select concat_ws(' ', statement_number, figure, old_amount, new_amount, file_name, load_count) from mart.restatement order by figure", transaction: transaction);
        Assert.Equal(3, before);
        Assert.Equal(["A break_total 21.80 10.90 N1 corrected.csv 2", "A expected_payable 109.00 98.10 N1 corrected.csv 2"], restated);
    }

    [Fact]
    public async Task Fill_rate_and_ageing_of_an_ended_month_are_restated_by_late_notes_and_payments()
    {
        await session.ExecuteAsync(
            """
            select pg_temp.ordered('O1', 'P', 10), pg_temp.delivered('N1', 'O1', 'P', 8);
            select pg_temp.stated('A', '2026-05-01', '2026-05-15', 87.20), pg_temp.settled('A', 1, 'P', 8, 10, 87.20, note => 'N1', rate => 0.09, store => 'S1');
            """);
        await SyncAsync(new DateOnly(2026, 6, 2));
        await SyncAsync(new DateOnly(2026, 6, 3));

        // Two units more were received on 20 May, and 40.00 had been paid on 30 May: both are told in June.
        await session.ExecuteAsync(
            """
            insert into ops.load (load_id, chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version, state) overriding system value
            values (8, 'C', 'deliveries', 'N2 late.csv', repeat('8', 64), 1, 'folder', '2026-06-04 05:00+08', now(), '1', 'loaded'),
                (9, '', 'payments', 'payments.csv', repeat('9', 64), 1, 'folder', '2026-06-04 05:00+08', now(), '1', 'loaded');
            select pg_temp.delivered('N2', 'O1', 'P', 2, on_day => '2026-05-20');
            insert into core.payment_line (chain_id, payment_number, statement_number, paid_on, amount, arrived_at, recorded_at) values ('C', 'H1', 'A', '2026-05-30', 40, '2026-06-04 05:00+08', now());
            """);
        await SyncAsync(new DateOnly(2026, 6, 5));

        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        await using var transaction =
            await (ReportClock.EndOf(new DateOnly(2026, 12, 31)) with { KnownAt = new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero) })
            .BeginAsync(connection, Stopping);
        var restated = await connection.QueryAsync<string>(
            "select concat_ws(' ', chain_id, month, figure, old_amount, new_amount, file_name, load_count) from mart.restatement where month is not null order by figure", transaction: transaction);
        Assert.Equal(["C 2026-05-01 open_amount 87.200 47.200 payments.csv 2", "C 2026-05-01 received_quantity 8.000 10.000 N2 late.csv 2"],
            restated);
    }

    [Fact]
    public async Task Second_run_on_the_same_data_takes_no_step()
    {
        await session.ExecuteAsync(
            "select pg_temp.stated('A', '2026-05-01', '2026-05-15', -70); select pg_temp.deducted('A', 1, '怪费', -70)");

        var first = await SyncAsync(new DateOnly(2026, 5, 20));
        var second = await SyncAsync(new DateOnly(2026, 5, 20));

        Assert.Equal(new CaseSync.Outcome(1, 0, 0, 0, 0), first);
        Assert.Equal(new CaseSync.Outcome(0, 0, 0, 0, 0), second);
        var (one, _, _) = await OnlyCaseAsync();
        Assert.Equal((70m, 70m), (one.ClaimedAmount, one.AtStakeAmount));
        Assert.Equal(["deduction_not_in_contract", "deduction_without_invoice"], one.Kinds);
    }

    [Fact]
    public async Task Fee_given_back_is_credited_and_taken_again_reopens_the_case()
    {
        await session.ExecuteAsync(
            """
            select pg_temp.term('K26', '1', 'poster_fee', 'fixed', 300, per => 'year'), pg_temp.means('海报费', 'poster_fee');
            select pg_temp.stated('A', '2026-04-16', '2026-04-30', -600);
            select pg_temp.deducted('A', 1, '海报费', -300, invoice => 'F1'), pg_temp.deducted('A', 2, '海报费', -300, invoice => 'F2');
            """);
        await SyncAsync(new DateOnly(2026, 5, 5));
        var id = (await OnlyCaseAsync()).Case.CaseId;
        await Cases.StepAsync(id, "send", "li", ct: Stopping);
        await Cases.StepAsync(id, "agree", "li", 300m, ct: Stopping);

        await session.ExecuteAsync(
            "select pg_temp.stated('B', '2026-05-01', '2026-05-15', 300); select pg_temp.deducted('B', 1, '海报费', 300)");
        var credited = await SyncAsync(new DateOnly(2026, 5, 20));
        var stateCredited = (await OnlyCaseAsync()).Case.State;
        await session.ExecuteAsync(
            "select pg_temp.stated('D', '2026-05-16', '2026-05-31', -300); select pg_temp.deducted('D', 1, '海报费', -300, invoice => 'F3')");
        var reopened = await SyncAsync(new DateOnly(2026, 6, 5));
        var after = await OnlyCaseAsync();

        Assert.Equal((1, "credited"), (credited.Credited, stateCredited));
        Assert.Equal((1, 0, "open", 300m), (reopened.Reopened, reopened.Opened, after.Case.State, after.Case.OpenAmount));
        Assert.Equal(["open", "send", "agree", "credit", "reopen"], after.History.Select(step => step.Action));
        Assert.Equal(new CaseSync.Outcome(0, 0, 0, 0, 0), await SyncAsync(new DateOnly(2026, 6, 5)));
    }

    [Fact]
    public async Task Contract_signed_later_becomes_a_claim_of_its_own()
    {
        await session.ExecuteAsync(
            """
            delete from core.contract;
            select pg_temp.contract('K25', '2025-01-01', '2025-12-31'), pg_temp.contract('K26', '2026-01-01', '2026-12-31', '2026-05-20');
            select pg_temp.term('K25', '8.1', 'monthly_rebate', 'percentage', 3), pg_temp.term('K26', '9.1', 'monthly_rebate', 'percentage', 2), pg_temp.means('月返', 'monthly_rebate');
            select pg_temp.stated('A', '2026-05-01', '2026-05-15', -30), pg_temp.settled('A', 1, null, null, null, 1000, note => 'X', rate => 0.09);
            select pg_temp.deducted('A', 2, '月返', -30, invoice => 'F1');
            """);

        await SyncAsync(new DateOnly(2026, 5, 25));

        var cases = await Cases.ListAsync(new DateOnly(2026, 5, 25), ct: Stopping);
        var terms = Assert.Single(cases, one => one.Kinds.Contains("deduction_terms_changed"));
        Assert.Equal((10m, "terms/A/2/1"), (terms.ClaimedAmount, terms.ClaimKey));
    }

    private CaseStore Cases => new(warehouse.DataSource, TimeProvider.System);

    private Task<CaseSync.Outcome> SyncAsync(DateOnly asOf) =>
        CaseSync.RunAsync(warehouse.DataSource, ReportClock.EndOf(asOf), TimeProvider.System.GetUtcNow());

    private async Task<(ClaimCase Case, IReadOnlyList<CaseAppearance> Appearances, IReadOnlyList<CaseHistory> History)> OnlyCaseAsync() =>
        (await Cases.ShowAsync(Assert.Single(await Cases.ListAsync(new DateOnly(2026, 6, 30))).CaseId, new DateOnly(2026, 6, 30)))!.Value;
}
