using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Ingestion.Kinds;

/// <summary>
/// Sample files of every chain with every pair of what portals and spreadsheets do to files: each row is read as in the plain file, or set
/// aside, or the file is held or refused; never another document, never a row more or less. Some pairs of each file always, all of them
/// with KA_TEST_LONG=1.
/// </summary>
public sealed class KindFuzzTests
{
    private static readonly int Pairs = LongRun.IsOn ? int.MaxValue : 25;

    public static TheoryData<string, string, string> Files => new()
    {
        { "dingfeng", "鼎丰_订单_20260508.csv", "csv html xlsx" },
        { "dingfeng", "鼎丰_送货_20260508.csv", "csv tab html" },
        { "dingfeng", "鼎丰_对账单_DZ2605A-100387.csv", "csv xlsx" },
        { "haoyoulai", "HYL_ORDER_20260508.xls", "html" },
        { "haoyoulai", "HYL_RECEIPT_20260508.xls", "html xlsx" },
        { "haoyoulai", "HYL_STATEMENT_HY2605A.xls", "html" },
        { "jinlong", "JL_PO_20260508.xls", "xlsx" },
        { "jinlong", "JL_YS_20260508.xls", "xlsx" },
        { "jinlong", "JL_DZ_JL2605A-JS.xls", "xlsx" },
        { "wanjia", "万嘉订单_20260508.xlsx", "xlsx" },
        { "wanjia", "万嘉收货_20260508.xlsx", "xlsx" },
        { "wanjia", "万嘉结算单_WJ2605A.xlsx", "xlsx" },
        { "yonghe", "yonghe_orders_20260508.txt", "tab xlsx" },
        { "yonghe", "yonghe_receipts_20260508.txt", "tab html" },
        { "yonghe", "yonghe_statement_YH2605A.txt", "tab" },
        { "runda", "待收订单_20260508.xlsx", "xlsx csv" },
        { "runda", "润达结算单_RD2605A.xlsx", "xlsx" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task No_pair_of_kinds_makes_another_document_or_loses_a_row(string chain, string name, string containers)
    {
        var path = Path.Combine(Repository.Root, "samples", chain, name);
        var wrong = new ConcurrentBag<string>();
        var read = 0;
        foreach (var (_, report) in ProfileCatalog.Load(Path.Combine(Repository.Root, "config")).Match(name, chain))
        {
            var plain = StagedFile.Read(report, path, name);
            var rows = Rows(plain).CountBy(row => row).ToDictionary();
            foreach (var container in containers.Split(' '))
            {
                var anew = StagedFile.Read(report, Grid.Of(report, path, plain, container).Bytes(), name);
                Assert.True(Rows(anew).Order(StringComparer.Ordinal).SequenceEqual(Rows(plain).Order(StringComparer.Ordinal)),
                    $"{container}: {anew.Outcome.State} {anew.Outcome.Finding} {string.Join("; ", anew.Outcome.Parts)}");
                await Parallel.ForEachAsync(PairsOf(container, name), (pair, _) =>
                {
                    var random = new Random(pair.Seed);
                    var grid = Grid.Of(report, path, plain, container);
                    pair.One.Apply(grid, random);
                    pair.Other.Apply(grid, random);
                    var file = StagedFile.Read(report, grid.Bytes(), name);
                    Interlocked.Add(ref read, file.Outcome.State == ReadState.Read ? 1 : 0);
                    if (Fault(file, plain, rows) is { } fault)
                    {
                        wrong.Add($"{name} as {container}: {pair.One.Name} + {pair.Other.Name}, seed {pair.Seed}: {file.Outcome.State} {file.Outcome.Finding}\n{fault}");
                    }

                    return ValueTask.CompletedTask;
                });
            }
        }

        Assert.True(wrong.IsEmpty,
            $"{wrong.Count} of them, {read} read\n{string.Join("\n\n", wrong.Order(StringComparer.Ordinal).Take(12))}");
        Assert.NotEqual(0, read);
    }

    private static IEnumerable<(GridKind One, GridKind Other, int Seed)> PairsOf(string container, string name)
    {
        var kinds = GridKind.All.Where(kind => kind.Fits(container)).ToArray();
        var all = kinds.SelectMany(_ => kinds, (one, other) => (One: one, Other: other)).Where(pair => pair.One != pair.Other)
            .Select((pair, at) => (pair.One, pair.Other, Seed: at + (31 * name.Length))).ToArray();
        new Random(LongRun.Seed + all.Length + name.Length).Shuffle(all);
        return all.Take(Pairs);
    }

    // Rows in are those of the plain file, or more that were set aside; staged are only rows that the plain file has.
    private static string? Fault(StagedFile file, StagedFile plain, Dictionary<string, int> rows)
    {
        if (file.Outcome.State != ReadState.Read)
        {
            return string.IsNullOrEmpty(file.Outcome.Finding) ? "no reason" : null;
        }

        // A destroyed barcode beside a good item number is left out, and said.
        var isLeftOut = file.Outcome.Finding?.Contains("条码已损坏", StringComparison.Ordinal) == true;
        var known = isLeftOut ? Rows(plain).CountBy(WithoutBarcode).ToDictionary() : rows;
        var strangers = Rows(file).Select(row => isLeftOut ? WithoutBarcode(row) : row).CountBy(row => row)
            .Where(row => row.Value > known.GetValueOrDefault(row.Key)).Select(row => row.Key).Take(3).ToList();
        if (strangers.Count > 0)
        {
            return $"staged, but not in the plain file: {string.Join("\n", strangers)}";
        }

        // Only rows that are kept say what the file's numbers look like.
        if (file.Outcome.Signs!.Numbers.Select(seen => seen.Shape).Except(plain.Outcome.Signs!.Numbers.Select(seen => seen.Shape))
            .FirstOrDefault() is { } shape)
        {
            return $"a number of a shape that the plain file has not: {shape}";
        }

        var (kept, all) = (PlacesOf(file), PlacesOf(plain));
        return kept + file.Outcome.Rejected.Count < all ? $"{kept} rows staged, {file.Outcome.Rejected.Count} set aside of {all}" : null;
    }

    private static int PlacesOf(StagedFile file) => file.Outcome.Staged.Keys.SelectMany(target => file[target])
        .Select(row => row["row_number"]).Distinct().Count();

    private static IEnumerable<string> Rows(StagedFile file) => file.Outcome.Staged.Keys.SelectMany(target => file[target].Select(row =>
        $"{target} {string.Join('|', row.Where(field => field.Key is not ("row_number" or "load_id")).Select(field => $"{field.Key}={Plain(field.Value)}"))}"));

    private static string WithoutBarcode(string row) => Regex.Replace(row, @"\|barcode=[^|]*", "");

    private static string? Plain(string? value) => value?.Replace(" ", "", StringComparison.Ordinal);
}
