using System.Text;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Ingestion;

/// <summary>Damaged files of every container end as rows, rejected rows, or a refused file with its reason; a sample always, 12,068 with
/// KA_TEST_LONG=1.</summary>
public sealed class FuzzTests
{
    private static readonly string Samples = Path.Combine(Repository.Root, "samples");

    public static TheoryData<string, string> Files => new()
    {
        { "dingfeng", "鼎丰_订单_20260506.csv" },
        { "haoyoulai", "HYL_ORDER_20260506.xls" },
        { "jinlong", "JL_PO_20260506.xls" },
        { "wanjia", "万嘉订单_20260506.xlsx" },
        { "yonghe", "yonghe_orders_20260506.txt" },
        { "runda", "待收订单_20260506.xlsx" },
        { "", "SpreadsheetML 2003.xls" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public Task Mutated_files_never_crash_hang_or_lose_a_row(string chain, string name) => MutateAsync(chain, name, 0, 24);

    [Theory]
    [MemberData(nameof(Files))]
    [Trait("Category", "Slow")]
    public Task Thousands_of_mutated_files_never_crash_hang_or_lose_a_row(string chain, string name) =>
        MutateAsync(chain, name, 24, LongRun.IsOn ? 1700 : 0);

    private static async Task MutateAsync(string chain, string name, int first, int count)
    {
        var (report, whole) = Whole(chain, name);
        await Parallel.ForEachAsync(Enumerable.Range(first, count), async (seed, ct) =>
        {
            var mutated = Mutate(whole, new Random((seed * 7919) + chain.Length));
            var reading = Task.Run(() => StagedFile.Read(report, mutated, name), ct);
            try
            {
                // A limit on a hang, far above what any machine needs.
                Check(await reading.WaitAsync(TimeSpan.FromMinutes(2), ct), mutated);
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{name}, seed {seed}: {e}");
            }
        });
    }

    private static (ReportProfile Report, byte[] Bytes) Whole(string chain, string name)
    {
        if (chain.Length == 0)
        {
            return (Quirks.Portal.Orders(),
                Encoding.UTF8.GetBytes(Quirks.Portal.SpreadsheetXml(Enumerable.Range(1, 40)
                .Select(order => $"PO{order},S01,000123,2026-05-01,24"))));
        }

        var (_, report) = ProfileCatalog.Load(Path.Combine(Repository.Root, "config")).Match(name, chain).Single();
        return (report, File.ReadAllBytes(Path.Combine(Samples, chain, name)));
    }

    [Fact]
    public void A_sheet_that_declares_a_million_rows_and_holds_one_is_read_quickly_and_flat()
    {
        var sheet = new StringBuilder(
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><dimension ref=\"A1:XFD1048576\"/><sheetData>");
        sheet.Append(Row(1, Quirks.Portal.Columns.Split(','))).Append(Row(2, Quirks.Portal.Row.Split(',')))
            .Append("<row r=\"1048576\"><c r=\"A1048576\"/></row></sheetData></worksheet>");
        var workbook = Quirks.Portal.Workbook(book => book.Workbook.Worksheets.Add("Sheet1"));
        var file = StagedFile.Read(Quirks.Portal.Orders(), WithSheet(workbook, sheet.ToString()));
        Assert.Equal((ReadState.Read, 1L), (file.Outcome.State, file.Outcome.RowsIn));
    }

    private static void Check(StagedFile file, byte[] mutated)
    {
        var outcome = file.Outcome;
        if (outcome.State != ReadState.Read)
        {
            Assert.Equal(0, outcome.RowsIn);
            Assert.False(string.IsNullOrWhiteSpace(outcome.Finding), $"no reason for {outcome.State} of {mutated.Length} bytes");
            return;
        }

        // Each data row is staged or rejected, never both and never neither.
        var staged = StagingTable.ByName.Keys.SelectMany(target => file[target]).Select(row => int.Parse(row["row_number"]!)).ToHashSet();
        var rejected = outcome.Rejected.Select(row => row.RowNumber).ToList();
        Assert.Empty(staged.Intersect(rejected));
        Assert.Equal(outcome.RowsIn, staged.Count + rejected.Count);
    }

    private static byte[] Mutate(byte[] whole, Random random)
    {
        var bytes = (byte[])whole.Clone();
        switch (random.Next(6))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                Array.Clear(bytes, random.Next(bytes.Length / 2), random.Next(bytes.Length / 2));
                return bytes;
            case 2:
                var from = random.Next(bytes.Length);
                return [.. bytes[..from], .. bytes[random.Next(bytes.Length)..], .. bytes[from..]];
            case 3:
                var at = random.Next(bytes.Length);
                byte[][] words = ["\""u8.ToArray(), ","u8.ToArray(), "\n\n"u8.ToArray(), "<table><tr>"u8.ToArray(), "</tr>"u8.ToArray(),
                    [0xFF, 0xFE], "=cmd|' /C calc'!A0"u8.ToArray(), "&#x0;"u8.ToArray(), "99999999999999999999"u8.ToArray(),
                    new byte[5000]];
                return [.. bytes[..at], .. words[random.Next(words.Length)], .. bytes[at..]];
            default:
                for (var flips = random.Next(1, 60); flips > 0; flips--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                return bytes;
        }
    }

    private static string Row(int number, string[] cells) =>
        $"<row r=\"{number}\">"
        + string.Concat(cells.Select((cell, at) => $"<c r=\"{(char)('A' + at)}{number}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>"))
        + "</row>";

    private static byte[] WithSheet(byte[] workbook, string sheet)
    {
        var stream = new MemoryStream();
        stream.Write(workbook);
        using (var archive = new System.IO.Compression.ZipArchive(stream, System.IO.Compression.ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = archive.Entries.Single(entry => entry.FullName.EndsWith("sheet1.xml", StringComparison.Ordinal));
            var name = entry.FullName;
            entry.Delete();
            using var writer = new StreamWriter(archive.CreateEntry(name).Open());
            writer.Write(sheet);
        }

        return stream.ToArray();
    }
}
