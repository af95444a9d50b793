using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using KaPipeline.Claims.Evidence;
using KaPipeline.Ingestion.Tables;
using KaPipeline.Tests.Digests;
using KaPipeline.Tests.Infrastructure;
using OfficeOpenXml;

namespace KaPipeline.Tests.Claims;

/// <summary>What leaves the house in a pack, over a statement of each chain and some cases of the sample month, in a long run over
/// all.</summary>
[Trait("Category", "Slow")]
public sealed class EvidencePackTests(WholeSampleMonth month) : IClassFixture<WholeSampleMonth>
{
    // What tells chains apart: ids, names, contracts, promotions, statements, invoices, payments, supplier codes, orders and notes.
    private const string Marks =
        """
        select chain_id, chain_id from core.chain union select chain_id, name from core.chain union select chain_id, name_en from core.chain
        union select chain_id, contract_id from core.contract union select chain_id, promotion_id from core.promotion
        union select chain_id, statement_number from core.statement union select chain_id, invoice_number from core.invoice
        union select chain_id, payment_number from core.payment_line union select chain_id, account_id from core.settlement_account
        union select chain_id, order_number from core.order_line union select chain_id, delivery_number from core.delivery_line
        """;

    private const string Prices =
        """
        select chain_id, product_id, unit_price from core.price union select chain_id, product_id, supply_price from core.promotion
        """;

    [Fact]
    public async Task No_pack_of_the_month_holds_anything_of_another_chain()
    {
        var marks = (await month.AskAsync<(string Chain, string Mark)>(Marks)).Where(mark => mark.Mark.Length >= 4).ToList();
        var prices = (await month.AskAsync<(string Chain, string Product, decimal Price)>(Prices)).ToLookup(price => price.Product);
        var packs = await PacksAsync();
        Assert.Equal(7, packs.Select(pack => pack.Subject.ChainId).Distinct().Count());
        Assert.InRange(packs.Count, LongRun.IsOn ? 60 : 11, 1000);

        foreach (var (subject, bytes) in packs)
        {
            var own = marks.Where(mark => mark.Chain == subject.ChainId).Select(mark => mark.Mark).ToHashSet(StringComparer.Ordinal);
            var others = marks.Where(mark => mark.Chain != subject.ChainId && !own.Contains(mark.Mark)).Select(mark => mark.Mark)
                .ToHashSet(StringComparer.Ordinal);
            using var zip = new ZipArchive(new MemoryStream(bytes));
            Assert.Equal([], WorkbookSchema.Faults(new MemoryStream(Bytes(zip.GetEntry("index.xlsx")!))));
            foreach (var entry in zip.Entries)
            {
                Assert.False(others.Any(mark => entry.FullName.Contains(mark, StringComparison.Ordinal)),
                    $"{subject.Key}: {entry.FullName}");
                foreach (var row in RowsOf(entry))
                {
                    var text = string.Join(' ', row);
                    Assert.True(!row.Any(others.Contains) && !Words(text).Any(others.Contains), $"{subject.Key}, {entry.FullName}: {text}");
                    if (row.FirstOrDefault(prices.Contains) is { } product)
                    {
                        var ours = prices[product].Where(price => price.Chain == subject.ChainId).Select(price => price.Price).ToHashSet();
                        var theirs = prices[product].Select(price => price.Price).Where(price => !ours.Contains(price)).ToHashSet();
                        Assert.False(row.Any(cell => decimal.TryParse(cell, out var number) && theirs.Contains(number)),
                            $"{subject.Key}, {entry.FullName}: {text}");
                    }
                }
            }
        }
    }

    [Fact]
    public async Task A_pack_names_stores_items_and_kinds_and_its_manifest_holds()
    {
        using var zip = new ZipArchive(new MemoryStream(await PackAsync(await month.Evidence.FindAsync("HY2605B", "haoyoulai", Stopping))));
        foreach (var line in Encoding.UTF8.GetString(Bytes(zip.GetEntry("manifest.sha256")!))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Assert.Equal(line[..64], Convert.ToHexStringLower(SHA256.HashData(Bytes(zip.GetEntry(line[66..])!))));
        }

        Assert.Equal(zip.Entries.Count - 1, Encoding.UTF8.GetString(Bytes(zip.GetEntry("manifest.sha256")!)).Count(c => c == '\n'));
        var index = new ExcelPackage(new MemoryStream(Bytes(zip.GetEntry("index.xlsx")!)));
        Assert.StartsWith("对账单 Statement HY2605B · 好邻来", index.Workbook.Worksheets[0].Cells["A1"].Text, StringComparison.Ordinal);
        var text = string.Join('\n', index.Workbook.Worksheets.SelectMany(sheet => sheet.Cells.Select(cell => cell.Text)));
        foreach (var stored in (string[])["settled_short", "exact", "deduction_not_taken", "on_account", "excluding", "as_agreed",
            "not_judged"])
        {
            Assert.DoesNotContain(text.Split('\n'), cell => cell.Split(' ').Contains(stored));
        }

        var items = await month.AskAsync<(string Item, string Name, string Barcode)>(
            "select item_number, name, unit_barcode from core.chain_item join core.product using (product_id) where chain_id = 'haoyoulai'");
        var rows = index.Workbook.Worksheets["原始行 Source rows"];
        var named = Enumerable.Range(6, rows.Dimension.End.Row - 5)
            .Select(row => (Item: rows.Cells[row, 5].Text, Name: rows.Cells[row, 6].Text, Barcode: rows.Cells[row, 7].Text))
            .Where(row => row.Name.Length > 0).Distinct().ToList();
        Assert.NotEmpty(named);
        Assert.All(named, row => Assert.Contains(row, items));

        // The company's own files go as extracts, with name, hash and the rows' numbers in the original.
        var file = (await month.AskAsync<(string Name, string Hash)>(
            "select file_name, sha256 from ops.load where report = 'prices' and chain_id = ''")).Single();
        var extract = RowsOf(zip.Entries.Single(entry => entry.FullName.EndsWith("prices.csv", StringComparison.Ordinal))).ToList();
        Assert.Contains(extract, row => row is ["原文件 Original", var name] && name == file.Name);
        Assert.Contains(extract, row => row is ["SHA-256", var hash] && hash == file.Hash);
        var original = await File.ReadAllLinesAsync(month.Archive.PathOf(file.Hash), Stopping);
        Assert.All(extract.Where(row => row.Length > 3 && row[2] == "haoyoulai"), row =>
            Assert.StartsWith($"haoyoulai,{row[3]},{row[4]},",
            original[int.Parse(row[1], System.Globalization.CultureInfo.InvariantCulture) - 1], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pack_with_extracts_comes_out_the_same_again()
    {
        var subject = await month.Evidence.FindAsync("YH2605B", "yonghe", Stopping);

        Assert.Equal(await PackAsync(subject), await PackAsync(subject));
    }

    private async Task<List<(EvidenceSubject Subject, byte[] Bytes)>> PacksAsync()
    {
        var packs = new List<(EvidenceSubject, byte[])>();
        var statements =
            await month.AskAsync<(string Number, string Chain)>("select statement_number, chain_id from core.statement order by 1");
        foreach (var (number, chain) in statements.GroupBy(statement => statement.Chain)
            .SelectMany(chain => LongRun.Drawn(chain, 1)))
        {
            var subject = await month.Evidence.FindAsync(number, chain);
            packs.Add((subject, await PackAsync(subject)));
        }

        foreach (var number in LongRun.Drawn(await month.AskAsync<string>("""select case_id::text from ops."case" order by case_id"""), 4))
        {
            var subject = await month.Evidence.FindAsync(number, null);
            packs.Add((subject, await PackAsync(subject)));
        }

        return packs;
    }

    private async Task<byte[]> PackAsync(EvidenceSubject subject)
    {
        using var zip = new MemoryStream();
        await month.Evidence.MakeAsync(subject, zip, null, WholeSampleMonth.AsOf, false, "li");
        return zip.ToArray();
    }

    // Any container that a portal or we write, row by row, as text.
    private static IEnumerable<string[]> RowsOf(ZipArchiveEntry entry)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, Bytes(entry));
            using var table = TableFile.Open(path, FileNature.Of(path));
            while (table.NextSheet())
            {
                while (table.NextRow())
                {
                    yield return [.. Enumerable.Range(0, table.CellCount).Select(table.Text)];
                }
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string[] Words(string text) =>
        text.Split([' ', ',', '|', '/', '：', '，', '"', '\n', '\r', '\t', '(', ')'], StringSplitOptions.RemoveEmptyEntries);

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var bytes = new MemoryStream();
        using var stream = entry.Open();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
