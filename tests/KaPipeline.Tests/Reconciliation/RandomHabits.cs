using KaPipeline.Simulation;

namespace KaPipeline.Tests.Reconciliation;

/// <summary>A chain with habits that none of the samples has: every basis, reference and cut-off, in every mixture.</summary>
internal static class RandomHabits
{
    public static SimulatedChain Of(int seed)
    {
        var dice = new Dice((ulong)seed).Fork("habits");
        var including = dice.Chance(500);
        return new SimulatedChain
        {
            Id = "", Name = "随机", NameEn = "Random", SupplierCode = "100001",
            Places = [("江苏", "南京", "一"), ("安徽", "合肥", "二"), ("江苏", "南京", "三"), ("浙江", "杭州", "四")],
            StoreId = n => Text.Of($"{n:000}"), ItemNumber = n => Text.Of($"{n:0000}"),
            OrderNumber = (day, n) => Text.Of($"O{day:MMdd}{n:000}"), NoteNumber = (day, n) => Text.Of($"N{day:MMdd}{n:000}"),
            ReturnNumber = (day, n) => Text.Of($"R{day:MMdd}{n:000}"), StatementNumber = (period, unit) => $"T{period}{unit}",
            SettlesByRegion = dice.Chance(400), StatementIncluding = including, StatementDecimals = including && dice.Chance(500) ? 2 : 4,
            PriceListIncluding = dice.Chance(400), PrintsIncluding = dice.Chance(400), PricesByOrder = dice.Chance(200),
            CutoffDays = dice.Chance(300) ? 2 : 0,
            Reference = dice.Pick([SettlementReference.Note, SettlementReference.Order, SettlementReference.Receipt,
            SettlementReference.WholeOrder]),
            WholeCases = dice.Chance(300), HasFreeGoods = dice.Chance(500), TaxInOneStep = dice.Chance(500), LeadDays = dice.Between(1, 3),
        };
    }
}
