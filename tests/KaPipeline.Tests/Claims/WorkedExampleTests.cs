using System.Globalization;
using Dapper;
using KaPipeline.Rules;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Claims;

/// <summary>The example of docs/reconciliation.md: every figure that it prints is computed here by the warehouse.</summary>
public sealed class WorkedExampleTests : IAsyncLifetime
{
    private const string Given =
        """
        select pg_temp.trade(), pg_temp.contract('K26');
        select pg_temp.term('K26', '4.1', 'monthly_rebate', 'percentage', 2), pg_temp.term('K26', '5.2', 'poster_fee', 'fixed', 300, per => 'year');
        select pg_temp.means('月返', 'monthly_rebate'), pg_temp.means('海报费', 'poster_fee');
        select pg_temp.ordered('O1', 'P', 96), pg_temp.ordered('O2', 'Q', 120), pg_temp.ordered('O3', 'P', 24), pg_temp.ordered('O4', 'P', 12);
        select pg_temp.delivered('N1', 'O1', 'P', 96), pg_temp.delivered('N2', 'O2', 'Q', 120), pg_temp.delivered('N3', 'O3', 'P', 24), pg_temp.delivered('N4', 'O4', 'P', 12);
        select pg_temp.delivered('R1', '', 'Q', 6, on_day => '2026-05-11', kind => 'return');
        select pg_temp.stated('A', '2026-05-01', '2026-05-15', 1273.69, invoiceable => 1623.69);
        select pg_temp.settled('A', 1, 'P', 96, 10, 1046.40, note => 'N1', rate => 0.09, store => 'S1'), pg_temp.settled('A', 2, 'Q', 100, 3.3333, 376.66, note => 'N2', rate => 0.13, store => 'S1'),
            pg_temp.settled('A', 3, 'P', 24, 9.8, 256.37, note => 'N3', rate => 0.09, store => 'S1'), pg_temp.settled('A', 4, 'Q', -6, 3.3333, -22.60, note => 'R1', rate => 0.13, kind => 'return', store => 'S1');
        select pg_temp.deducted('A', 5, '月返', -33.14, mode => 'on_invoice'), pg_temp.deducted('A', 6, '海报费', -350.00);
        """;

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
        await session.ExecuteAsync(Given);
        await session.ExecuteAsync(
            "select set_config('ka.as_of', '2026-05-31', false), set_config('ka.known_at', '2026-06-30 23:59:59+08', false), set_config('ka.knowledge', 'arrived', false)");
    }

    public async ValueTask DisposeAsync()
    {
        await session.DisposeAsync();
        await warehouse.DisposeAsync();
    }

    [Fact]
    public async Task Statement_of_the_document_comes_out_as_printed() => await AssertPrintedAsync(
        """
        select '**' || statement_number || '**', expected_goods, expected_deductions, expected_payable, stated_payable, difference, break_total, residual
        from mart.statement_reconciliation
        """);

    [Fact]
    public async Task Breaks_of_the_document_come_out_as_printed() => await AssertPrintedAsync(
        """
        select '`' || kind || '`', coalesce(nullif(delivery_number, ''), fee_text), coalesce(line_number::text, '—'), amount
        from mart.reconciliation_break where family = 'money' order by amount desc
        """);

    [Fact]
    public async Task Deductions_of_the_document_come_out_as_printed() => await AssertPrintedAsync(
        "select fee_text, stated_amount, expected_amount, difference, '`' || verdict || '`', formula_en from mart.deduction_review order by line_number, verdict");

    [Fact]
    public async Task Totals_of_the_document_come_out_as_printed() => await AssertPrintedAsync(
        """
        select goods_amount, return_amount, on_account_amount, on_invoice_amount, summed_payable, stated_payable, summed_invoiceable, stated_invoiceable
        from mart.statement_totals
        """);

    private async Task AssertPrintedAsync(string sql)
    {
        var document = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "docs", "reconciliation.md"));
        var rows = (await session.QueryAsync(sql))
            .Select(row => "| " + string.Join(" | ", ((IDictionary<string, object?>)row).Values.Select(Print)) + " |").ToList();
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Contains(row, document));
    }

    private static string Print(object? value) => value is decimal money ? money.ToString("#,##0.00", CultureInfo.InvariantCulture)
        : $"{value}";
}
