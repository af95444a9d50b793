using System.Security.Cryptography;
using KaPipeline.Simulation.Truth;

namespace KaPipeline.Simulation.Samples;

/// <summary>What a correct system must find, as <c>truth/*.csv</c>.</summary>
internal static class TruthFiles
{
    public static IEnumerable<(string Name, string Content)> Of(World world, IReadOnlyList<ArrivedFile> files)
    {
        var seen = new HashSet<(string, string)>();
        yield return File("quarantined", "path,sheet,row_number,column_name,rule,found",
            files.SelectMany(file =>
            file.Draft.Flaws.Select(flaw => new[] { file.Path, flaw.Sheet, Text.Of(flaw.RowNumber), flaw.Column, flaw.Rule, flaw.Found })));
        yield return File("files", "path,report,rows_in,state",
            files.Select(file => new[] { file.Path, file.Draft.Report, Text.Of(file.Draft.RowsIn), IsRepeated(file, seen) ? "duplicate"
            : file.Later ? "late" : "loaded" }));
        var worlds = world.WithBefore().ToList();
        var money = worlds.Select(MoneyTruth.Of).ToList();
        yield return File("breaks",
            "chain_id,kind,amount,quantity,statement_number,line_number,order_number,delivery_number,store_id,product_id,is_free,is_carried,first_statement_number",
            worlds.SelectMany(ServiceTruth.Of).Concat(money.SelectMany(one => one.Breaks)).Select(one => new[]
            {
                one.ChainId, one.Kind, Text.Of(one.Amount, "0.00"), Text.Of(one.Quantity), one.StatementNumber, one.LineNumber is { } n
                    ? Text.Of(n) : "", one.OrderNumber,
                one.DeliveryNumber, one.StoreId, one.ProductId, Flag(one.IsFree), Flag(one.IsCarried), one.FirstStatementNumber,
            }));
        var invoiceable = worlds.SelectMany(one => one.Statements).ToDictionary(one => (one.Chain.Id, one.Number));
        yield return File("statements",
            "chain_id,account_id,statement_number,expected_payable,stated_payable,break_total,invoice_total_off",
            money.SelectMany(one => one.Statements).Select(one => new[]
            {
                one.ChainId, one.AccountId, one.StatementNumber, Text.Of(one.ExpectedPayable, "0.00"), Text.Of(one.StatedPayable, "0.00"),
                    Text.Of(one.BreakTotal, "0.00"),
                Text.Of(invoiceable[(one.ChainId, one.StatementNumber)].InvoiceTotalOff, "0.00"),
            }));
        yield return File("deductions",
            "chain_id,kind,statement_number,line_number,fee_code,stated_amount,expected_amount,amount,at_stake_amount", worlds.SelectMany(Deductions));
        yield return File("anomalies", "chain_id,rule,order_number,store_id,product_id,found_price,expected_price,likely_cause",
            PriceTruth.Of(world).Select(one => new[]
            {
                one.ChainId, one.Rule, one.OrderNumber, one.StoreId, one.ProductId, Text.Of(one.FoundPrice, "0.0000"),
                    Text.Of(one.ExpectedPrice, "0.0000"), one.LikelyCause,
            }));
        yield return File("locks", "chain_id,store_id,product_id,level",
            world.Planted.Where(one => one.Kind is "suspected" or "at_risk" or "locked")
            .Select(one => new[] { one.ChainId, one.StoreId, one.ProductId, one.Kind }));
        yield return File("penalties", "rule_id,role,person_id,joint_person_id,count,amount",
            PenaltyTruth.Of(world)
            .Select(one =>
            new[] { one.RuleId, one.Role, one.PersonId, one.JointPersonId, Text.Of(one.Count), Text.Of(one.Amount, "0.00") }));
        yield return File("late_promotions", "chain_id,promotion_id,is_filed_late,not_restored_days,is_reported_late",
            PromotionTruth.Of(world).Select(one => new[]
            {
                one.ChainId, one.PromotionId, Flag(one.IsFiledLate), Text.Of(one.NotRestoredDays), Flag(one.IsReportedLate),
            }));
        yield return File("improvement_plans", "chain_id,store_id,product_id,month,state",
            ImprovementPlans.Of(world).Select(one =>
            new[] { one.ChainId, one.StoreId, one.ProductId, Text.Of(one.Month), one.StateOn(world.AsOf) }));
        yield return File("inspections", "chain_id,store_id,inspected_on,product_id,finding,found,expected,detail",
            InspectionTruth.Of(world).Select(one => new[]
            {
                one.Visit.Store.ChainId, one.Visit.Store.Id, Text.Of(one.Visit.Day), one.ProductId, one.Finding,
                one.Found is { } found ? Text.Of(found) : "", one.Expected is { } expected ? Text.Of(expected) : "", one.Detail,
            }));
        yield return File("surveys", "chain_id,store_id,month,kind,name,product_id,unit_price,quantity,sales_amount",
            StoreSurveys.Of(world).Select(one => new[]
            {
                one.Store.ChainId, one.Store.Id, Text.Of(one.Month), one.Kind, one.Name, one.ProductId,
                one.Price is { } price ? Text.Of(price) : "", one.Quantity is { } quantity ? Text.Of(quantity) : "",
                one.Sales is { } sales ? Text.Of(sales) : "",
            }));
        yield return File("warehouse_gaps", "chain_id,store_id,order_number,product_id,received,waiting,lost",
            WarehouseTruth.Of(world).Select(one => new[]
            {
                one.ChainId, one.StoreId, one.OrderNumber, one.ProductId, Text.Of(one.Received), Text.Of(one.Waiting), Text.Of(one.Lost),
            }));
        yield return File("lots", "chain_id,store_id,product_id,lot,received,left,state",
            LotTruth.Of(world).Select(one => new[]
            {
                one.ChainId, one.StoreId, one.ProductId, one.Lot, Text.Of(one.Received), Text.Of(one.Left), one.State,
            }));
        yield return File("late_papers", "kind,month,person_id,days_late", PaperTruth.Of(world).Select(one => new[]
        {
            one.Kind, Text.Of(one.Month), one.PersonId, Text.Of(one.DaysLate),
        }));
        yield return File("special_fees", "chain_id,fee_number,step,over_budget,without_invoice",
            PromotionPlans.Fees(world).Where(one => one.AppliedOn <= world.AsOf).Select(one => new[]
            {
                one.Promotion.ChainId, one.Number,
                one.PaidOn <= world.AsOf ? "paid" : one.InvoicedOn <= world.AsOf ? "invoiced" : one.SpentOn <= world.AsOf ? "spent"
                    : one.ApprovedOn <= world.AsOf ? "approved" : "applied",
                one.SpentOn <= world.AsOf ? Text.Of(one.Spent - one.Approved, "0.00") : "",
                one.SpentOn <= world.AsOf ? Text.Of(one.InvoicedOn <= world.AsOf ? 0m : one.Spent, "0.00") : "",
            }));
        yield return File("shelves", "chain_id,store_id,product_id,is_sold_out,found_price,planned_price",
            ShelfTruth.Of(world).Select(one => new[]
            {
                one.ChainId, one.StoreId, one.ProductId, Flag(one.IsSoldOut), Text.Of(one.FoundPrice, "0.00"),
                Text.Of(one.PlannedPrice, "0.00"),
            }));
        yield return File("rebates", "chain_id,contract_id,sales_amount,reached_pct,accrued_amount,next_tier_from",
            RebateTruth.Of(world).Select(one => new[]
            {
                one.ChainId, one.ContractId, Text.Of(one.Sales, "0.00"), Text.Of(one.ReachedPct), Text.Of(one.Accrued, "0.00"),
                one.NextFrom is { } next ? Text.Of(next, "0.00") : "",
            }));
        yield return File("known_locks", "chain_id,store_id,product_id,cause,locked_on,reopened_on",
            world.LockSpells.Select(one =>
            new[] { one.Store.ChainId, one.Store.Id, one.Product.Id, one.Cause, Text.Of(one.LockedOn), Text.Of(one.ReopenedOn) }));
        yield return File("stock_outs", "chain_id,store_id,product_id,out_since,back_on,evenings,lost_quantity,locked_on,was_locked",
            StockTruth.StockOuts(world).Select(one => new[]
            {
                one.Store.ChainId, one.Store.Id, one.Product.Id, Text.Of(one.OutSince), Text.Of(one.BackOn), Text.Of(one.Evenings),
                Text.Of(one.LostQuantity, "0.00"), Text.Of(one.LockedOn), Flag(one.WasLocked),
            }));
        yield return File("work_list", "chain_id,store_id,order_number,product_id,is_free,requested_on,open_quantity,stock_state,promotion_id",
            WorkTruth.Of(world).Select(one => new[]
            {
                one.Line.Order.Chain.Id, one.Line.Order.Store.Id, one.Line.Order.Number, one.Line.Product.Id, Flag(one.Line.IsFree),
                Text.Of(one.Line.Order.RequestedOn), Text.Of(one.Open), one.StockState, one.Promotion,
            }));
        yield return File("growth", "chain_id,store_id,month,amount,last_year_amount",
            GrowthTruth.Of(world).Select(one => new[]
            {
                one.ChainId, one.StoreId, Text.Of(one.Month), Text.Of(one.Amount, "0.00"), Text.Of(one.LastYearAmount, "0.00"),
            }));
        yield return ("truth/README.md", Text.Of($"""
            # Truth of the samples

            Judged as of the business date **{world.AsOf:yyyy-MM-dd}**, as known at its end (Asia/Shanghai). Computed by the simulator from what it planted, without any database.

            - `breaks.csv`: every break other than 0.00, summed per kind, statement, note or order, store and product; `line_number` only where one line made it.
            - `deductions.csv`: deductions that the terms of the day do not allow as taken, those without an invoice (0.00, with what is at stake), and what a contract
              signed later changes (stated and expected: by the old terms and by the new). `invoice_total_off` of `statements.csv` stands outside the payable.
            - `locks.csv`: planted SKU locks. A product whose deliveries failed for other reasons may be at risk as well.
            - `known_locks.csv`: when each planted lock began and ended, for `ka backtest locks --truth`.
            - `penalties.csv`: who bears planted locks, unfiled and badly prepared promotions, late results and what inspections found, by the manual's amounts; empty where the master data name nobody.
            - `late_promotions.csv`: promotions filed late or not at all, shelf prices kept (days after the first on which they should have been restored), results told late.
            - `improvement_plans.csv`: how far each plan of improvement is.
            - `inspections.csv`: what each inspection of a store has to find; its penalties are in `penalties.csv`.
            - `surveys.csv`: what was written down of competitors, promotions, stock of goods and gifts.
            - `warehouse_gaps.csv`: orders of stores that lie in a warehouse, or were lost on the way from it.
            - `lots.csv`: lots of the chain that names them: received, left by first in, first out, and how fresh.
            - `late_papers.csv`: monthly papers that came late, by the month in which they were due.
            - `special_fees.csv`: how far the claim of each special fee is, what was spent beyond its approval, and what no invoice proves.
            - `shelves.csv`: items as the till last saw them, sold out or at another price than planned; what the chain has locked sells out as well.
            - `rebates.csv`: the tier that the statements of the contract's year so far have reached, and where the next begins; RMB including VAT.
            - The months before the simulated time (`before/`) stand in the same files.
            - `anomalies.csv`: prices per unit in the basis that the chain's orders print.
            - `stock_outs.csv`: every stock-out of the chains that give stock, with units that were not sold from its second evening on and the lock it led to.
            - `growth.csv`: what each store took in each month, and in the same month a year before by `opening/`; RMB without VAT.
            - `work_list.csv`: what was to be delivered on the two days after {WorkTruth.Evening(world):yyyy-MM-dd}, all files having come.
            - `files.csv`: data rows per file; `late` files came days after their business date, a `duplicate` has the bytes of an earlier file (empty days may).

            """));
    }

    private static IEnumerable<string[]> Deductions(World world)
    {
        foreach (var chain in world.Chains)
        {
            var (fees, changed) = DeductionTruth.Of(world, chain.Id);
            foreach (var fee in fees.Where(one => one.Kind.Length > 0).Concat(changed))
            {
                yield return Row(fee, fee.Kind, fee.Expected - fee.Stated, 0);
            }

            foreach (var fee in fees.Where(one => one.AtStake != 0))
            {
                yield return Row(fee with { Stated = 0, Expected = 0 }, "deduction_without_invoice", 0, fee.AtStake);
            }

            string[] Row(JudgedFee fee, string kind, decimal amount, decimal atStake) =>
            [
                chain.Id, kind, fee.Statement.Number, fee.Line == 0 ? "" : Text.Of(fee.Line), fee.Fee, Text.Of(fee.Stated, "0.00"),
                    Text.Of(fee.Expected, "0.00"),
                Text.Of(amount, "0.00"), Text.Of(atStake, "0.00"),
            ];
        }
    }

    private static (string, string) File(string name, string header, IEnumerable<string[]> rows) =>
        ($"truth/{name}.csv", CsvText.Of(header.Split(','), rows));

    /// <summary>Whether a file of the same report held the same bytes before: a day without documents may look like another one.</summary>
    private static bool IsRepeated(ArrivedFile file, HashSet<(string, string)> seen) =>
        !seen.Add((Path.GetDirectoryName(file.Path) + file.Draft.Report, Convert.ToHexString(SHA256.HashData(file.Draft.Content))));

    private static string Flag(bool value) => value ? "true" : "false";
}
