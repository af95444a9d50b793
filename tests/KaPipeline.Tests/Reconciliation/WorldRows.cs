using KaPipeline.Simulation;
using Npgsql;

namespace KaPipeline.Tests.Reconciliation;

/// <summary>Puts simulated worlds straight into <c>core</c>, as if every file had been loaded on the day it came.</summary>
internal static class WorldRows
{
    private static readonly DateTime Always = DateTime.MinValue;

    /// <summary>Worlds must not share a chain; products are the same in all of them.</summary>
    public static async Task InsertAsync(NpgsqlConnection connection, IReadOnlyCollection<World> worlds)
    {
        await InsertMasterDataAsync(connection, worlds);
        await InsertContractsAsync(connection, worlds);
        await InsertFactsAsync(connection, worlds);
    }

    private static async Task InsertContractsAsync(NpgsqlConnection connection, IReadOnlyCollection<World> worlds)
    {
        await CopyAsync(connection,
            "core.contract (chain_id, contract_id, contract_year, signed_on, valid_from, valid_to, settlement_mode, term_days, arrived_at, recorded_at)",
            worlds.SelectMany(world => world.Contracts)
            .Select(one => new object?[] { one.ChainId, one.Id, one.Year, one.SignedOn, one.From, one.To, one.SettlementMode, one.TermDays,
            Evening(one.SignedOn), Evening(one.SignedOn) }));
        await CopyAsync(connection,
            "core.contract_term (chain_id, contract_id, term_id, clause, fee_code, labels, kind, deduction_mode, pct, amount, per, times, valid_from, valid_to, cap_amount, cap_per, base, basis, arrived_at, recorded_at)",
            worlds.SelectMany(world => world.Terms).Select(one => new object?[]
            {
                one.ChainId, one.ContractId, one.Id, one.Clause, one.FeeCode, one.Labels, one.Kind, one.Mode, one.Pct, one.Amount, one.Per,
                    one.Times, one.From, one.To,
                one.Cap, one.CapPer, one.Base, one.ExcludesVat ? "excluding" : "including", Always, Always,
            }));
        await CopyAsync(connection, "core.contract_tier (chain_id, contract_id, term_id, sales_from, pct, arrived_at, recorded_at)",
            worlds.SelectMany(world => world.Terms)
            .SelectMany(one =>
            one.Tiers.Select(tier => new object?[] { one.ChainId, one.ContractId, one.Id, tier.From, tier.Pct, Always, Always })));
    }

    public static async Task InsertMasterDataAsync(NpgsqlConnection connection, IReadOnlyCollection<World> worlds)
    {
        await CopyAsync(connection, "core.calendar_day (day, is_working_day, working_number)",
            Enumerable.Range(0, 500).Select(i => new DateOnly(2026, 1, 1).AddDays(i)).Scan(0, (n, day) => n + (IsWorking(day) ? 1 : 0))
                .Select(pair => new object?[] { pair.Item, IsWorking(pair.Item), pair.State }));
        await CopyAsync(connection, "core.product (product_id, valid_from, name, category, pack_size, vat_rate, arrived_at, recorded_at)",
            Catalogue.Products.Select(one =>
            new object?[] { one.Id, new DateOnly(2025, 1, 1), one.Name, one.Category, one.PackSize, one.VatRate, Always, Always }));
        var chains = worlds.SelectMany(world => world.Chains).ToList();
        await CopyAsync(connection, "core.chain (chain_id, name, name_en, price_basis)",
            chains.Select(one => new object?[] { one.Id, one.Name, one.NameEn, one.PricesByOrder ? "order" : "contract" }));
        await CopyAsync(connection,
            "core.settlement_account (chain_id, account_id, supplier_code, settlement_unit, statement_basis, price_decimals, cutoff_days, arrived_at, recorded_at)",
            worlds.SelectMany(world =>
            world.Stores.Select(store => (Chain: world.Chains.Single(chain => chain.Id == store.ChainId), Store: store)))
                .Select(pair => (pair.Chain, Account: pair.Chain.AccountOf(pair.Store), Unit: pair.Chain.SettlesByRegion ? pair.Store.Region
                : "")).Distinct()
                .Select(one => new object?[]
                {
                    one.Chain.Id, one.Account, one.Chain.SupplierCode, one.Unit, one.Chain.StatementIncluding ? "including" : "excluding",
                    (short)one.Chain.StatementDecimals, one.Chain.CutoffDays, Always, Always,
                }));
        await CopyAsync(connection,
            "core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, arrived_at, recorded_at)",
            worlds.SelectMany(world => world.Stores).Select(one => new object?[]
            {
                one.ChainId, one.Id, new DateOnly(2025, 1, 1), one.Name, one.Region, one.City, one.DeliveryMode, Always, Always,
            }));
        await CopyAsync(connection,
            "core.price (chain_id, region, product_id, valid_from, valid_to, unit_price, basis, arrived_at, recorded_at)",
            worlds.SelectMany(world => world.Prices).Select(one => new object?[]
            {
                one.ChainId, one.Region, one.ProductId, one.From, one.To ?? DateOnly.MaxValue, one.UnitPrice, one.IsIncluding ? "including"
                    : "excluding", Always, Always,
            }));
        await CopyAsync(connection,
            "core.promotion (chain_id, promotion_id, product_id, kind, purchase_from, purchase_to, retail_from, retail_to, supply_price, basis, arrived_at, recorded_at)",
            worlds.SelectMany(world => world.Promotions).Select(one => new object?[]
            {
                one.ChainId, one.Id, one.ProductId, one.Kind, one.PurchaseFrom, one.PurchaseTo, one.RetailFrom, one.RetailTo,
                    one.SupplyPrice,
                one.IsIncluding ? "including" : "excluding", Always, Always,
            }));
    }

    public static async Task InsertFactsAsync(NpgsqlConnection connection, IReadOnlyCollection<World> worlds)
    {
        await EnsurePartitionsAsync(connection, worlds.SelectMany(world => world.Statements.Select(one => one.To)
            .Concat(world.Orders.Select(one => one.OrderedOn)).Concat(world.Notes.Select(one => one.ReceivedOn))));
        await CopyAsync(connection, "core.document (chain_id, kind, number, store_id, partition_month)",
            worlds.SelectMany(world =>
            world.Statements.Select(one => new object?[] { one.Chain.Id, "statement", one.Number, "", Month(one.To) })));
        const string Versions = "arrived_at, recorded_at, superseded_at, superseded_recorded_at)";
        await CopyAsync(connection,
            "core.order_line (chain_id, partition_month, order_number, store_id, product_id, is_free, account_id, ordered_on, requested_on, ordered_quantity, printed_price, printed_basis, is_cancelled, load_id, row_number, " + Versions,
            worlds.SelectMany(world => world.GoodOrders).SelectMany(OrderVersions));
        await CopyAsync(connection,
            "core.delivery_line (chain_id, partition_month, delivery_number, store_id, order_number, product_id, is_free, kind, account_id, received_on, shipped_quantity, received_quantity, load_id, row_number, " + Versions,
            worlds.SelectMany(world => world.GoodNotes).SelectMany(NoteVersions));
        var statements = worlds.SelectMany(world => world.Statements).ToList();
        await CopyAsync(connection,
            "core.statement (chain_id, statement_number, account_id, period_from, period_to, stated_on, stated_payable, stated_invoiceable, load_id, row_number, " + Versions,
            statements.SelectMany(one => Editions(one).Select((edition, i) => (object?[])
            [
                one.Chain.Id, one.Number, one.AccountId, one.From, one.To, one.StatedOn, edition.Payable, edition.Invoiceable, 3L
                    + i, 1, .. edition.Versions,
            ])));
        await CopyAsync(connection,
            "core.statement_line (chain_id, partition_month, statement_number, line_number, kind, delivery_number, order_number, store_id, product_id, is_free, quantity, unit_price, vat_rate, amount, fee_text, deduction_mode, invoice_number, load_id, row_number, " + Versions,
            statements.SelectMany(statement => Editions(statement)
            .SelectMany((edition, e) => statement.Lines.Take(edition.LineCount).Select((line, i) => (object?[])
            [
                statement.Chain.Id, Month(statement.To), statement.Number, i + 1, line.Kind, line.DeliveryNumber, line.OrderNumber,
                line.Store?.Id ?? "", line.Product?.Id, line.IsFree, line.Product is null ? null : line.Quantity,
                line.Product is null ? null : line.UnitPrice, line.Product is null ? null : line.VatRate, line.Amount
                + (i == 0 ? edition.More : 0),
                line.FeeText.Length > 0 ? line.FeeText : null, line.Mode.Length > 0 ? line.Mode : null, line.InvoiceNumber, 3L + e, i
                + 1, .. edition.Versions,
            ]))));
    }

    private static IEnumerable<object?[]> OrderVersions(Order order) => order.Lines.SelectMany((line, i) =>
    {
        object?[] Row(DateOnly orderedOn, DateOnly requestedOn, decimal quantity, bool isCancelled, int from, int? to) =>
        [
            order.Chain.Id, Month(order.OrderedOn), order.Number, order.Store.Id, line.Product.Id, line.IsFree,
                order.Chain.AccountOf(order.Store), orderedOn, requestedOn, quantity,
            line.PrintedPrice, order.Chain.PrintsIncluding ? "including" : "excluding", isCancelled, 1L, i
            + 1, .. Interval(order.OrderedOn, from, to),
        ];
        var last = Row(order.OrderedOn, order.RequestedOn, line.Quantity, order.IsCancelled, order.Before is null && !order.WasCancelled ? 0
            : 2, null);
        return order.Before is { } before ? [Row(before.OrderedOn, before.RequestedOn, before.Quantities[i], false, 0, 2), last]
            : order.WasCancelled
            ? [Row(order.OrderedOn, order.RequestedOn, line.Quantity, false, 0, 1),
            Row(order.OrderedOn, order.RequestedOn, line.Quantity, true, 1, 2), last]
            : new[] { last };
    });

    private static IEnumerable<object?[]> NoteVersions(DeliveryNote note) => note.Lines.SelectMany((line, i) =>
    {
        object?[] Row(decimal received, int from, int? to) =>
        [
            note.Chain.Id, Month(note.ReceivedOn), note.Number, note.Store.Id, line.OrderNumber, line.Product.Id, line.IsFree,
            note.IsReturn ? "return" : "delivery", note.Chain.AccountOf(note.Store), note.ReceivedOn, line.Shipped, received, 2L, i
            + 1, .. Interval(note.ReceivedOn, from, to),
        ];
        return note.ReceivedBefore is { } before ? [Row(before[i], 0, 1), Row(line.Received, 1, null)]
            : new[] { Row(line.Received, 0, null) };
    });

    /// <summary>A statement as it came first, if it came twice, and as it came last.</summary>
    private static IEnumerable<(int LineCount, decimal More, decimal Payable, decimal Invoiceable, object[] Versions)> Editions(
        Statement statement)
    {
        var (first, second, never) =
            (statement.ArrivedAt.UtcDateTime, statement.ArrivedAt.UtcDateTime.AddDays(2), (object)DateTime.MaxValue);
        if (statement.Before is { } before)
        {
            yield return (before.LineCount, before.FirstLineMore, before.StatedPayable, before.StatedInvoiceable,
                [first, first, second, second]);
        }

        var arrived = statement.Before is null ? first : second;
        yield return (statement.Lines.Count, 0, statement.StatedPayable, statement.StatedInvoiceable, [arrived, arrived, never, never]);
    }

    private static object[] Interval(DateOnly day, int from, int? to)
    {
        var (arrived, ended) = (Morning(day.AddDays(from)), to is { } days ? Morning(day.AddDays(days)) : DateTime.MaxValue);
        return [arrived, arrived, ended, ended];
    }

    /// <summary>Makes the partitions for the months of the given dates.</summary>
    public static async Task EnsurePartitionsAsync(NpgsqlConnection connection, IEnumerable<DateOnly> dates)
    {
        await using var command = new NpgsqlCommand("select core.ensure_partitions($1)", connection);
        command.Parameters.AddWithValue(dates.Select(Month).Distinct().ToArray());
        await command.ExecuteNonQueryAsync();
    }

    public static async Task CopyAsync(NpgsqlConnection connection, string target, IEnumerable<object?[]> rows)
    {
        await using var writer = await connection.BeginBinaryImportAsync($"copy {target} from stdin (format binary)");
        foreach (var row in rows)
        {
            await writer.StartRowAsync();
            foreach (var value in row)
            {
                await (value switch
                {
                    null => writer.WriteNullAsync(),
                    DateTime moment =>
                    writer.WriteAsync(DateTime.SpecifyKind(moment, DateTimeKind.Utc), NpgsqlTypes.NpgsqlDbType.TimestampTz),
                    _ => writer.WriteAsync(value),
                });
            }
        }

        await writer.CompleteAsync();
    }

    private static DateOnly Month(DateOnly day) => new(day.Year, day.Month, 1);

    private static DateTime Morning(DateOnly day) => BusinessTime.At(day.AddDays(1), new TimeOnly(5, 0)).UtcDateTime;

    private static DateTime Evening(DateOnly day) => BusinessTime.At(day, new TimeOnly(18, 0)).UtcDateTime;

    private static bool IsWorking(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static IEnumerable<(T Item, TState State)> Scan<T, TState>(this IEnumerable<T> items, TState state,
        Func<TState, T, TState> next)
    {
        foreach (var item in items)
        {
            yield return (item, state = next(state, item));
        }
    }
}
