using Dapper;
using KaPipeline.Rules;
using KaPipeline.Simulation;
using KaPipeline.Tests.Infrastructure;
using Npgsql;

namespace KaPipeline.Tests.Reconciliation;

/// <summary>Brings the facts of worlds in random portions, in random order, with corrections, deletions and changes of master data
/// in between: as loads do it, without their files.</summary>
internal sealed class FactSteps(IReadOnlyCollection<World> worlds, int seed, int steps)
{
    private static readonly Dictionary<string, string> Documents = new(StringComparer.Ordinal)
    {
        ["order_line"] = "order_number", ["delivery_line"] = "delivery_number", ["statement"] = "statement_number",
        ["statement_line"] = "statement_number",
    };

    private static readonly Dictionary<string, string> Corrections = new(StringComparer.Ordinal)
    {
        ["order_line"] = "ordered_on = ordered_on + 1, ordered_quantity = ordered_quantity + 1",
        ["delivery_line"] = "received_quantity = received_quantity + 3, received_on = received_on + 4",
        ["statement"] = "period_to = period_to + 2",
        ["statement_line"] = "quantity = quantity - 1, amount = amount - 7.77",
    };

    /// <summary>Rules and master data of random worlds in the warehouse, their facts kept aside.</summary>
    /// <param name="connection">The connection that takes the steps.</param>
    /// <param name="first">Number of the first world's recipe.</param>
    /// <param name="count">How many worlds.</param>
    /// <param name="seed">What the portions are drawn by.</param>
    /// <param name="steps">How many steps bring all.</param>
    public static async Task<FactSteps> BeginAsync(NpgsqlConnection connection, int first, int count, int seed, int steps)
    {
        await BusinessRulesSync.SyncAsync(connection, BusinessRules.Load(Path.Combine(Repository.Root, "config")),
            DateTimeOffset.Parse("2026-01-01T00:00:00Z", null), Stopping);
        var worlds = Enumerable.Range(first, count).Select(WorldRecipe.Random).Select(recipe => recipe.Build()).ToList();
        await WorldRows.InsertMasterDataAsync(connection, worlds);
        var begun = new FactSteps(worlds, seed, steps);
        await begun.HoldBackAsync(connection);
        return begun;
    }

    /// <summary>Keeps all facts aside, in temporary tables of this connection.</summary>
    public async Task HoldBackAsync(NpgsqlConnection connection)
    {
        await WorldRows.InsertFactsAsync(connection, worlds);
        foreach (var fact in Documents.Keys)
        {
            await connection.ExecuteAsync($"create temp table held_{fact} as table core.{fact}; delete from core.{fact}");
        }
    }

    /// <summary>Takes one step, numbered from 1.</summary>
    public async Task TakeAsync(NpgsqlConnection connection, int step)
    {
        var at = new DateTime(2026, 8, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(step);
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var (fact, number) in Documents)
        {
            // A document's head and lines come together; which step brings a document depends on nothing but the seed.
            await connection.ExecuteAsync(
                $"""
                insert into core.{fact} select (jsonb_populate_record(null::core.{fact}, to_jsonb(h) || jsonb_build_object('recorded_at', @at, 'load_id', 1000 + @step))).*
                from held_{fact} h where abs(hashtext({number} || @seed)) % @steps = @step - 1
                """, new { at, step, steps, seed = $"{seed}" });
            await CorrectAsync(connection, fact, at, step);
        }

        await ChangeMasterDataAsync(connection, at, step);
        await connection.ExecuteAsync(
            """
            insert into ops.load (chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version, state)
            values ('', 'steps', @step, @step, 0, 'test', @at, @at, '', 'loaded')
            """, new { at, step = $"{step}" });
        await transaction.CommitAsync();
    }

    private async Task CorrectAsync(NpgsqlConnection connection, string fact, DateTime at, int step)
    {
        var columns = string.Join(", ", await connection.QueryAsync<string>(
            "select column_name from information_schema.columns where table_schema = 'core' and table_name = @fact order by ordinal_position", new { fact }));
        await connection.ExecuteAsync(
            $"""
            create temp table ended on commit drop as
                select *, tableoid as part, ctid as place, abs(hashtext(row_number::text || @seed || @step)) % 100 as draw
                from core.{fact} where superseded_at = 'infinity' and load_id < 1000 + @step and abs(hashtext(row_number::text || @seed || @step)) % 100 < 6;
            update core.{fact} t set superseded_at = @at, superseded_recorded_at = @at from ended e where t.tableoid = e.part and t.ctid = e.place;
            alter table ended drop column part, drop column place;
            update ended set {Corrections[fact]}, arrived_at = @at, recorded_at = @at, load_id = 1000 + @step, superseded_at = 'infinity', superseded_recorded_at = 'infinity';
            insert into core.{fact} ({columns}) select {columns} from ended where draw < 4;
            drop table ended
            """, new { at, step, seed = $"{seed}" });
    }

    private static async Task ChangeMasterDataAsync(NpgsqlConnection connection, DateTime at, int step)
    {
        await connection.ExecuteAsync(
            (step % 4) switch
            {
                1 => """
                    insert into core.price (chain_id, product_id, valid_from, unit_price, arrived_at, recorded_at)
                    select chain_id, min(product_id), date '2026-05-10' + @step, 5.55, @at, @at from core.price group by chain_id
                    """,
                2 => """
                    insert into core.promotion (chain_id, promotion_id, product_id, purchase_from, purchase_to, retail_from, retail_to, supply_price, arrived_at, recorded_at)
                    select chain_id, 'S' || @step, max(product_id), '2026-05-03', '2026-05-20', '2026-05-03', '2026-05-20', 2.22, @at, @at from core.price group by chain_id
                    """,
                3 => """
                    with ended as (
                        update core.settlement_account set superseded_at = @at, superseded_recorded_at = @at where superseded_at = 'infinity' returning *)
                    insert into core.settlement_account (chain_id, account_id, supplier_code, settlement_unit, statement_basis, price_decimals, cutoff_days, arrived_at, recorded_at)
                    select chain_id, account_id, supplier_code, settlement_unit, statement_basis, price_decimals, 2 - cutoff_days, @at, @at from ended
                    """,
                _ => """
                    with ended as (
                        update core.product set superseded_at = @at, superseded_recorded_at = @at
                        where superseded_at = 'infinity' and product_id = 'P003' returning *)
                    insert into core.product (product_id, valid_from, name, category, pack_size, vat_rate, arrived_at, recorded_at)
                    select product_id, valid_from, name, category, pack_size, 0.22 - vat_rate, @at, @at from ended
                    """,
            }, new { at, step });
    }
}
