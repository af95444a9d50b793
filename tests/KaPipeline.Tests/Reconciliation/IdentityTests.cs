using Dapper;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Warehouse;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Reconciliation;

/// <summary>Every cent is explained, in every world that any view case makes.</summary>
public sealed class IdentityTests(SharedWarehouse shared) : IClassFixture<SharedWarehouse>
{
    [Theory]
    [InlineData("statement_identity")]
    [InlineData("nothing_unexplained")]
    public async Task Check_holds_in_the_world_of_every_view_case(string check)
    {
        await using var connection = new NpgsqlConnection(shared.Warehouse.OwnerConnectionString);
        await connection.OpenAsync(Stopping);
        foreach (var one in ViewCase.All()
            .Where(one => one.View is "mart.reconciliation_break" or "mart.reconciliation_line" or "mart.statement_reconciliation"))
        {
            await using var transaction = await connection.BeginTransactionAsync(Stopping);
            await connection.ExecuteAsync(ViewCase.Prelude, transaction: transaction);
            await connection.ExecuteAsync(one.Given, transaction: transaction);

            var bad = await connection.QueryAsync(SqlFiles.Read($"checks/{check}.sql"), transaction: transaction);

            Assert.True(!bad.Any(), $"{one}: {string.Join('\n', bad)}");
        }
    }

    [Fact]
    public async Task Identity_check_returns_a_statement_whose_breaks_do_not_add_up()
    {
        await using var connection = new NpgsqlConnection(shared.Warehouse.OwnerConnectionString);
        await connection.OpenAsync(Stopping);
        await using var transaction = await connection.BeginTransactionAsync(Stopping);
        await connection.ExecuteAsync(ViewCase.Prelude, transaction: transaction);
        await connection.ExecuteAsync(
            """
            select pg_temp.trade();
            select pg_temp.ordered('A1', 'P', 12), pg_temp.delivered('N1', 'A1', 'P', 12), pg_temp.stated('T1', '2026-05-01', '2026-05-15', 0);
            -- Worth more each time that it is asked, so that no two sums of it agree.
            create temp sequence asked;
            create or replace function mart.worth(quantity numeric, unit_price numeric, vat_rate numeric, including boolean)
            returns numeric language sql immutable parallel restricted as $$ select quantity * unit_price + nextval('pg_temp.asked') $$;
            select pg_temp.settled('T1', 1, 'P', 7, 10, 76.30, note => 'N1');
            """, transaction: transaction);

        var bad = await connection.QueryAsync(SqlFiles.Read("checks/statement_identity.sql"), transaction: transaction);

        Assert.Equal("T1", (string)Assert.Single(bad).statement_number);
    }
}
