using System.Globalization;
using System.Text;
using Dapper;
using KaPipeline.Simulation;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Reconciliation;
using KaPipeline.Tests.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Prices;

/// <summary>A world of prices in which what is wrong is known, since it was put there: all of it is found, and nothing else. Every second
/// item of chain C changes its price on 1 May, as its price list says; that is no anomaly.</summary>
public sealed class PriceTruthTests(SharedWarehouse shared) : IClassFixture<SharedWarehouse>
{
    private const int Items = 10;
    private static readonly string[] Stores = ["S1", "S2"];
    private static readonly DateOnly First = new(2026, 4, 1);
    private static readonly DateOnly Change = new(2026, 5, 1);

    private sealed record Found(string Rule, string Key, string? Cause);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_planted_price_is_found_with_its_cause_and_none_else(int seed)
    {
        var dice = new Dice((ulong)seed);
        var truth = new List<Found>();
        var sql = new StringBuilder(MasterData);
        var lines = new List<(string Chain, string Number, string Store, int Item, DateOnly Day, decimal Price)>();
        for (var day = First; day <= new DateOnly(2026, 5, 28); day = day.AddDays(3))
        {
            lines.AddRange(from chain in new[] { "C", "O" }
                           from store in Stores
                           from item in Enumerable.Range(0, Items)
                           select (chain, $"{chain}{day:MMdd}{store}", store, item, day, chain == "C" ? Listed(item, day) : OrderPrice(item, dice)));
        }

        // Order prices of the contract chain: four kinds of error, on lines of their own. Those of the other chain: far from their history.
        var errors = dice.Shuffled([.. lines.Where(line => line.Chain == "C")]).Take(24).Select((line, i) => (line, Kind: i % 4))
            .ToDictionary(pair => pair.line, pair => pair.Kind);
        var outliers = dice.Shuffled([.. lines.Where(line => line.Chain == "O" && line.Day >= First.AddDays(30))]).Take(6).ToHashSet();
        var settled = dice.Shuffled([.. lines.Where(line => line.Chain == "C" && line.Day <= new DateOnly(2026, 5, 10))]).Take(6)
            .ToHashSet();
        var number = 0;
        sql.AppendLine("select pg_temp.stated('A1', '2026-04-01', '2026-05-15', 0);");
        foreach (var line in lines)
        {
            var (price, rule, cause) = errors.TryGetValue(line, out var kind) ? Wrong(line.Item, line.Day, kind)
                : outliers.Contains(line) ? (decimal.Round(line.Price * (dice.Chance(500) ? 1.4m : 0.6m), 4), "outlier", null)
                : (line.Price, "", null);
            if (rule.Length > 0)
            {
                truth.Add(new Found(rule, $"{line.Number} P{line.Item}", cause));
            }

            Say(sql, $"select pg_temp.ordered('{line.Number}', 'P{line.Item}', 10, date '{line.Day:yyyy-MM-dd}', printed => {price}, store => '{line.Store}', chain => '{line.Chain}');");
            if (line.Chain == "C" && line.Day <= new DateOnly(2026, 5, 10))
            {
                // Settled as ordered, right or wrong; six lines at another price than the order's.
                var stated = settled.Contains(line) ? price + 0.07m : price;
                Say(sql, $"select pg_temp.settled('A1', {++number}, 'P{line.Item}', 10, {stated}, {stated * 10}, ordered => '{line.Number}', store => '{line.Store}', rate => {Vat(line.Item)});");
                if (settled.Contains(line))
                {
                    truth.Add(new Found("settlement_price_off_order", $"{line.Number} P{line.Item}", null));
                }
            }
        }

        PlantShelvesAndLists(sql, dice, truth);
        await using var connection = new NpgsqlConnection(shared.Warehouse.OwnerConnectionString + ";Pooling=false");
        await connection.OpenAsync(Stopping);
        await connection.ExecuteAsync("begin;" + ViewCase.Prelude + sql);
        await connection.ExecuteAsync("select pg_temp.clock('2026-05-31', '2026-06-30');");

        var found = (await connection.QueryAsync<(string Rule, string Chain, string Order, string Store, string Product, string? Cause)>(
            "select rule, chain_id, order_number, store_id, product_id, likely_cause from mart.price_anomaly")).Select(row => new Found(
                row.Rule, row.Order.Length > 0 ? $"{row.Order} {row.Product}" : $"{row.Chain} {row.Store} {row.Product}", row.Cause))
                .ToList();

        var missed = truth.Where(one => !found.Any(other => (other.Rule, other.Key) == (one.Rule, one.Key)
            && (one.Cause is null || one.Cause == other.Cause))).ToList();
        var invented = found.Where(one => !truth.Any(other => (other.Rule, other.Key) == (one.Rule, one.Key))).ToList();
        Assert.True(missed.Count == 0 && invented.Count == 0,
            $"seed {seed}\nmissed: {string.Join("\n", missed)}\nfalse: {string.Join("\n", invented)}");
        Assert.Equal(24 + 6 + 6 + 5 + 2 + 1, found.Count);
    }

    [Theory]
    [InlineData(71)]
    [InlineData(74)]
    [InlineData(77)]
    public async Task Settlement_prices_off_the_order_are_those_that_the_documents_show(int seed)
    {
        // A whole simulated world: the truth is computed here, from its documents, in decimals and without the database.
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        await KaPipeline.Rules.BusinessRulesSync.SyncAsync(connection,
            KaPipeline.Rules.BusinessRules.Load(Path.Combine(Repository.Root, "config")),
            DateTimeOffset.Parse("2026-01-01T00:00:00Z", CultureInfo.InvariantCulture), Stopping);
        var chain = SampleChains.All[seed % SampleChains.All.Count];
        var world = WorldBuilder.Build(seed, [chain], new DateOnly(2026, 5, 1), new DateOnly(2026, 6, 15), new WorldShape { Scale = 0.34m },
            new Injections { PriceDifference = 9, PromotionNotApplied = 4, OrderPriceOff = 6 });
        await WorldRows.InsertAsync(connection, [world]);

        var expected = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (statement, line) in world.Statements.SelectMany(statement => statement.Lines.Select(line => (statement, line)))
            .Where(pair => pair.line is { Kind: "goods", Product: not null, IsFree: false, Quantity: > 0 }))
        {
            var orders = world.GoodNotes.Where(note => line.DeliveryNumber.Length > 0 ? note.Number == line.DeliveryNumber : true)
                .SelectMany(note => note.Lines)
                .Where(one => one.Product == line.Product && !one.IsFree && one.OrderLine is not null
                && (line.OrderNumber.Length == 0 || one.OrderNumber == line.OrderNumber)
                    && (line.DeliveryNumber.Length > 0 || line.OrderNumber.Length > 0)
                    && (line.Store is null || one.Note.Store == line.Store))
                .Select(one => one.OrderLine!).Distinct();
            foreach (var order in orders)
            {
                var rate = order.Product.VatRate;
                var excluding = chain.PrintsIncluding ? decimal.Round(order.PrintedPrice / (1 + rate), 4, MidpointRounding.AwayFromZero)
                    : order.PrintedPrice;
                var inStatement = decimal.Round(excluding * (chain.StatementIncluding ? 1 + rate : 1), chain.StatementDecimals,
                    MidpointRounding.AwayFromZero);
                if (decimal.Round(line.UnitPrice, chain.StatementDecimals, MidpointRounding.AwayFromZero) != inStatement)
                {
                    expected.Add($"{statement.Number} {order.Order.Number} {order.Product.Id}");
                }
            }
        }

        await using var transaction = await new KaPipeline.Warehouse.ReportClock(new DateOnly(2026, 6, 30),
            DateTimeOffset.Parse("2099-01-01T00:00:00Z", CultureInfo.InvariantCulture)).BeginAsync(connection, Stopping);
        var found = await connection.QueryAsync<string>(
            "select distinct statement_number || ' ' || order_number || ' ' || product_id from mart.price_anomaly where rule = 'settlement_price_off_order'");
        Assert.NotEmpty(expected);
        Assert.Equal(string.Join('\n', expected), string.Join('\n', found.Order(StringComparer.Ordinal)));
    }

    /// <summary>Five shelf prices off the plan, two list prices under the floor, one far under what other chains pay.</summary>
    private static void PlantShelvesAndLists(StringBuilder sql, Dice dice, List<Found> truth)
    {
        var wrong = dice.Shuffled([.. from store in Stores from item in Enumerable.Range(0, Items) select (store, item)]).Take(5)
            .ToHashSet();
        foreach (var (store, item) in from store in Stores from item in Enumerable.Range(0, Items) select (store, item))
        {
            var plan = decimal.Round(Listed(item, Change) * 1.4m, 2);
            Say(sql, $"insert into core.retail_price (chain_id, store_id, product_id, seen_on, unit_price, load_id, row_number, arrived_at, recorded_at) values ('C', '{store}', 'P{item}', '2026-05-28', {(wrong.Contains((store, item)) ? plan + 0.5m : plan)}, 5, 1, '-infinity', '-infinity');");
            if (store == "S1")
            {
                Say(sql, $"insert into core.retail_plan (chain_id, product_id, valid_from, unit_price, load_id, row_number, arrived_at, recorded_at) values ('C', 'P{item}', '2026-01-01', {plan}, 5, 1, '-infinity', '-infinity');");
                // Just at its floor; two items just under it.
                Say(sql, $"insert into core.price_floor (product_id, valid_from, unit_price, load_id, row_number, arrived_at, recorded_at) values ('P{item}', '2026-01-01', {Listed(item, Change) + (item is 2 or 7 ? 0.0001m : 0m)}, 5, 1, '-infinity', '-infinity');");
            }
        }

        truth.AddRange(wrong.Select(one => new Found("retail_off_plan", $"C {one.store} P{one.item}", null)));
        truth.AddRange(new[] { 2, 7 }.Select(item => new Found("below_price_floor", $"C  P{item}", null)));
        foreach (var (chain, factor) in new[] { ("X", 1m), ("Y", 1m), ("Z", 0.94m) })
        {
            Say(sql, $"insert into core.price (chain_id, product_id, valid_from, unit_price, arrived_at, recorded_at) values ('{chain}', 'P4', '2026-01-01', {decimal.Round(Listed(4, Change) * factor, 4)}, '-infinity', '-infinity');");
        }

        // P4 of Z lies under the others, and under the floor that holds for every chain.
        truth.Add(new Found("spread_across_chains", "Z  P4", null));
        Say(sql, $"update core.price_floor set unit_price = 0.0001 where product_id = 'P4';");
    }

    private static (decimal Price, string Rule, string? Cause) Wrong(int item, DateOnly day, int kind) => kind switch
    {
        0 => (decimal.Round(Listed(item, day) * (1 + Vat(item)), 4), "order_price_off_contract", "tax_basis"),
        1 => (Listed(item, day) * 12, "order_price_off_contract", "case_price"),
        2 => (Listed((item + 2) % Items, day), "order_price_off_contract", "neighbour_item"),
        _ => (decimal.Round(Listed(item, day) * 0.937m, 4), "order_price_off_contract", null),
    };

    private static decimal Base(int item) => 3m + (item * 0.7013m);

    private static decimal Vat(int item) => item % 2 == 0 ? 0.09m : 0.13m;

    /// <summary>The contract price in force: even items cost four per cent more from 1 May on.</summary>
    private static decimal Listed(int item, DateOnly day) => item % 2 == 0 && day >= Change ? decimal.Round(Base(item) * 1.04m, 4)
        : Base(item);

    /// <summary>Prices that no contract fixes wander by half a per cent.</summary>
    private static decimal OrderPrice(int item, Dice dice) => decimal.Round(Base(item) * (1 + ((dice.Below(11) - 5) / 1000m)), 4);

    private static void Say(StringBuilder sql, FormattableString text) => sql.AppendLine(text.ToString(CultureInfo.InvariantCulture));

    // Chain C by contract, chain O by its orders; X, Y, Z only have price lists. Even items are milk, odd ones drinks.
    private static string MasterData => string.Join('\n', new[]
    {
        "select pg_temp.trade(); delete from core.price; delete from core.chain_item; delete from core.product; delete from core.store where chain_id = 'G';",
        "insert into core.chain (chain_id, name, name_en, price_basis) values ('O', 'O', 'O', 'order'), ('X', 'X', 'X', 'contract'), ('Y', 'Y', 'Y', 'contract'), ('Z', 'Z', 'Z', 'contract');",
        "insert into core.settlement_account (chain_id, account_id, supplier_code, statement_basis, price_decimals, arrived_at, recorded_at) values ('O', 'O-1', '1', 'excluding', 4, '-infinity', '-infinity');",
        "insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, arrived_at, recorded_at) select 'O', store_id, valid_from, name, region, city, delivery_mode, arrived_at, recorded_at from core.store where chain_id = 'C';",
    }.Concat(Enumerable.Range(0, Items).SelectMany(item => new[]
    {
        string.Create(CultureInfo.InvariantCulture,
            $"insert into core.product (product_id, valid_from, name, category, pack_size, vat_rate, arrived_at, recorded_at) values ('P{item}', '2026-01-01', 'P{item}', '{(item % 2 == 0 ? "uht" : "drink")}', 12, {Vat(item)}, '-infinity', '-infinity');"),
        string.Create(CultureInfo.InvariantCulture,
        $"insert into core.price (chain_id, product_id, valid_from, valid_to, unit_price, arrived_at, recorded_at) values ('C', 'P{item}', '2026-01-01', '2026-04-30', {Listed(item, First)}, '-infinity', '-infinity'), ('C', 'P{item}', '2026-05-01', 'infinity', {Listed(item, Change)}, '-infinity', '-infinity');"),
    })));
}
