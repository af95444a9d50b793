using Dapper;
using KaPipeline.Reconciliation;
using KaPipeline.Rules;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Reconciliation;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Warehouse;

/// <summary>What an analyst's or a BI tool's role may read (docs/operations.md 1).</summary>
public sealed class ReaderTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reader_reads_every_view_of_mart(bool isKept)
    {
        await using var warehouse = await FilledAsync(isKept);
        await using var reader = await ReaderAsync(warehouse);
        await using var transaction = await new ReportClock(new DateOnly(2026, 6, 5), DateTimeOffset.Parse("2099-01-01T00:00:00Z", null))
            .BeginAsync(reader, Stopping);
        Assert.Equal(isKept, await reader.ExecuteScalarAsync<bool>("select mart.is_settlement_kept()"));
        var refused = new List<string>();
        foreach (var view in await reader.QueryAsync<string>("select viewname from pg_views where schemaname = 'mart' order by 1"))
        {
            await transaction.SaveAsync("view", Stopping);
            try
            {
                await reader.ExecuteAsync($"select count(v) from mart.{view} v", commandTimeout: 60);
            }
            catch (PostgresException refusal)
            {
                refused.Add($"{view}: {refusal.MessageText}");
                await transaction.RollbackAsync("view", Stopping);
            }
        }

        Assert.Empty(refused);
        Assert.True(await reader.ExecuteScalarAsync<long>("select count(*) from mart.agreed_price") > 0);
        Assert.True(await reader.ExecuteScalarAsync<long>(
            "select mart.open_quarantined_rows(min(chain_id), min(statement_number)) from core.statement") >= 0);
    }

    [Fact]
    public async Task Reader_reads_no_facts_accounts_mail_or_files_and_writes_nothing()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var reader = await ReaderAsync(warehouse);
        var readable = await reader.QueryAsync<string>(
            """
            select c.oid::regclass::text from pg_class c
            where c.relnamespace in ('core'::regnamespace, 'ops'::regnamespace, 'staging'::regnamespace) and c.relkind in ('r', 'p', 'v')
                and has_any_column_privilege(c.oid, 'select')
            order by 1
            """);
        Assert.Equal(
            ["core.calendar_day", "core.chain", "core.chain_item", "core.contract", "core.kept_break_state", "core.kept_figures_state", "core.kept_state",
                "core.past_state", "core.price", "core.product", "core.promotion", "core.rule_setting", "core.settlement_account", "core.statement",
                "core.store", "core.tolerance", "ops.load", "ops.quarantined_row"],
            readable.Order(StringComparer.Ordinal));
        Assert.Empty(await reader.QueryAsync<string>(
            """
            select c.oid::regclass::text from pg_class c
            where c.relnamespace in ('core'::regnamespace, 'ops'::regnamespace, 'staging'::regnamespace, 'mart'::regnamespace) and c.relkind in ('r', 'p', 'v')
                and (has_table_privilege(c.oid, 'insert, update, delete, truncate') or has_any_column_privilege(c.oid, 'insert, update'))
            """));
        foreach (var secret in (string[])["* from ops.account", "* from ops.load", "* from ops.quarantined_row",
            "stated_payable from core.statement"])
        {
            var refusal = await Assert.ThrowsAsync<PostgresException>(() => reader.ExecuteAsync($"select {secret}"));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
        }
    }

    private static async Task<NpgsqlConnection> ReaderAsync(TestWarehouse warehouse)
    {
        var reader = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(warehouse.ConnectionString)
        {
            Username = "ka_reader"
        }.ConnectionString);
        await reader.OpenAsync();
        return reader;
    }

    private static async Task<TestWarehouse> FilledAsync(bool isKept)
    {
        var warehouse = await TestWarehouse.CreateAsync();
        await using var connection = await warehouse.DataSource.OpenConnectionAsync();
        await BusinessRulesSync.SyncAsync(connection, BusinessRules.Load(Path.Combine(Repository.Root, "config")),
            TimeProvider.System.GetUtcNow());
        await WorldRows.InsertAsync(connection, [WorldRecipe.Random(7).Build()]);
        await connection.ExecuteAsync(
            """
            insert into ops.load (chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version, state)
            values ('', 'all', 'all', 'all', 0, 'test', '2026-08-01', '2026-08-01', '', 'loaded')
            """);
        if (isKept)
        {
            await new MaterialisedSettlement(warehouse.DataSource).RefreshAsync();
        }

        return warehouse;
    }
}
