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
        await CopyAsync(connection, "core.contract (chain_id, contract_id, contract_year, signed_on, valid_from, valid_to, settlement_mode, term_days, arrived_at, recorded_at)",
            worlds.SelectMany(world => world.Contracts).Select(one => new object?[] { one.ChainId, one.Id, one.Year, one.SignedOn, one.From, one.To, one.SettlementMode, one.TermDays, Always, Always }));
        await CopyAsync(connection, "core.contract_term (chain_id, contract_id, term_id, clause, fee_code, labels, kind, deduction_mode, pct, amount, per, times, arrived_at, recorded_at)",
            worlds.SelectMany(world => world.Terms).Select(one => new object?[]
            {
                one.ChainId, one.ContractId, one.Id, one.Clause, one.FeeCode, one.Labels, one.Kind, one.Mode, one.Pct, one.Amount, one.Per, one.Times, Always, Always,
            }));
    }

    public static async Task InsertMasterDataAsync(NpgsqlConnection connection, IReadOnlyCollection<World> worlds)
    {
        await CopyAsync(connection, "core.calendar_day (day, is_working_day, working_number)",
            Enumerable.Range(0, 500).Select(i => new DateOnly(2026, 1, 1).AddDays(i)).Scan(0, (n, day) => n + (IsWorking(day) ? 1 : 0))
                .Select(pair => new object?[] { pair.Item, IsWorking(pair.Item), pair.State }));
        await CopyAsync(connection, "core.product (product_id, valid_from, name, category, pack_size, vat_rate, arrived_at, recorded_at)",
            Catalogue.Products.Select(one => new object?[] { one.Id, new DateOnly(2025, 1, 1), one.Name, one.Category, one.PackSize, one.VatRate, Always, Always }));
        var chains = worlds.SelectMany(world => world.Chains).ToList();
        await CopyAsync(connection, "core.chain (chain_id, name, name_en, price_basis)", chains.Select(one => new object?[] { one.Id, one.Name, one.NameEn, one.PricesByOrder ? "order" : "contract" }));
        await CopyAsync(connection, "core.settlement_account (chain_id, account_id, supplier_code, settlement_unit, statement_basis, price_decimals, cutoff_days, arrived_at, recorded_at)",
            worlds.SelectMany(world => world.Stores.Select(store => (Chain: world.Chains.Single(chain => chain.Id == store.ChainId), Store: store)))
                .Select(pair => (pair.Chain, Account: pair.Chain.AccountOf(pair.Store), Unit: pair.Chain.SettlesByRegion ? pair.Store.Region : "")).Distinct()
                .Select(one => new object?[]
                {
                    one.Chain.Id, one.Account, one.Chain.SupplierCode, one.Unit, one.Chain.StatementIncluding ? "including" : "excluding",
                    (short)one.Chain.StatementDecimals, one.Chain.CutoffDays, Always, Always,
                }));
        await CopyAsync(connection, "core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, arrived_at, recorded_at)",
            worlds.SelectMany(world => world.Stores).Select(one => new object?[]
            {
                one.ChainId, one.Id, new DateOnly(2025, 1, 1), one.Name, one.Region, one.City, one.DeliveryMode, Always, Always,
            }));
        await CopyAsync(connection, "core.price (chain_id, region, product_id, valid_from, valid_to, unit_price, basis, arrived_at, recorded_at)",
            worlds.SelectMany(world => world.Prices).Select(one => new object?[]
            {
                one.ChainId, one.Region, one.ProductId, one.From, one.To ?? DateOnly.MaxValue, one.UnitPrice, one.IsIncluding ? "including" : "excluding", Always, Always,
            }));
        await CopyAsync(connection, "core.promotion (chain_id, promotion_id, product_id, kind, purchase_from, purchase_to, retail_from, retail_to, supply_price, basis, arrived_at, recorded_at)",
            worlds.SelectMany(world => world.Promotions).Select(one => new object?[]
            {
                one.ChainId, one.Id, one.ProductId, one.Kind, one.PurchaseFrom, one.PurchaseTo, one.RetailFrom, one.RetailTo, one.SupplyPrice,
                one.IsIncluding ? "including" : "excluding", Always, Always,
            }));
    }

    public static async Task InsertFactsAsync(NpgsqlConnection connection, IReadOnlyCollection<World> worlds)
    {
        await EnsurePartitionsAsync(connection, worlds.SelectMany(world => world.Statements.Select(one => one.To).Concat(world.Orders.Select(one => one.OrderedOn)).Concat(world.Notes.Select(one => one.ReceivedOn))));
        await CopyAsync(connection, "core.document (chain_id, kind, number, store_id, partition_month)",
            worlds.SelectMany(world => world.Statements.Select(one => new object?[] { one.Chain.Id, "statement", one.Number, "", Month(one.To) })));
        await CopyAsync(connection,
            "core.order_line (chain_id, partition_month, order_number, store_id, product_id, is_free, account_id, ordered_on, requested_on, ordered_quantity, printed_price, printed_basis, is_cancelled, load_id, row_number, arrived_at, recorded_at)",
            worlds.SelectMany(world => world.GoodOrders).SelectMany(order => order.Lines).Select((one, i) => new object?[]
            {
                one.Order.Chain.Id, Month(one.Order.OrderedOn), one.Order.Number, one.Order.Store.Id, one.Product.Id, one.IsFree, one.Order.Chain.AccountOf(one.Order.Store),
                one.Order.OrderedOn, one.Order.RequestedOn, one.Quantity, one.PrintedPrice, one.Order.Chain.PrintsIncluding ? "including" : "excluding", one.Order.IsCancelled, 1L, i + 1,
                Morning(one.Order.OrderedOn), Morning(one.Order.OrderedOn),
            }));
        await CopyAsync(connection,
            "core.delivery_line (chain_id, partition_month, delivery_number, store_id, order_number, product_id, is_free, kind, account_id, received_on, shipped_quantity, received_quantity, load_id, row_number, arrived_at, recorded_at)",
            worlds.SelectMany(world => world.GoodNotes).SelectMany(note => note.Lines).Select((one, i) => new object?[]
            {
                one.Note.Chain.Id, Month(one.Note.ReceivedOn), one.Note.Number, one.Note.Store.Id, one.OrderNumber, one.Product.Id, one.IsFree,
                one.Note.IsReturn ? "return" : "delivery", one.Note.Chain.AccountOf(one.Note.Store), one.Note.ReceivedOn, one.Shipped, one.Received, 2L, i + 1,
                Morning(one.Note.ReceivedOn), Morning(one.Note.ReceivedOn),
            }));
        var statements = worlds.SelectMany(world => world.Statements).ToList();
        await CopyAsync(connection,
            "core.statement (chain_id, statement_number, account_id, period_from, period_to, stated_on, stated_payable, stated_invoiceable, load_id, row_number, arrived_at, recorded_at)",
            statements.Select((one, i) => new object?[]
            {
                one.Chain.Id, one.Number, one.AccountId, one.From, one.To, one.StatedOn, one.StatedPayable, one.StatedInvoiceable, 3L, i + 1,
                one.ArrivedAt.UtcDateTime, one.ArrivedAt.UtcDateTime,
            }));
        await CopyAsync(connection,
            "core.statement_line (chain_id, partition_month, statement_number, line_number, kind, delivery_number, order_number, store_id, product_id, is_free, quantity, unit_price, vat_rate, amount, fee_text, deduction_mode, invoice_number, load_id, row_number, arrived_at, recorded_at)",
            statements.SelectMany(statement => statement.Lines.Select((line, i) => (Statement: statement, Line: line, Number: i + 1))).Select(one => new object?[]
            {
                one.Statement.Chain.Id, Month(one.Statement.To), one.Statement.Number, one.Number, one.Line.Kind, one.Line.DeliveryNumber, one.Line.OrderNumber,
                one.Line.Store?.Id ?? "", one.Line.Product?.Id, one.Line.IsFree, one.Line.Product is null ? null : one.Line.Quantity,
                one.Line.Product is null ? null : one.Line.UnitPrice, one.Line.Product is null ? null : one.Line.VatRate, one.Line.Amount,
                one.Line.FeeText.Length > 0 ? one.Line.FeeText : null, one.Line.Mode.Length > 0 ? one.Line.Mode : null, one.Line.InvoiceNumber, 3L, one.Number,
                one.Statement.ArrivedAt.UtcDateTime, one.Statement.ArrivedAt.UtcDateTime,
            }));
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
                    DateTime moment => writer.WriteAsync(DateTime.SpecifyKind(moment, DateTimeKind.Utc), NpgsqlTypes.NpgsqlDbType.TimestampTz),
                    _ => writer.WriteAsync(value),
                });
            }
        }

        await writer.CompleteAsync();
    }

    private static DateOnly Month(DateOnly day) => new(day.Year, day.Month, 1);

    private static DateTime Morning(DateOnly day) => BusinessTime.At(day.AddDays(1), new TimeOnly(5, 0)).UtcDateTime;

    private static bool IsWorking(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static IEnumerable<(T Item, TState State)> Scan<T, TState>(this IEnumerable<T> items, TState state, Func<TState, T, TState> next)
    {
        foreach (var item in items)
        {
            yield return (item, state = next(state, item));
        }
    }
}
