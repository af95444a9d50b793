using System.Globalization;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using Npgsql;

namespace KaPipeline.Tests.Ingestion.Loading;

/// <summary>Walks the catalogue: whatever NOT NULL, CHECK or length of a table that files reach a row breaks, the row is set aside by a
/// rule of ours before the database sees it, and the rows beside it are loaded.</summary>
public sealed class BrokenConstraintTests
{
    // Masters before what is resolved against them, heads before lines.
    private static readonly string[] First = ["product", "chain_item", "store", "statement", "contract_term"];

    // What makes a row of its own of each row of a file.
    private static readonly Dictionary<string, string> Own = new()
    {
        ["product"] = "product_id", ["chain_item"] = "item_number", ["store"] = "store_id", ["statement"] = "statement_number",
        ["statement_line"] = "line_number", ["order_line"] = "order_number", ["delivery_line"] = "delivery_number",
        ["person"] = "person_id",
        ["responsibility"] = "person_id", ["price"] = "region", ["promotion"] = "promotion_id", ["contract"] = "contract_id",
        ["contract_term"] = "term_id", ["contract_tier"] = "term_id", ["fee_text"] = "fee_text", ["invoice"] = "invoice_number",
        ["item_status"] = "stated_on", ["sale"] = "sold_on", ["stock"] = "stock_on", ["retail_price"] = "seen_on",
        ["retail_plan"] = "valid_from",
        ["price_floor"] = "valid_from", ["target"] = "store_id", ["regional_assortment"] = "region", ["store_staff"] = "store_id",
        ["dealer"] = "dealer", ["submission"] = "person_id", ["payment_line"] = "payment_number",
        ["inspection"] = "inspected_on", ["delivery_lot"] = "delivery_number", ["warehouse_shipment"] = "shipment_number", ["stock_lot"] = "lot", ["store_survey"] = "name", ["work_summary"] = "person_id", ["improvement_plan"] = "store_id", ["promotion_plan"] = "promotion_id", ["special_fee"] = "fee_number",
        ["opening_statement"] = "statement_number", ["opening_claim"] = "claim_number",
        // Months, stores and products must be known: its rows say the same.
        ["opening_sale"] = "",
    };

    private static readonly Dictionary<string, string> Good = new()
    {
        ["product_id"] = "P1", ["store_id"] = "S1", ["item_number"] = "1001", ["supplier_code"] = "900001", ["statement_number"] = "T1",
        ["valid_from"] = "2026-01-01", ["valid_to"] = "2026-12-31", ["period_from"] = "2026-05-01", ["period_to"] = "2026-05-15",
        ["month"] = "2026-04-01",
        ["role"] = "finance", ["fee_code"] = "F1", ["kind"] = "fixed", ["deduction_mode"] = "on_account", ["base"] = "goods",
        ["per"] = "year", ["cap_per"] = "year",
        ["contract_type"] = "exclusive", ["settlement_mode"] = "cash", ["payment_days"] = "5", ["contract_year"] = "2026",
        ["language"] = "zh-CN",
        ["barcode"] = "", ["invoice_number"] = "I1", ["fee_text"] = "fee", ["vat_rate"] = "0.13", ["chain_id"] = "probe",
        ["settlement_unit"] = "", ["order_number"] = "",
        ["account_id"] = "", ["subject"] = "", ["return_amount"] = "-1", ["net_return_amount"] = "-1", ["produced_on"] = "2025-12-01",
    };

    // Each check with a row that breaks it. One that is missing here is a constraint of which nobody asked what becomes of its rows.
    private static readonly Dictionary<string, string> Breaks = new()
    {
        ["contract_days_not_negative"] = "term_days=-1", ["contract_days_of_month"] = "invoice_day=32", ["contract_payment_days_of_month"] =
            "payment_days=40",
        ["contract_period_ordered"] = "valid_to=2025-01-01", ["contract_settlement_mode_known"] = "settlement_mode=barter",
        ["contract_type_known"] = "contract_type=lease",
        ["contract_term_base_known"] = "base=air", ["contract_term_basis_known"] = "basis=both", ["contract_term_cap_per_known"] =
        "cap_per=day",
        ["contract_term_figures_not_negative"] = "times=0", ["contract_term_has_its_figure"] = "amount=",
        ["contract_term_kind_known"] = "kind=gift",
        ["contract_term_mode_known"] = "deduction_mode=cash", ["contract_term_per_known"] = "per=day", ["contract_term_period_ordered"] =
        "valid_to=2025-01-01",
        ["contract_tier_not_negative"] = "pct=-1", ["dealer_period_ordered"] = "valid_to=2025-01-01",
        ["delivery_line_kind_known"] = "kind=gift",
        ["delivery_line_quantity_not_negative"] = "received_units=-5", ["fee_text_normal_form"] = "",
        ["fee_text_period_ordered"] = "valid_to=2025-01-01",
        ["fee_text_share_range"] = "share_pct=0.00000001", ["invoice_days_ordered"] = "submitted_on=2025-01-01",
        ["item_status_known"] = "status=asleep",
        ["opening_claim_agreed_says_amount"] = "state=agreed;agreed_amount=", ["opening_claim_agreed_within"] = "agreed_amount=0",
        ["opening_claim_amount_positive"] = "amount=0", ["opening_claim_state_known"] = "state=asleep",
        ["opening_sale_month_begins"] = "month=2026-05-02", ["opening_statement_period_ordered"] = "period_to=2025-01-01",
        ["opening_statement_returns_signed"] = "return_amount=1",
        ["order_line_basis_known"] = "", ["order_line_origin_known"] = "origin=oral", ["order_line_quantity_not_negative"] = "units=-5",
        ["price_basis_known"] = "basis=both", ["price_positive"] = "unit_price=0.00000001", ["price_floor_period_ordered"] =
        "valid_to=2025-01-01",
        ["price_floor_positive"] = "unit_price=0.00004", ["product_assortment_known"] = "assortment=all", ["product_pack_size_positive"] =
        "pack_size=0",
        ["product_vat_rate_range"] = "vat_rate=-0.1", ["promotion_basis_known"] = "basis=both", ["promotion_kind_known"] = "kind=gift",
        ["store_survey_kind_known"] = "kind=rumour", ["store_survey_month_begins"] = "month=2026-05-02",
        ["store_survey_not_negative"] = "quantity=-1", ["work_summary_month_begins"] = "month=2026-05-02",
        ["warehouse_shipment_not_negative"] = "sent_quantity=-1",
        ["delivery_lot_quantity_not_negative"] = "quantity=-1", ["delivery_lot_produced_before"] = "produced_on=2026-12-31",
        ["inspection_display_paid"] = "display_cost=800;display_standard=",
        ["inspection_counts_within"] = "faces=10001", ["inspection_price_positive"] = "shelf_price=0",
        ["inspection_produced_before"] = "produced_on=2026-12-31", ["product_shelf_life_positive"] = "shelf_life_days=0",
        ["improvement_plan_kind_known"] = "kind=person", ["improvement_plan_month_begins"] = "month=2026-05-02",
        ["improvement_plan_names_subject"] = "store_id=",
        ["promotion_plan_amounts_not_negative"] = "goal_amount=-1", ["promotion_plan_shares_within"] = "our_share_pct=101",
        ["promotion_plan_judged_whole"] = "judged_on=",
        ["special_fee_amounts_not_negative"] = "spent_amount=-1", ["special_fee_month_begins"] = "month=2026-05-02",
        ["special_fee_steps_dated"] = "paid_amount=",
        ["promotion_purchase_ordered"] = "purchase_to=2025-01-01", ["regional_assortment_period_ordered"] = "valid_to=2025-01-01",
        ["responsibility_role_known"] = "role=boss", ["retail_plan_period_ordered"] = "valid_to=2025-01-01",
        ["retail_plan_positive"] = "unit_price=0.004",
        ["retail_price_positive"] = "unit_price=0.004", ["statement_period_ordered"] = "period_to=2025-01-01",
        ["statement_line_deduction_has_text"] = "kind=deduction;fee_text=",
        ["statement_line_kind_known"] = "kind=gift", ["statement_line_mode_known"] = "deduction_mode=cash",
        ["store_delivery_mode_known"] = "delivery_mode=air",
        ["store_staff_not_negative"] = "promoters=-1", ["store_staff_period_ordered"] = "valid_to=2025-01-01",
        ["submission_kind_known"] = "kind=poem",
        ["submission_month_is_first"] = "month=2026-05-02", ["target_month_is_first"] = "month=2026-05-02",
        ["target_not_negative"] = "amount=-1",
    };

    // Columns that several fields make.
    private static readonly Dictionary<string, string> MadeOf = new()
    {
        ["ordered_quantity"] = "units", ["quantity"] = "units", ["received_quantity"] = "received_units",
        ["shipped_quantity"] = "shipped_units", ["printed_price"] = "unit_price",
    };

    [Fact]
    public async Task Whatever_a_row_breaks_sets_it_aside_and_stops_nothing()
    {
        await using var world = await IngestWorld.CreateAsync();
        await world.AddAsync("chains/probe.yaml", Profile());
        var wrong = new List<string>();
        foreach (var table in StagingTable.ByName.Values.OrderBy(table => Array.IndexOf(First, table.Name) is var at and >= 0 ? at
            : First.Length))
        {
            wrong.AddRange(await LoadAsync(world, table));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Every_check_of_a_table_that_files_reach_says_what_it_asks_for()
    {
        await using var world = await IngestWorld.CreateAsync();
        await using var connection = await world.Warehouse.DataSource.OpenConnectionAsync(Stopping);
        foreach (var table in StagingTable.ByName.Keys)
        {
            foreach (var check in (await VersionedTable.ReadAsync(connection, table, Stopping)).Checks)
            {
                Assert.True(check.Meaning is { Length: > 10 }, $"{check.Name} has no comment");
            }
        }
    }

    [Fact]
    public async Task What_no_rule_foresees_is_bisected_to_its_rows()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        await ExecuteAsync(world, "alter table staging.order_line add constraint no_dozen check (units <> 12)",
            "create unique index one_price on core.order_line (partition_month, printed_price)");
        var rows = Enumerable.Range(1, 40)
            .Select(at => (FormattableString.Invariant($"D{at:00}"), IngestWorld.Item, at is 7 or 31 ? 12 : 100 + at)).ToArray();
        var text = IngestWorld.OrderText(rows);
        for (var at = 1; at <= 40; at++)
        {
            // Each at a price of its own, but for two of one price.
            text = text.Replace(FormattableString.Invariant($"D{at:00},{IngestWorld.Store}") + Rest(text, at),
                Rest(text, at, FormattableString.Invariant($"{at + (at == 20 ? -1 : 0)}.5000")), StringComparison.Ordinal);
        }

        var loaded = await world.LoadAsync(world.Write("鼎丰_订单_20260501.csv", text), 2);
        Assert.Equal((LoadState.Loaded, 40, 37, 3), (loaded.State, loaded.RowsIn, loaded.RowsLoaded, loaded.RowsQuarantined));
        Assert.Equal(["10 no_dozen", "23 repeated_key", "34 no_dozen"],
            await world.ListAsync("select concat_ws(' ', row_number, rule) from ops.quarantined_row"));
        Assert.All(await world.ListAsync("select raw ->> '订单号' from ops.quarantined_row"), number => Assert.Matches("D07|D20|D31", number));

        // The fault is told away from the rows, and they come in.
        await ExecuteAsync(world, "alter table staging.order_line drop constraint no_dozen", "drop index core.one_price");
        await world.Ingest.ReplayAsync(null, "mended", ct: Stopping);
        Assert.Equal(40, await world.ScalarAsync<long>("select count(*) from core.order_line where superseded_at = 'infinity'"));
    }

    [Fact]
    public async Task A_file_of_which_the_database_takes_nothing_is_refused_with_the_reason()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        await ExecuteAsync(world, "alter table staging.order_line add constraint no_dozen check (units <> 12)");
        var loaded = await world.LoadAsync(world.Orders("鼎丰_订单_20260501.csv",
            [.. Enumerable.Range(1, 70).Select(at => ($"D{at}", IngestWorld.Item, 12))]), 2);
        Assert.Equal((LoadState.Refused, 0), (loaded.State, loaded.RowsIn));
        Assert.Contains("no_dozen", loaded.Finding, StringComparison.Ordinal);
    }

    private static string Rest(string text, int at, string? price = null)
    {
        var start = FormattableString.Invariant($"D{at:00},{IngestWorld.Store}");
        var line = text.Split("\r\n").First(line => line.StartsWith(start, StringComparison.Ordinal));
        return price is null ? line[start.Length..] : line.Replace(",1.0000,", $",{price},", StringComparison.Ordinal);
    }

    private static async Task ExecuteAsync(IngestWorld world, params string[] statements)
    {
        await using var connection = new NpgsqlConnection(world.Warehouse.OwnerConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    // One file per table: a good row, one row for each way to break the table, a good row.
    private static async Task<List<string>> LoadAsync(IngestWorld world, StagingTable table)
    {
        await using var connection = await world.Warehouse.DataSource.OpenConnectionAsync();
        var core = await VersionedTable.ReadAsync(connection, table.Name, Stopping);
        var breaks = Breakings(table, core).ToList();
        var rows = new List<string> { Row(table, 1, "") };
        rows.AddRange(breaks.Select((broken, at) => Row(table, at + 2, broken.Change)));
        rows.Add(Row(table, breaks.Count + 2, ""));
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(world.Folder, "in")).FullName, $"probe_{table.Name}.csv");
        await File.WriteAllLinesAsync(path, rows.Prepend(string.Join(',', table.Fields.Select(field => field.Name))));
        var result = await world.LoadAsync(path, 20);
        // A period that ends before it begins holds the whole file first; a person lets it in.
        result = result.State == LoadState.Held ? (await world.Ingest.LetInAsync(result.LoadId, "li")).Single() : result;
        if (result.State != LoadState.Loaded || result.RowsLoaded + result.RowsDuplicate < 2)
        {
            return [$"{table.Name}: {result}, {string.Join("; ", await world.ListAsync($"select concat_ws(' ', row_number, rule, column_name, found, expected) from ops.quarantined_row where load_id = {result.LoadId} and row_number in (2, {rows.Count + 1})"))}"];
        }

        var aside = await world.ListAsync(
            $"select concat_ws('|', row_number, rule, expected) from ops.quarantined_row where load_id = {result.LoadId}");
        var byRow = aside.Select(row => row.Split('|'))
            .ToDictionary(row => int.Parse(row[0], CultureInfo.InvariantCulture), row => (Rule: row[1], Expected: row[2]));
        return
        [
            .. breaks.Where((_, at) => !byRow.ContainsKey(at + 3))
            .Select(broken => $"{table.Name}.{broken.What}: loaded with {broken.Change[..Math.Min(60, broken.Change.Length)]}"),
            .. byRow.Where(row => row.Value.Expected.Contains("violates", StringComparison.Ordinal) || row.Value.Expected.EndsWith(')')
            && row.Value.Expected.Contains(" (", StringComparison.Ordinal))
                .Select(row => $"{table.Name}.{breaks[row.Key - 3].What}: only the database refused it: {row.Value}"),
        ];
    }

    private static IEnumerable<(string What, string Change)> Breakings(StagingTable table, VersionedTable core)
    {
        var fields = table.Fields.ToDictionary(field => field.Name);
        foreach (var (column, (type, fallback)) in core.Types)
        {
            var name = MadeOf.TryGetValue(column, out var other) && fields.ContainsKey(other) ? other : column;
            if (!fields.TryGetValue(name, out var field))
            {
                continue;
            }

            if (core.Required.Contains(column) && fallback is null && field.Fallback is null
                && column is not ("chain_id" or "account_id" or "deduction_mode" or "quantity" or "shipped_quantity" or "contract_type"
                or "settlement_mode") && !table.NeedsOneOf.Any(group => group.Contains(name)))
            {
                yield return ($"{column} not null", $"{name}=");
            }

            if (type.StartsWith("numeric", StringComparison.Ordinal) || type is "smallint" or "integer")
            {
                yield return ($"{column} {type}",
                    $"{name}={(type == "smallint" ? "40000" : type == "integer" ? "3000000000" : "1" + new string('0', Digits(type)))}");
            }
        }

        foreach (var field in table.Fields.Where(field => field.Kind is FieldKind.Code or FieldKind.Text
            && !table.NeedsOneOf.Any(group => group.Contains(field.Name))))
        {
            yield return ($"{field.Name} long", $"{field.Name}={Incompressible(5000)}");
            if (field.Kind == FieldKind.Text && core.Key.Contains(field.Name))
            {
                yield return ($"{field.Name} longer than an index entry", $"{field.Name}={Incompressible(950)}");
            }
        }

        if (table.Fields.Where(field => field.Kind == FieldKind.Text && core.Key.Contains(field.Name)).ToList() is { Count: > 2 } texts)
        {
            yield return ("texts longer than an index entry together",
                string.Join(';', texts.Select((text, at) => $"{text.Name}={Incompressible(265, at)}")
                .Append($"store_id={new string('7', 190)}")));
        }

        foreach (var check in core.Checks)
        {
            var change = Assert.Contains(check.Name, Breaks as IReadOnlyDictionary<string, string>);
            if (change.Length > 0)
            {
                yield return (check.Name, change);
            }
        }
    }

    private static int Digits(string type)
    {
        var numbers = type[8..^1].Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return numbers[0] - numbers[1];
    }

    private static string Row(StagingTable table, int number, string change)
    {
        var changes = change.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return string.Join(',', table.Fields.Select(field => changes.TryGetValue(field.Name, out var value) ? value
            : field.Name == Own[table.Name] && (number > 1 || Good.GetValueOrDefault(field.Name) is "") ? Numbered(field, number)
            : table.Name == "statement_line" && field.Name == "kind" ? "goods"
            : field.Allowed.Length > 0 && !(Good.TryGetValue(field.Name, out var word) && field.Allowed.Contains(word)) ? field.Allowed[0]
            : Good.TryGetValue(field.Name, out var good) ? good
            : field.Kind switch
            {
                FieldKind.Date => "2026-05-02",
                FieldKind.Flag => "0",
                FieldKind.Code or FieldKind.Text => "x",
                _ => "1"
            }));
    }

    private static string Numbered(StagingField field, int number) => field.Kind switch
    {
        FieldKind.Date => new DateOnly(2026, 1, 1).AddDays(number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        FieldKind.Whole => $"{number}",
        _ => $"N{number}",
    };

    private static string Profile() =>
        """
        chain: probe
        name: 试验
        name_en: Probe
        price_basis: contract
        accounts:
          - {supplier_code: "900001", statement_basis: excluding, price_decimals: 4, cutoff_days: 0, rounding_tolerance: 0.02, grace_days: 1}

        reports:

        """ + string.Concat(StagingTable.ByName.Values.Select(table =>
            $"  {table.Name}s:\n    files: [probe_{table.Name}.csv]\n    encoding: utf-8\n    dates: yyyy-MM-dd\n    rows:\n      - into: {table.Name}\n        fields:\n"
            + string.Concat(table.Fields.Select(field => $"          {field.Name}: {field.Name}\n"))));

    // Text that no index can compress into its page.
    private static string Incompressible(int length, int seed = 0) =>
        string.Concat(Enumerable.Range(seed * 5000, length).Select(at => (char)(0x4E00 + (at * 7919 % 20000))));
}
