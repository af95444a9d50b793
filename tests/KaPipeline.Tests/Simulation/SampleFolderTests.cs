using System.Security.Cryptography;
using System.Text;
using ExcelDataReader;
using KaPipeline.Simulation;
using KaPipeline.Simulation.Samples;
using KaPipeline.Simulation.Truth;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Simulation;

public sealed class SampleFolderTests
{
    private static readonly Lazy<World> May = new(() => BuildMay(20260501));

    [Fact]
    public void Same_seed_makes_the_same_bytes_and_another_seed_does_not()
    {
        var first = Hash(May.Value);
        Assert.Equal(first, Hash(BuildMay(20260501)));
        Assert.NotEqual(first, Hash(BuildMay(20260502)));
    }

    [Fact]
    public void Checked_in_samples_are_what_the_simulator_writes()
    {
        var samples = Path.Combine(Repository.Root, "samples");
        var files = SampleFolder.PortalFiles(May.Value).ToList();
        foreach (var file in files.Where(file => !file.Path.EndsWith(".xlsx", StringComparison.Ordinal)))
        {
            Assert.True(file.Draft.Content.AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(samples, file.Path))), file.Path);
        }

        foreach (var (name, content) in MasterFiles.Of(May.Value)
            .Concat(FinanceFiles.Of(May.Value).Select(file => (file.Name, file.Content)))
            .Concat(TruthFiles.Of(May.Value, [.. files.OrderBy(file => file.ArrivedAt).ThenBy(file => file.Path, StringComparer.Ordinal)])))
        {
            Assert.Equal(content, File.ReadAllText(Path.Combine(samples, name)));
        }

        var arrivals = File.ReadAllLines(Path.Combine(samples, "arrivals.csv")).Skip(1).Select(line => line.Split(',')[0]).ToHashSet();
        Assert.Equal(arrivals, files.Select(file => file.Path).Concat(MasterFiles.Arrivals(May.Value).Select(file => file.Name))
            .ToHashSet());
    }

    [Fact]
    public void Every_statement_is_explained_to_the_cent()
    {
        var (breaks, statements) = MoneyTruth.Of(May.Value);
        Assert.All(statements, statement => Assert.Equal(statement.ExpectedPayable - statement.StatedPayable, statement.BreakTotal));
        Assert.DoesNotContain(breaks, one => one.Kind == "unexplained");
    }

    [Fact]
    public void Every_planted_fault_stands_in_the_truth()
    {
        var world = May.Value;
        var money = MoneyTruth.Of(world).Breaks;
        var found = ServiceTruth.Of(world).Concat(money)
            .SelectMany(one =>
            new[] { (one.ChainId, one.Kind, one.StoreId, one.ProductId, one.OrderNumber),
            (one.ChainId, one.Kind, one.StoreId, one.ProductId, one.DeliveryNumber),
            (one.ChainId, one.Kind, one.StoreId, one.ProductId, one.StatementNumber) }).ToHashSet();
        string[] direct = ["not_delivered", "short_delivered", "over_delivered", "rejected", "unsettled", "settled_short", "settled_over",
            "duplicate_settlement", "settled_without_delivery", "price_difference",
            "deduction_over_contract", "deduction_not_taken", "deduction_not_in_contract"];
        var planted = world.Planted.Where(one => direct.Contains(one.Kind)).ToList();
        Assert.All(planted, one => Assert.Contains((one.ChainId, one.Kind, one.StoreId, one.ProductId, one.DocumentNumber), found));
        Assert.Equal(direct.Length, planted.Select(one => one.Kind).Distinct().Count());
        Assert.Contains(money, one => one.Kind == "rounding_difference");
        Assert.Contains(money, one => one is { Kind: "unsettled", IsCarried: true });
        string[] rules = ["promotion_not_applied", "promotion_not_restored", "order_price_off_contract"];
        var anomalies = PriceTruth.Of(world).Select(one => (one.ChainId, one.Rule, one.OrderNumber, one.ProductId)).ToHashSet();
        var wrongPrices = world.Planted.Where(one => rules.Contains(one.Kind))
            .Select(one => (one.ChainId, one.Kind, one.DocumentNumber, one.ProductId)).ToHashSet();
        Assert.Equal(wrongPrices, anomalies);
    }

    [Fact]
    public void A_world_without_faults_has_nothing_to_find()
    {
        var world = WorldBuilder.Build(7, SampleChains.All, new DateOnly(2026, 5, 1), new DateOnly(2026, 5, 31),
            new WorldShape { Scale = 0.5m }, new Injections { Returns = 3 });
        Assert.Empty(ServiceTruth.Of(world));
        Assert.Empty(PriceTruth.Of(world));
        Assert.All(MoneyTruth.Of(world).Breaks, one => Assert.Equal("rounding_difference", one.Kind));
    }

    [Fact]
    public void A_year_holds_locks_that_begin_are_told_and_end()
    {
        var (from, to) = (new DateOnly(2025, 6, 1), new DateOnly(2026, 5, 31));
        var world = WorldBuilder.Build(3, [SampleChains.All[0]], from, to, new WorldShape { Scale = 0.34m },
            new Injections { LockSpells = 6 });

        Assert.Equal(6, world.LockSpells.Count);
        Assert.DoesNotContain(world.GoodOrders.SelectMany(order => order.Lines), line =>
            world.LockSpells.Any(spell => spell.Store == line.Order.Store && spell.Product == line.Product
            && spell.Covers(line.Order.OrderedOn)));
        Assert.All(world.LockSpells, spell => Assert.Contains(world.StatusChanges, change =>
            change.Status == "locked" && change.Store == spell.Store && change.Product == spell.Product
            && change.StatedOn == spell.LockedOn));
        Assert.All(world.LockSpells.Where(spell => spell.ReopenedOn <= to), spell => Assert.Contains(world.StatusChanges, change =>
            change.Status == "active" && change.Store == spell.Store && change.Product == spell.Product
            && change.StatedOn == spell.ReopenedOn));
        var failed = ServiceTruth.Of(world).Where(one => one.Kind == "not_delivered").ToList();
        Assert.All(world.LockSpells.Where(spell => spell.Cause == "failed_deliveries"), spell =>
            Assert.Equal(3, failed.Count(one => one.StoreId == spell.Store.Id && one.ProductId == spell.Product.Id)));
    }

    [Fact]
    public void Workbooks_open_with_the_sheets_and_cells_that_were_written()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        foreach (var file in SampleFolder.PortalFiles(May.Value).Where(file => file.Path.Contains("jinlong/", StringComparison.Ordinal)
            || file.Path.EndsWith(".xlsx", StringComparison.Ordinal)))
        {
            using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(file.Draft.Content));
            var cells = 0;
            do
            {
                while (reader.Read())
                {
                    cells += Enumerable.Range(0, reader.FieldCount).Count(i => reader.GetValue(i) is not null);
                }
            }
            while (reader.NextResult());
            Assert.True(cells > file.Draft.RowsIn * 8, file.Path);
        }
    }

    private static World BuildMay(int seed) => WorldBuilder.Build(seed, SampleChains.OfTheMonth, new DateOnly(2026, 5, 1),
        new DateOnly(2026, 5, 31), new WorldShape(), SampleChains.FaultsOf);

    private static string Hash(World world)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in SampleFolder.PortalFiles(world))
        {
            sum.AppendData(Encoding.UTF8.GetBytes(file.Path));
            sum.AppendData(file.Draft.Content);
        }

        return Convert.ToHexString(sum.GetHashAndReset());
    }
}
