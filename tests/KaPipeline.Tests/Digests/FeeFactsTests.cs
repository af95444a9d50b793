using Dapper;
using KaPipeline.Digests.Facts;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Warehouse;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Digests;

public sealed class FeeFactsTests
{
    [Theory]
    [InlineData(null, "第3.1条 300.00 / 每张对账单 statement", 600.00)]
    [InlineData("2026-05-20", "第3.1条 320.00 / 每张对账单 statement", 640.00)]
    public async Task Last_years_terms_are_budgeted_until_a_new_contract_is_signed(string? signedOn, string terms, double nextMonth)
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var session = new NpgsqlConnection(warehouse.OwnerConnectionString);
        await session.OpenAsync(Stopping);
        await session.ExecuteAsync(ViewCase.Prelude);

        // A fee of 300.00 on each statement ran through 2025; the clause of 2026 says 320.00. June will bring two statements.
        await session.ExecuteAsync(
            """
            select pg_temp.trade(), pg_temp.contract('K25', '2025-01-01', '2025-12-31'),
                pg_temp.term('K25', '3.1', 'information_fee', 'fixed', 300, valid_from => '2025-01-01', valid_to => '2025-12-31');
            select pg_temp.contract('K26', '2026-01-01', '2026-12-31', @signedOn::date),
                pg_temp.term('K26', '3.1', 'information_fee', 'fixed', 320, valid_from => '2026-01-01', valid_to => '2026-12-31')
            where @signedOn is not null
            """, new { signedOn });

        await using var transaction = await ReportClock.EndOf(new DateOnly(2026, 5, 21)).BeginAsync(session, Stopping);
        var fee = Assert.Single(await FeeFacts.FeesAsync(session, new DateOnly(2026, 5, 1), Stopping));

        Assert.Equal(("information_fee", terms, (decimal?)nextMonth), (fee.FeeCode, fee.Terms, fee.NextMonth));
    }

    [Fact]
    public async Task A_budget_of_a_past_day_counts_neither_statements_that_ended_later_nor_contracts_signed_later()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var session = new NpgsqlConnection(warehouse.OwnerConnectionString);
        await session.OpenAsync(Stopping);
        await session.ExecuteAsync(ViewCase.Prelude);

        // 300.00 on each statement. On 14 May none of the month had ended: at least two are expected, 600.00. By the end of June four have,
        // and a contract of 320.00 was signed on the 28th of May: neither may reach back.
        await session.ExecuteAsync(
            """
            select pg_temp.trade(), pg_temp.contract('K25', '2025-01-01', '2025-12-31'),
                pg_temp.term('K25', '3.1', 'information_fee', 'fixed', 300, valid_from => '2025-01-01', valid_to => '2025-12-31'),
                pg_temp.contract('K26', '2026-01-01', '2026-12-31', date '2026-05-28'),
                pg_temp.term('K26', '3.1', 'information_fee', 'fixed', 320, valid_from => '2026-01-01', valid_to => '2026-12-31');
            select pg_temp.stated('S' || n, '2026-05-01', date '2026-05-14' + n, 1000) from generate_series(1, 4) as n;
            """);

        // All that is known today, as of 14 May: as a restatement asks.
        await using var transaction = await new ReportClock(new DateOnly(2026, 5, 14),
            DateTimeOffset.Parse("2026-07-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture)).BeginAsync(session, Stopping);
        var fee = Assert.Single(await FeeFacts.FeesAsync(session, new DateOnly(2026, 5, 1), Stopping));

        Assert.Equal(("第3.1条 300.00 / 每张对账单 statement", (decimal?)600.00m), (fee.Terms, fee.NextMonth));
    }
}
