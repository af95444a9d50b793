using Dapper;
using KaPipeline.Digests.Facts;
using KaPipeline.Rules;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Warehouse;

namespace KaPipeline.Tests.Digests.Facts;

public sealed class DeadlineFactsTests
{
    [Fact]
    public async Task Each_day_is_that_of_the_contract_that_holds_on_it_for_any_account()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var session = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        await BusinessRulesSync.SyncAsync(session, BusinessRules.Load(Path.Combine(Repository.Root, "config")),
            TimeProvider.System.GetUtcNow(), Stopping);
        await using var transaction = await session.BeginTransactionAsync(Stopping);
        await session.ExecuteAsync(ViewCase.Prelude);
        // The old year's contract hands invoices over on the 30th, the new one's on the 2nd; an account with its own on the 31st.
        await session.ExecuteAsync(
            """
            select pg_temp.trade(), pg_temp.clock('2026-12-28', '2026-12-28 12:00+08');
            insert into core.settlement_account (chain_id, account_id, supplier_code, statement_basis, arrived_at, recorded_at)
            values ('C', 'C-2', '2', 'excluding', '-infinity', '-infinity'), ('C', 'C-3', '3', 'excluding', '-infinity', '-infinity');
            select pg_temp.contract('K26'), pg_temp.contract('OWN'),
                pg_temp.contract('K27', '2027-01-01', '2027-12-31', signed => '2026-12-20');
            update core.contract set invoice_day = case contract_id when 'K26' then 30 when 'K27' then 2 else 31 end;
            update core.contract set account_id = 'C-2' where contract_id = 'OWN';
            """);

        var found = await DeadlineFacts.LoadAsync(
            session, await Names.LoadAsync(session, Stopping), new(2026, 12, 28), new(2027, 1, 31), Stopping);

        Assert.Equal(["2026-12-30 invoice", "2026-12-31 invoice", "2027-01-02 invoice"],
            found.Select(due => $"{due.On:yyyy-MM-dd} {due.Kind}"));
    }
}
