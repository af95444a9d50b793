namespace KaPipeline.Simulation;

/// <summary>The contracts of one chain with their fee clauses; caps, tiers and counted fees where the injections ask for them.</summary>
internal static class ContractMaker
{
    public static void Make(World world, SimulatedChain chain, Injections injections, Dice dice)
    {
        // Where a year's end must lie within the world, contracts run from June to May.
        // A tiered rebate that runs is told from the first day of its year.
        var firstMonth = injections.YearEndRebate > 0 ? 6 : injections.TieredRebate ? world.From.Month : 1;
        var firstYear = firstMonth > 1 ? world.From.Year - 1 : world.From.Year;
        for (var year = firstYear; year <= world.To.Year; year++)
        {
            var begin = new DateOnly(year, firstMonth, 1);
            if (begin <= world.To)
            {
                Add(world, chain, injections, year, begin, begin.AddDays(-12), raise: 0);
            }
        }

        if (injections.LateSignature > 0)
        {
            SignLate(world, chain, injections, dice);
        }
    }

    /// <summary>The contract that holds on the first day is signed only in mid-time; until then last year's holds, or none is known at
    /// all.</summary>
    private static void SignLate(World world, SimulatedChain chain, Injections injections, Dice dice)
    {
        var n = world.Contracts.FindIndex(one => one.ChainId == chain.Id && one.From <= world.From && world.From <= one.To);
        var late = world.Contracts[n] with { SignedOn = world.From.AddDays(dice.Between(15, 34)) };
        world.Contracts[n] = late;
        if (injections.LateSignature % 3 != 0)
        {
            Add(world, chain, injections, late.Year - 1, late.From.AddYears(-1), late.From.AddYears(-1).AddDays(-12),
                raise: dice.Pick([-0.4m, 0.25m, 0.6m]));
        }
    }

    private static void Add(World world, SimulatedChain chain, Injections injections, int year, DateOnly begin, DateOnly signedOn,
        decimal raise)
    {
        var id = Text.Of($"{chain.Id}-{year}");
        var end = begin.AddYears(1).AddDays(-1);
        world.Contracts.Add(new Contract(chain.Id, id, year, "purchase_and_sale", signedOn, begin, end, chain.SettlementMode,
            chain.TermDays, chain.PaymentDays, 3, 8, 15));
        ContractTerm Term(string n, string code, string text, string kind, string mode, decimal? pct, decimal? amount, string clause,
            string per = "statement", int times = 1) =>
            new(chain.Id, id, n, code, text, kind, mode, pct, amount, per, times, begin, end, clause);
        // A window of dates lies where the contract's own year touches the simulated time.
        var window = world.From.AddYears(year - (begin.Month == 6 ? world.From.Year - 1 : world.From.Year));
        world.Terms.Add(Term("1", "information_fee", "网络信息费|信息服务费", "fixed", "on_account", null, 200 + (20 * chain.Places.Count)
            + (50 * raise), "合同3.1"));
        world.Terms.Add(Term("2", "distribution_service", "配送服务费", "percentage", "on_account", 1.2m + raise, null, "合同3.2"));
        world.Terms.Add(Term("3", "monthly_rebate", "月返|月度返利", "percentage", "on_invoice", 2m + raise, null, "合同4.1"));
        if (injections.CappedFee > 0)
        {
            world.Terms.Add(Term("4", "shrinkage_fee", "损耗费", "percentage", "on_account", 0.5m, null, "合同3.3") with
            {
                Cap = 60m + (100 * raise),
                CapPer = injections.CappedFee % 2 == 0 ? "statement" : "year",
            });
        }

        if (injections.CountedFee > 0)
        {
            world.Terms.Add(Term("5", "poster_fee", "海报费|DM费", "fixed", "on_account", null, 300m + (100 * raise), "合同5.1", "year", 2));
            world.Terms.Add(Term("6", "festival_fee", "节庆费", "fixed", "on_invoice", null, 150m, "合同5.2", "month"));
            world.Terms.Add(Term("7", "anniversary_fee", "店庆费|周年庆", "fixed", "on_account", null, 500m, "合同5.3", "year") with
            {
                From = window.AddDays(8),
                To = window.AddDays(20),
            });
            world.Terms.Add(Term("8", "account_transfer_fee", "转户费", "fixed", "paid_apart", null, 120m, "合同5.4", "year", 9));
        }

        if (injections.OtherBase > 0)
        {
            world.Terms.Add(Term("11", "quality_fee", "质量管理费", "percentage", "on_account", 0.7m
                + raise, null, "合同3.4") with
            { ExcludesVat = true });
            world.Terms.Add(Term("12", "listing_fee", "进场费", "percentage", "on_invoice", 0.3m, null, "合同3.5") with
            {
                Base = "goods",
                ExcludesVat = injections.OtherBase % 2 == 0
            });
            world.Terms.Add(Term("13", "logistics_fee", "物流配送费", "percentage", "on_account", 0.9m + raise, null, "合同3.6",
                "month") with
            { ExcludesVat = injections.OtherBase % 2 == 1 });
        }

        if (injections.TieredRebate && begin >= world.From)
        {
            world.Terms.Add(Term("4", "conditional_rebate", "有条件返利|达标返利", "tiered_rebate", "on_account", null, null, "合同4.2", "year") with
            {
                Tiers = [(200_000m, 0.5m), (320_000m, 1m), (1_800_000m, 1.5m)],
            });
        }

        if (injections.YearEndRebate > 0)
        {
            world.Terms.Add(Term("9", "conditional_rebate", "有条件返利|达标返利", "tiered_rebate", "on_account", null, null, "合同4.2", "year") with
            {
                Tiers = [(5000m, 0.5m), (30000m, 1m + raise), (120000m, 1.5m)],
            });
            world.Terms.Add(Term("10", "unconditional_rebate", "无条件返利", "unconditional_rebate", "on_account", 0.8m, null, "合同4.3", "year"));
        }
    }
}
