namespace KaPipeline.Simulation.Samples;

/// <summary>The supplier's own master data as <c>master/*.csv</c>.</summary>
internal static class MasterFiles
{
    public static IEnumerable<(string Name, string Content)> Of(World world) =>
        Masters(world).Concat(Plans(world)).Concat(PromotionFiles.Of(world)).Concat(PlanFiles(world));

    private static IEnumerable<(string Name, string Content)> Masters(World world)
    {
        yield return File("products",
            "product_id,valid_from,valid_to,name,name_en,category,assortment,pack_size,unit_volume_ml,unit_barcode,case_barcode,vat_rate,launched_on,shelf_life_days,category_en",
            world.Products.Select(one => new[]
            {
                one.Id, "2025-01-01", "", one.Name, one.NameEn, one.Category, one.Assortment, Text.Of(one.PackSize), Text.Of(one.VolumeMl),
                    one.UnitBarcode, one.CaseBarcode,
                Text.Of(one.VatRate), Text.Of(one.LaunchedOn), Text.Of(StoreInspections.ShelfLife(one)), EnglishNames.Of(one.Category),
            }));
        yield return File("chain_items", "chain_id,item_number,product_id,pack_size,listed_on,delisted_on",
            world.Items.Select(one =>
            new[] { one.ChainId, one.ItemNumber, one.Product.Id, "", Text.Of(one.ListedOn), Text.Of(one.DelistedOn) }));
        yield return File("stores",
            "chain_id,store_id,valid_from,valid_to,name,region,city,area_m2,checkouts,store_format,delivery_mode,dealer,warehouse,name_en,region_en,city_en,warehouse_en",
            world.Stores.Select(one => new[]
            {
                one.ChainId, one.Id, Text.Of(Since(world, one)), "", one.Name, one.Region, one.City, Count(one.AreaM2), Count(one.Checkouts), one.Format,
                    one.DeliveryMode, one.Dealer, one.Warehouse,
                EnglishNames.Store(one), EnglishNames.Of(one.Region), EnglishNames.Of(one.City), EnglishNames.Warehouse(one),
            }));
        yield return File("persons", "person_id,name,email,language,name_en",
            world.Persons.Select(one => new[] { one.Id, one.Name, one.Email, one.Language, EnglishNames.Person(one.Name) }));
        yield return File("responsibilities", "person_id,role,chain_id,region,city,store_id,subject,valid_from,valid_to",
            world.Responsibilities.Select(one =>
            new[] { one.PersonId, one.Role, one.ChainId, one.Region, one.City, one.StoreId, one.Subject, Text.Of(one.From), "" }));
        yield return File("dealers", "dealer,valid_from,valid_to,serves_all_channels,name_en",
            world.Stores.Select(store => store.Dealer).Where(dealer => dealer.Length > 0).Distinct().Order(StringComparer.Ordinal)
                .Select(dealer => new[] { dealer, "2025-01-01", "", "false", EnglishNames.Of(dealer) }));
        yield return File("prices", "chain_id,region,product_id,valid_from,valid_to,unit_price,basis",
            world.Prices.Select(one => new[] { one.ChainId, one.Region, one.ProductId, Text.Of(one.From), Text.Of(one.To),
            Text.Of(one.UnitPrice, "0.0000"), Basis(one.IsIncluding) }));
        yield return File("promotions",
            "chain_id,promotion_id,product_id,kind,purchase_from,purchase_to,retail_from,retail_to,supply_price,basis,retail_price,filed_on,reported_on",
            world.Promotions.Select(one => new[]
            {
                one.ChainId, one.Id, one.ProductId, one.Kind, Text.Of(one.PurchaseFrom), Text.Of(one.PurchaseTo), Text.Of(one.RetailFrom),
                    Text.Of(one.RetailTo),
                Text.Of(one.SupplyPrice, "0.0000"), Basis(one.IsIncluding), Text.Of(one.RetailPrice, "0.00"), Text.Of(one.FiledOn),
                Text.Of(one.ReportedOn),
            }));
        yield return ("master/contracts.csv", Contracts(world.Contracts.Where(one => one.SignedOn < world.From)));
        yield return File("contract_terms",
            "chain_id,contract_id,term_id,clause,fee_code,labels,kind,deduction_mode,base,basis,pct,amount,per,times,valid_from,valid_to,cap_amount,cap_per,needs_invoice",
            world.Terms.Select(one => new[]
            {
                one.ChainId, one.ContractId, one.Id, one.Clause, one.FeeCode, one.Labels, one.Kind, one.Mode, one.Base,
                    Basis(!one.ExcludesVat), one.Pct is { } pct ? Text.Of(pct) : "",
                one.Amount is { } amount ? Text.Of(amount, "0.00") : "", one.Per, Text.Of(one.Times), Text.Of(one.From), Text.Of(one.To),
                one.Cap is { } cap ? Text.Of(cap, "0.00") : "", one.Cap is null ? "" : one.CapPer, "true",
            }));
        var tiers = world.Terms.SelectMany(term =>
            term.Tiers.Select(tier => new[] { term.ChainId, term.ContractId, term.Id, Text.Of(tier.From, "0.00"), Text.Of(tier.Pct) }))
            .ToList();
        if (tiers.Count > 0)
        {
            yield return File("contract_tiers", "chain_id,contract_id,term_id,sales_from,pct", tiers);
        }
    }

    /// <summary>A file of contracts: those signed before the simulated time came with the master data, the others on the day of their
    /// signature.</summary>
    public static string Contracts(IEnumerable<Contract> contracts) => CsvText.Of(
        "chain_id,contract_id,contract_year,contract_type,signed_on,valid_from,valid_to,settlement_mode,term_days,payment_days,reconciliation_day,invoice_day,dispute_days".Split(','),
        contracts.Select(one => new[]
        {
            one.ChainId, one.Id, Text.Of($"{one.Year}"), one.Type, Text.Of(one.SignedOn), Text.Of(one.From), Text.Of(one.To),
                one.SettlementMode, Text.Of(one.TermDays),
            one.PaymentDays, Text.Of(one.ReconciliationDay), Text.Of(one.InvoiceDay), Text.Of(one.DisputeDays),
        }));

    private static IEnumerable<(string Name, string Content)> Plans(World world)
    {
        var year = Text.Of(new DateOnly(world.From.Year, 1, 1));
        yield return File("retail_plan", "chain_id,product_id,valid_from,valid_to,unit_price",
            world.Items.Where(item => world.Chains.Any(chain => chain.Id == item.ChainId && chain.TellsItemStatus))
                .Select(item => new[] { item.ChainId, item.Product.Id, year, "", Text.Of(Till.PlannedPrice(item.Product), "0.00") }));
        yield return File("price_floors", "product_id,valid_from,valid_to,unit_price",
            world.Products.Select(one => new[] { one.Id, year, "", Text.Of(Money.Round(one.BasePrice * 0.84m, 4), "0.0000") }));
        yield return File("targets", TargetColumns, Months(world.Before ?? world, world.To).SelectMany(month => Targets(world, month)));
        yield return File("regional_assortment", "region,product_id,valid_from,valid_to",
            world.Stores.Select(store => store.Region).Distinct().Order(StringComparer.Ordinal)
                .SelectMany(region => world.Products.Where(one => one.Assortment == "region")
                .Select(one => new[] { region, one.Id, year, "" })));
        yield return File("store_staff", "chain_id,store_id,valid_from,valid_to,promoters",
            world.Stores.Select((store, i) =>
            new[] { store.ChainId, store.Id, year, "", store.Format == "hypermarket" ? "2" : Text.Of(i % 2) }));
        yield return File("submissions", "kind,month,person_id,submitted_on",
            PaperFaults.Budgets(world).Select(one => new[] { "budget", Text.Of(one.Month), one.PersonId, Text.Of(one.Day) }));
    }

    // With the columns of our own template.
    private static IEnumerable<(string Name, string Content)> PlanFiles(World world)
    {
        var plans = ImprovementPlans.Of(world).ToList();
        if (plans.Count > 0)
        {
            yield return (Text.Of($"master/改进计划_{world.From:yyyyMMdd}.csv"), CsvText.Of(
                ["对象 Kind", "系统编号 Chain", "区域 Region", "门店编号 Store", "产品编号 Product", "排名月份 Month", "计划 Plan", "负责人 Owner", "期限 Due",
                "完成日 Done", "结果 Result"],
                plans.Select(one => new[]
                {
                    one.StoreId.Length > 0 ? "门店 outlet" : "单品 item", one.ChainId, "", one.StoreId, one.ProductId, Text.Of(one.Month),
                    one.Text, one.Owner, Text.Of(one.DueOn), Text.Of(one.DoneOn), one.Result,
                })));
        }
    }

    private const string TargetColumns = "chain_id,store_id,product_id,month,amount";

    private static IEnumerable<DateOnly> Months(World world, DateOnly to)
    {
        for (var month = new DateOnly(world.From.Year, world.From.Month, 1); month <= to; month = month.AddMonths(1))
        {
            yield return month;
        }
    }

    private static IEnumerable<string[]> Targets(World world, DateOnly month) => world.Stores
        .Where(store => Since(world, store) <= month)
        .Select(store => new[]
        {
            store.ChainId, store.Id, "", Text.Of(month), Text.Of(Target(world, store), "0.00"),
        });

    private static decimal Target(World world, Store store) => IsConsigned(world, store) ? 12000m : 40000m + (store.AreaM2 ?? 1500);

    // A chain that takes goods on consignment begins with the simulated time.
    private static DateOnly Since(World world, Store store) => IsConsigned(world, store) ? world.From : new DateOnly(2025, 1, 1);

    private static bool IsConsigned(World world, Store store) => world.Chains.Any(chain => chain.IsConsigned && chain.Id == store.ChainId);

    /// <summary>The targets of the month after the simulated time, as they are set some days before its plan is due.</summary>
    public static IEnumerable<(string Name, DateOnly Day, string Content)> NextTargets(World world)
    {
        var (month, day) = (world.To.AddDays(1), world.To.AddDays(-11));
        if (world.Promotions.Exists(one => one.PurchaseFrom > world.To))
        {
            yield return (Text.Of($"master/targets_{day:yyyyMMdd}.csv"), day, CsvText.Of(TargetColumns.Split(','), Targets(world, month)));
        }
    }

    /// <summary>Master data came before anything else did; what finance keeps and what was seen in stores comes each evening.</summary>
    public static IEnumerable<(string Name, DateTimeOffset ArrivedAt)> Arrivals(World world) =>
        Of(world).Select(file => (file.Name, BusinessTime.At(world.WithBefore().First().From.AddDays(-1), new TimeOnly(18, 0))))
            .Concat(FinanceFiles.Of(world).Concat(InspectionFiles.Of(world)).Concat(SurveyFiles.Of(world))
                .Select(file => (file.Name, BusinessTime.At(file.Day, new TimeOnly(19, 0)))));

    private static (string, string) File(string name, string header, IEnumerable<string[]> rows) =>
        ($"master/{name}.csv", CsvText.Of(header.Split(','), rows));

    private static string Count(int? number) => number is { } n ? Text.Of(n) : "";

    private static string Basis(bool isIncluding) => isIncluding ? "including" : "excluding";
}
