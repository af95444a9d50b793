using Dapper;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Warehouse;

/// <summary>Plants a bad row for each check on settlements; a clean statement stands beside it.</summary>
public sealed class SettlementChecksTests(SharedWarehouse shared) : IClassFixture<SharedWarehouse>
{
    private const string Clean =
        """
        select pg_temp.trade(), pg_temp.contract('K26'), pg_temp.term('K26', '1', 'poster_fee', 'fixed', 70, per => 'year'), pg_temp.means('海报费', 'poster_fee');
        select pg_temp.stated('OK', '2026-05-01', '2026-05-15', -70, invoiceable => 0), pg_temp.deducted('OK', 1, '海报费', -70, invoice => 'F');
        """;

    [Theory]
    [InlineData("invoice_total_off", "select pg_temp.stated('BAD', '2026-05-16', '2026-05-31', 0, invoiceable => 12.34)", "BAD")]
    [InlineData("fee_text_unknown",
        "select pg_temp.stated('BAD', '2026-05-16', '2026-05-31', -5, invoiceable => 0), pg_temp.deducted('BAD', 1, '怪费', -5, invoice => 'F')", "怪费")]
    [InlineData("contract_missing",
        "select pg_temp.stated('BAD', '2026-05-16', '2026-05-31', -5, chain => 'G'), pg_temp.deducted('BAD', 1, '海报费', -5, chain => 'G', invoice => 'F')", "G")]
    [InlineData("invoice_over_stated",
        "insert into core.invoice (chain_id, invoice_number, statement_number, issued_on, amount, arrived_at, recorded_at) values ('C', 'I', 'OK', '2026-05-20', 0.01, '-infinity', '-infinity')", "OK")]
    [InlineData("supply_unpriced",
        "select pg_temp.delivered('N1', '', 'P', 4), pg_temp.delivered('N2', '', 'Q', 4); delete from core.price where product_id = 'Q'",
        "Q")]
    [InlineData("pack_size_differs",
        "select pg_temp.ordered('O1', 'P', 20), pg_temp.ordered('O1', 'Q', 24); update core.order_line set pack_size = case product_id when 'P' then 10 else 12 end; insert into core.used_pack_size select chain_id, 'order', product_id, pack_size from core.order_line", "P")]
    [InlineData("consignment_unclear",
        "update core.contract set contract_type = 'consignment'; select pg_temp.stated('BAD', '2026-05-16', '2026-05-31', 10.90), pg_temp.settled('BAD', 1, 'P', 1, 10, 10.90, store => 'S1')", "BAD")]
    public async Task Check_finds_the_planted_row_and_nothing_else(string check, string planted, string expected)
    {
        await using var session = new NpgsqlConnection(shared.Warehouse.OwnerConnectionString);
        await session.OpenAsync(Stopping);
        await using var transaction = await session.BeginTransactionAsync(Stopping);
        await session.ExecuteAsync(ViewCase.Prelude, transaction: transaction);
        await session.ExecuteAsync(Clean, transaction: transaction);

        var before = await session.QueryAsync(SqlFiles.Read($"checks/{check}.sql"), transaction: transaction);
        await session.ExecuteAsync(planted, transaction: transaction);
        var after = await session.QueryAsync(SqlFiles.Read($"checks/{check}.sql"), transaction: transaction);

        Assert.Empty(before);
        Assert.Contains(expected, ((IDictionary<string, object?>)Assert.Single(after)).Values);
    }
}
