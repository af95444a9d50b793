using System.Globalization;
using KaPipeline.Simulation;
using KaPipeline.Simulation.Samples;

namespace KaPipeline.Tests.Reconciliation;

/// <summary>A simulated world as the files of one chain, whatever its habits, with the profile that reads them: days bundled at random,
/// files that come weeks late, orders and notes and statements that come again, contracts that come on the day they are signed.</summary>
internal sealed class WorldFiles(World world, Dice dice)
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    private readonly SimulatedChain chain = world.Chains[0];
    private readonly List<(string Path, DateTimeOffset ArrivedAt)> arrivals = [];

    /// <summary>Writes the profile to <c>config/chains</c> and the files to <c>files</c> below a folder.</summary>
    public void Write(string home)
    {
        Put(home, $"config/chains/{chain.Id}.yaml", Profile());
        WriteMasterData(home);
        WriteOrders(home);
        WriteNotes(home);
        foreach (var statement in world.Statements)
        {
            WriteStatement(home, statement);
        }

        Put(home, $"files/{chain.Id}/arrivals.csv", "path,arrived_at\n"
            + string.Concat(arrivals.Select(one => $"{one.Path},{one.ArrivedAt:yyyy-MM-dd'T'HH:mm:sszzz}\n")));
    }

    private void WriteMasterData(string home)
    {
        var begin = BusinessTime.At(world.From.AddYears(-2), new TimeOnly(8, 0));
        // Half of the chains' contracts say nothing about words for fees: there finance's own table says it.
        var namesFees = dice.Chance(500);
        string[] needed = ["master/products.csv", "master/chain_items.csv", "master/stores.csv", "master/prices.csv",
            "master/promotions.csv", "master/contract_terms.csv", "master/contract_tiers.csv"];
        foreach (var (name, content) in MasterFiles.Of(world).Where(file => needed.Contains(file.Name)))
        {
            Add(home, name, begin, namesFees && name == "master/contract_terms.csv" ? WithoutLabels(content) : content);
        }

        if (namesFees)
        {
            Add(home, "master/fee_texts.csv", begin, "chain_id,fee_text,part_number,fee_code,share_pct,valid_from,valid_to\n"
                + string.Concat(world.Terms
                .SelectMany(term => term.Labels.Split('|').Select(label => (term.FeeCode, label))).Distinct()
                .Select(one => Row(chain.Id, one.label, null, one.FeeCode, null, null, null))));
        }

        foreach (var contract in world.Contracts)
        {
            Add(home, $"{contract.Id}/contracts.csv", BusinessTime.At(contract.SignedOn, new TimeOnly(18, 0)),
                "chain_id,contract_id,contract_year,contract_type,signed_on,valid_from,valid_to,settlement_mode,term_days,payment_days,reconciliation_day,invoice_day,dispute_days\n"
                + Row(contract.ChainId, contract.Id, contract.Year, contract.Type, contract.SignedOn, contract.From, contract.To,
                contract.SettlementMode, contract.TermDays, contract.PaymentDays, 3, 8, 15));
        }
    }

    private static string WithoutLabels(string terms)
    {
        var rows = terms.TrimEnd().Split('\n').Select(line => line.TrimEnd('\r').Split(',')).ToList();
        var labels = Array.IndexOf(rows[0], "labels");
        rows.Skip(1).ToList().ForEach(row => row[labels] = "");
        return string.Concat(rows.Select(row => string.Join(',', row) + "\n"));
    }

    private void WriteOrders(string home)
    {
        foreach (var (days, n) in Bundles())
        {
            AddOrders(home, $"day{n}", Late(days.To),
                world.GoodOrders.Where(order => days.From <= order.OrderedOn && order.OrderedOn <= days.To), isFirst: true);
        }

        // Two exports of the whole time: the first without what was dropped or will come back, the second as it is in the end.
        var after = BusinessTime.At(world.AsOf.AddDays(40), new TimeOnly(6, 0));
        AddOrders(home, "all1", after, world.GoodOrders.Where(order => !order.IsCancelled && !order.WasCancelled), isFirst: true);
        AddOrders(home, "all2", after.AddDays(1), world.GoodOrders.Where(order => !order.IsCancelled), isFirst: false);
    }

    private void AddOrders(string home, string name, DateTimeOffset arrivedAt, IEnumerable<Order> orders, bool isFirst)
    {
        var rows = orders.SelectMany(order => order.Lines.Select((line, i) => isFirst && order.Before is { } before
            ? Row(order.Number, order.Store.Id, Item(line.Product), before.OrderedOn, before.RequestedOn, before.Quantities[i],
            line.PrintedPrice, line.IsFree)
            : Row(order.Number, order.Store.Id, Item(line.Product), order.OrderedOn, order.RequestedOn, line.Quantity, line.PrintedPrice,
            line.IsFree)));
        Add(home, $"{chain.Id}_orders_{name}.csv", arrivedAt,
            "order_number,store_id,item_number,ordered_on,requested_on,units,unit_price,is_free\n" + string.Concat(rows));
    }

    private void WriteNotes(string home)
    {
        const string Header = "delivery_number,kind,order_number,store_id,item_number,received_on,shipped_units,received_units,is_free\n";
        string Rows(DeliveryNote note, bool isFirst) => string.Concat(note.Lines.Select((line, i) => Row(
            note.Number, note.IsReturn ? "return" : "delivery", line.OrderNumber, note.Store.Id, Item(line.Product), note.ReceivedOn,
            line.Shipped,
            isFirst && note.ReceivedBefore is { } before ? before[i] : line.Received, line.IsFree)));
        foreach (var (days, n) in Bundles())
        {
            Add(home, $"{chain.Id}_notes_day{n}.csv", Late(days.To), Header
                + string.Concat(world.GoodNotes.Where(note => days.From <= note.ReceivedOn && note.ReceivedOn <= days.To)
                .Select(note => Rows(note, true))));
        }

        foreach (var note in world.GoodNotes.Where(note => note.ReceivedBefore is not null))
        {
            Add(home, $"{chain.Id}_notes_again{note.Number}.csv",
                BusinessTime.At(world.AsOf.AddDays(30 + dice.Below(5)), new TimeOnly(6, 0)), Header + Rows(note, false));
        }
    }

    private void WriteStatement(string home, Statement statement)
    {
        string Text(int lines, decimal more, decimal payable, decimal invoiceable) =>
            Row("statement_number", statement.Number, "supplier_code", chain.SupplierCode, "from", statement.From, "to", statement.To)
            + (chain.SettlesByRegion ? Row("unit", statement.SettlementUnit) : "")
            + Row("stated_on", statement.StatedOn, "payable", payable, "invoiceable", invoiceable)
            + "line,kind,delivery_number,order_number,store_id,item_number,units,unit_price,vat_rate,amount,is_free,fee_text,deduction_mode,invoice_number\n"
            + string.Concat(statement.Lines.Take(lines).Select((line, i) => Row(
                i + 1, line.Kind, line.DeliveryNumber, line.OrderNumber, line.Store?.Id, line.Product is { } product ? Item(product) : null,
                line.Product is null ? null : line.Quantity, line.Product is null ? null : line.UnitPrice, line.Product is null ? null
                : line.VatRate,
                line.Amount + (i == 0 ? more : 0), line.IsFree, line.FeeText, line.Mode, line.InvoiceNumber)));
        var name = $"{chain.Id}_statement_{statement.Number}";
        if (statement.Before is { } before)
        {
            Add(home, $"{name}.csv", statement.ArrivedAt,
                Text(before.LineCount, before.FirstLineMore, before.StatedPayable, before.StatedInvoiceable));
        }

        Add(home, $"{name}_{(statement.Before is null ? 1 : 2)}.csv", statement.ArrivedAt.AddDays(statement.Before is null ? 0 : 2),
            Text(statement.Lines.Count, 0, statement.StatedPayable, statement.StatedInvoiceable));
    }

    private string Profile() => $$"""
        chain: {{chain.Id}}
        name: {{chain.Name}}
        name_en: {{chain.NameEn}}
        price_basis: {{(chain.PricesByOrder ? "order" : "contract")}}
        accounts:
        {{string.Concat(Accounts())}}
        reports:
          orders:
            files: ["{{chain.Id}}_orders_*.csv"]
            snapshot: window
            prices: {{Basis(chain.PrintsIncluding)}}
            arrival: {listing: arrivals.csv}
            rows:
              - into: order_line
                fields: {order_number: order_number, store_id: store_id, item_number: item_number, supplier_code: {constant: "{{chain.SupplierCode}}"}, ordered_on: ordered_on, requested_on: requested_on, units: units, unit_price: unit_price, is_free: is_free}
          notes:
            files: ["{{chain.Id}}_notes_*.csv"]
            arrival: {listing: arrivals.csv}
            rows:
              - into: delivery_line
                fields: {delivery_number: delivery_number, kind: kind, order_number: order_number, store_id: store_id, item_number: item_number, supplier_code: {constant: "{{chain.SupplierCode}}"}, received_on: received_on, shipped_units: shipped_units, received_units: received_units, is_free: is_free}
          statements:
            files: ["{{chain.Id}}_statement_*.csv"]
            arrival: {listing: arrivals.csv}
            rows:
              - into: statement
                fields: {statement_number: {head: statement_number}, supplier_code: {head: supplier_code}, {{(chain.SettlesByRegion ? "settlement_unit: {head: unit}, " : "")}}period_from: {head: from}, period_to: {head: to}, stated_on: {head: stated_on}, stated_payable: {head: payable}, stated_invoiceable: {head: invoiceable} }
              - into: statement_line
                fields: {statement_number: {head: statement_number}, line_number: line, kind: kind, delivery_number: delivery_number, order_number: order_number, store_id: store_id, item_number: item_number, units: units, unit_price: unit_price, vat_rate: vat_rate, amount: amount, is_free: is_free, fee_text: fee_text, deduction_mode: deduction_mode, invoice_number: invoice_number}
        """;

    private IEnumerable<string> Accounts() => (chain.SettlesByRegion ? world.Stores.Select(store => store.Region).Distinct() : [""])
        .Select(unit =>
        $"  - {{supplier_code: \"{chain.SupplierCode}\", {(unit.Length > 0 ? $"settlement_unit: {unit}, " : "")}statement_basis: {Basis(chain.StatementIncluding)}, "
        + $"price_decimals: {chain.StatementDecimals}, cutoff_days: {chain.CutoffDays}, rounding_tolerance: 0.02, grace_days: 1}}\n");

    /// <summary>The world's days in bundles of one to four.</summary>
    private IEnumerable<((DateOnly From, DateOnly To) Days, int Number)> Bundles()
    {
        var n = 0;
        for (var from = world.From; from < world.AsOf;)
        {
            var to = from.AddDays(dice.Below(4));
            yield return ((from, to), ++n);
            from = to.AddDays(1);
        }
    }

    private DateTimeOffset Late(DateOnly day) =>
        BusinessTime.At(day.AddDays(1 + (dice.Chance(250) ? dice.Below(20) : 0)), new TimeOnly(5, dice.Below(60)));

    private string Item(Product product) => world.ItemNumber(chain.Id, product);

    private static string Basis(bool isIncluding) => isIncluding ? "including" : "excluding";

    private static string Row(params object?[] cells) => string.Join(',', cells.Select(cell => cell switch
    {
        DateOnly day => day.ToString("yyyy-MM-dd", Plain),
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(cell, Plain),
    })) + "\n";

    private void Add(string home, string name, DateTimeOffset arrivedAt, string content)
    {
        arrivals.Add((name, arrivedAt.ToOffset(TimeSpan.FromHours(8))));
        Put(home, $"files/{chain.Id}/{name}", content);
    }

    private static void Put(string home, string name, string content)
    {
        var path = Path.Combine(home, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
