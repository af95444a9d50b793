using Dapper;
using KaPipeline.Reports.Facts;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Warehouse;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Reports;

public sealed class FeeFactsTests
{
    [Theory]
    [InlineData(null, "第3.1条 300.00 / statement", 600.00)]
    [InlineData("2026-05-20", "第3.1条 320.00 / statement", 640.00)]
    public async Task Last_years_terms_are_budgeted_until_a_new_contract_is_signed(string? signedOn, string terms, double nextMonth)
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var session = new NpgsqlConnection(warehouse.OwnerConnectionString);
        await session.OpenAsync();
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

        await using var transaction = await ReportClock.EndOf(new DateOnly(2026, 5, 21)).BeginAsync(session);
        var fee = Assert.Single(await FeeFacts.FeesAsync(session, new DateOnly(2026, 5, 1)));

        Assert.Equal(("information_fee", terms, (decimal?)nextMonth), (fee.FeeCode, fee.Terms, fee.NextMonth));
    }
}
