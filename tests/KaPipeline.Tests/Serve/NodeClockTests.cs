using Dapper;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Serve;

/// <summary>A real <c>ka serve</c> whose machine's clock is away from the database's by more than <c>Jobs:ClockMinutes</c>, when it starts
/// and while it works. Here it is the database's that is away: a <c>clock_timestamp()</c> of the test's own is found before the
/// server's.</summary>
[Trait("Category", "Slow")]
public sealed class NodeClockTests
{
    [Fact]
    public async Task Nothing_is_planned_while_the_clocks_differ_it_is_said_and_work_goes_on_when_they_agree()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var owner = new NpgsqlConnection(warehouse.OwnerConnectionString + ";Pooling=false");
        await owner.OpenAsync(Stopping);
        await PutOffAsync(owner, "3 minutes");
        await owner.ExecuteAsync(
            """
            grant usage on schema put_off to ka_app;
            do $$ begin execute format('alter database %I set search_path = put_off, pg_catalog, public', current_database()); end $$;
            """);
        await using var nodes = new RehearsalNodes(warehouse.ConnectionString, warehouse.OwnerConnectionString);

        nodes.Start();
        await SaidAsync(nodes);
        // Not even which schedules there are.
        Assert.Empty(await nodes.Database.ListAsync<string>("select schedule_name from ops.schedule", ct: Stopping));

        await PutOffAsync(owner, "0");
        await RehearsalNodes.UntilAsync(() => nodes.Database.FirstAsync<bool>(
            "select exists (select from ops.schedule) and not exists (select from ops.alert where closed_at is null)"));

        // It leaps back while the node works.
        await PutOffAsync(owner, "-3 minutes");
        await SaidAsync(nodes);
        var before = await RunsAsync(nodes);
        await nodes.Database.DoAsync("update ops.schedule set planned_until = now() - interval '10 minutes'", ct: Stopping);
        await LookedAsync(nodes);
        Assert.Equal(before, await RunsAsync(nodes));

        await PutOffAsync(owner, "0");
        await RehearsalNodes.UntilAsync(async () => await RunsAsync(nodes) > before);
    }

    private static Task<int> PutOffAsync(NpgsqlConnection owner, string by) => owner.ExecuteAsync(
        $"""
        create schema if not exists put_off;
        create or replace function put_off.clock_timestamp() returns timestamptz language sql volatile
            as $$ select pg_catalog.clock_timestamp() + interval '{by}' $$;
        """);

    private static Task<bool> SaidAsync(RehearsalNodes nodes) => RehearsalNodes.UntilAsync(() => nodes.Database.FirstAsync<bool>(
        "select exists (select from ops.alert where kind = 'clock_off' and closed_at is null and says like '%3 min%')"));

    private static Task<long> RunsAsync(RehearsalNodes nodes) =>
        nodes.Database.FirstAsync<long>("select count(*) from ops.run", ct: Stopping);

    /// <summary>Waits until the node has looked twice more.</summary>
    private static async Task LookedAsync(RehearsalNodes nodes)
    {
        for (var look = 0; look < 2; look++)
        {
            var seen = await nodes.Database.FirstAsync<DateTime>("select max(seen_at) from ops.node", ct: Stopping);
            await RehearsalNodes.UntilAsync(() =>
                nodes.Database.FirstAsync<bool>("select max(seen_at) > @seen from ops.node", new { seen }));
        }
    }
}
