using System.Text;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Ingestion.Tables;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Ingestion;

/// <summary>
/// Sample files with every pair of what portals and spreadsheets do to files: each row is read as in the plain file, or set aside, or the file is held
/// or refused; never another document, never a row more or less. A few of each pair always, many with KA_TEST_LONG=1.
/// </summary>
public sealed class KindFuzzTests
{
    private static readonly int Seeds = Environment.GetEnvironmentVariable("KA_TEST_LONG") == "1" ? 8 : 1;

    private static readonly (string Name, Action<Page, Random> Apply)[] Kinds =
    [
        ("mark behind", (page, random) => page.Codes(random, code => code + "\u200E")),
        ("override around", (page, random) => page.Codes(random, code => $"\u202D{code}\u202C")),
        ("invisible inside", (page, random) => page.Codes(random, code => code.Insert(code.Length / 2, One(random, "\u200B", "\u00AD", "\u2060", "\uFEFF", "\u200C")))),
        ("blank inside", (page, random) => page.Codes(random, code => code.Insert(code.Length / 2, One(random, " ", "\u00A0", "\u3000", "\u2003")))),
        ("blank around", (page, random) => page.Codes(random, code => One(random, "\u00A0", "\u3000", "\u2002", "\t") + code + " ")),
        ("formula text", (page, random) => page.Codes(random, code => $"=\"{code}\"")),
        ("text mark", (page, random) => page.Codes(random, code => One(random, "'", "`", "‘", "’") + code)),
        ("small letters", (page, random) => page.Codes(random, code => code.ToLowerInvariant())),
        ("full width", (page, random) => page.Codes(random, code => string.Concat(code.Select(one => one is >= '!' and <= '~' ? (char)(one + 0xFEE0) : one)))),
        ("java number", (page, random) => page.Codes(random, code => code.All(char.IsAsciiDigit) && code[0] != '0' && code.Length > 7 ? $"{code[0]}.{code[1..]}E{code.Length - 1}" : code)),
        ("lossy number", (page, random) => page.Codes(random, code => code.All(char.IsAsciiDigit) && code.Length > 7 ? $"{code[0]}.{code[1..5]}E+{code.Length - 1:00}" : code)),
        ("thousands", (page, random) => page.Codes(random, code => code.All(char.IsAsciiDigit) && code.Length == 6 ? $"{code[..3]},{code[3..]}" : code)),
        ("currency", (page, random) => page.Numbers(random, number => One(random, "CNY ", "RMB", "￥", "¥") + number)),
        ("yuan", (page, random) => page.Numbers(random, number => number + "元")),
        ("number mark", (page, random) => page.Numbers(random, number => One(random, "'", "\u200E", "\u202D") + number)),
        ("error", (page, random) => page.Numbers(random, _ => One(random, "#REF!", "#N/A", "#VALUE!", "######"))),
        ("header again", (page, random) => page.Insert(random, page.Header)),
        ("titles again", (page, random) => page.Insert(random, [.. page.Titles, page.Header])),
        ("line", (page, random) => page.Insert(random, [.. page.Header.Select(_ => "--------")])),
        ("footer", (page, _) => page.Rows.Add(["制单人：李四", "", "打印时间：2026/5/9 8:00:00"])),
        ("rows affected", (page, _) => page.Rows.Add(["(29 行受影响)"])),
        ("page number", (page, random) => page.Insert(random, [$"第 {random.Next(9)} 页 共 9 页"])),
        ("page total", (page, random) => page.Insert(random, ["本页小计"])),
        ("tab behind", (page, _) => page.Cells(cell => page.Separator == '\t' ? cell : cell + "\t")),
        ("short rows", (page, _) => page.Rows = [.. page.Rows.Select(row => row[..(row.FindLastIndex(cell => cell.Length > 0) + 1)])]),
        ("mark before gbk", (page, _) => page.Encode = text => [.. Encoding.UTF8.Preamble, .. FileNature.Gb18030.GetBytes(text)]),
        ("zero bytes", (page, _) => page.Tail = new byte[4096]),
        ("utf-16", (page, _) => page.Encode = text => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)]),
        ("mark in the middle", (page, random) => page.Mark(random.Next(page.Rows.Count))),
        ("line ends", (page, random) => page.End = One(random, "\r\n", "\n", "\r", "\r\r\n")),
    ];

    public static TheoryData<string, string, string> Files => new()
    {
        { "dingfeng", "鼎丰_送货_20260508.csv", "送货单号,订单号,商品编码" },
        { "yonghe", "yonghe_receipts_20260508.txt", "送货单号,采购单号" },
        { "dingfeng", "鼎丰_对账单_DZ2605A-100387.csv", "单据号,商品编码" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task No_pair_of_kinds_makes_another_document_or_loses_a_row(string chain, string name, string codes)
    {
        var whole = await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "samples", chain, name));
        var (_, report) = ProfileCatalog.Load(Path.Combine(Repository.Root, "config")).Match(name, chain).Single();
        var plain = StagedFile.Read(report, whole, name);
        var rows = Rows(plain).CountBy(row => row).ToDictionary();
        var pairs = Enumerable.Range(0, Kinds.Length).SelectMany(one => Enumerable.Range(0, Kinds.Length).Select(other => (one, other)))
            .Where(pair => Seeds > 1 ? pair.one != pair.other : pair.one < pair.other);
        var wrong = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForEachAsync(pairs.SelectMany(pair => Enumerable.Range(0, Seeds).Select(seed => (pair.one, pair.other, seed))), (which, _) =>
        {
            var (one, other, seed) = which;
            var random = new Random((seed * 7919) + (one * 31) + other);
            var page = Page.Of(whole, codes.Split(','));
            Kinds[one].Apply(page, random);
            Kinds[other].Apply(page, random);
            var file = StagedFile.Read(report, page.Bytes(), name);
            var what = $"{name}: {Kinds[one].Name} + {Kinds[other].Name}, seed {seed}: {file.Outcome.State} {file.Outcome.Finding}";
            if (file.Outcome.State != ReadState.Read)
            {
                if (string.IsNullOrEmpty(file.Outcome.Finding))
                {
                    wrong.Add($"{what}: no reason");
                }

                return ValueTask.CompletedTask;
            }

            // Rows in are those of the plain file, or more that were set aside; staged are only rows that the plain file has.
            var strangers = Rows(file).CountBy(row => row).Where(row => row.Value > rows.GetValueOrDefault(row.Key)).Select(row => row.Key).Take(3).ToList();
            if (strangers.Count > 0)
            {
                wrong.Add($"{what}\nstaged, but not in the plain file: {string.Join("\n", strangers)}");
            }

            var kept = file["delivery_line"].Count + file["statement_line"].Count;
            if (kept + file.Outcome.Rejected.Count < plain.Outcome.RowsIn)
            {
                wrong.Add($"{what}\n{kept} staged, {file.Outcome.Rejected.Count} set aside of {plain.Outcome.RowsIn}");
            }

            return ValueTask.CompletedTask;
        });
        Assert.True(wrong.IsEmpty, string.Join("\n\n", wrong.Order(StringComparer.Ordinal).Take(12)));
    }

    private static IEnumerable<string> Rows(StagedFile file) => new[] { "delivery_line", "statement", "statement_line" }.SelectMany(target => file[target].Select(row =>
        $"{target} {string.Join('|', row.Where(field => field.Key is not ("row_number" or "load_id")).Select(field => $"{field.Key}={Plain(field.Value)}"))}"));

    private static string? Plain(string? value) => value?.Replace(" ", "", StringComparison.Ordinal);

    private static string One(Random random, params string[] choices) => choices[random.Next(choices.Length)];

    /// <summary>A text file taken apart into its titles, header and rows.</summary>
    private sealed class Page
    {
        private int[] codes = [];
        private int[] numbers = [];

        public char Separator { get; private init; }

        public List<string[]> Titles { get; private init; } = [];

        public string[] Header { get; private set; } = [];

        public List<List<string>> Rows { get; set; } = [];

        public Func<string, byte[]> Encode { get; set; } = FileNature.Gb18030.GetBytes;

        public byte[] Tail { get; set; } = [];

        public string End { get; set; } = "\r\n";

        public static Page Of(byte[] bytes, string[] codeNames)
        {
            var isWide = bytes is [0xFF, 0xFE, ..];
            var text = isWide ? Encoding.Unicode.GetString(bytes[2..]) : FileNature.Gb18030.GetString(bytes);
            var separator = isWide ? '\t' : ',';
            var page = new Page { Separator = separator };
            var lines = text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(line => Split(line, separator)).ToList();
            var header = lines.FindIndex(line => codeNames.All(line.Contains));
            page.Titles.AddRange(lines[..header].Select(line => line.ToArray()));
            page.Header = [.. lines[header]];
            page.Rows = lines[(header + 1)..];
            page.codes = [.. codeNames.Select(name => Array.IndexOf(page.Header, name))];
            page.numbers = [.. page.Header.Index().Where(name => name.Item is "送货数量" or "实收数量" or "价税合计" or "数量").Select(name => name.Index)];
            page.Encode = isWide ? value => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(value)] : FileNature.Gb18030.GetBytes;
            return page;
        }

        public void Codes(Random random, Func<string, string> change) => Change(codes, random, change);

        public void Numbers(Random random, Func<string, string> change) => Change(numbers, random, change);

        public void Cells(Func<string, string> change) => Rows = [.. Rows.Select(row => row.Select(change).ToList())];

        public void Mark(int row) => Rows[row][0] = "\uFEFF" + Rows[row][0];

        public void Insert(Random random, params string[][] rows) => Rows.InsertRange(random.Next(1, Rows.Count), rows.Select(row => row.ToList()));

        public byte[] Bytes() => [.. Encode(string.Concat(Titles.Select(row => row.ToList()).Append([.. Header]).Concat(Rows).Select(row => string.Join(Separator, row.Select(Quote)) + End))), .. Tail];

        private static List<string> Split(string line, char separator)
        {
            var cells = new List<string>();
            var cell = new StringBuilder();
            var isQuoted = false;
            foreach (var one in line)
            {
                isQuoted ^= one == '"';
                if (one == separator && !isQuoted)
                {
                    cells.Add(cell.ToString());
                    cell.Clear();
                }
                else if (one != '"')
                {
                    cell.Append(one);
                }
            }

            cells.Add(cell.ToString());
            return cells;
        }

        // All rows, or some of them; never the total row at the end.
        private void Change(int[] columns, Random random, Func<string, string> change)
        {
            var all = random.Next(2) == 0;
            foreach (var row in Rows.Where(row => row.Count >= Header.Length && row[0] != "合计" && (all || random.Next(3) == 0)))
            {
                foreach (var column in columns.Where(column => row[column].Trim() is { Length: > 1 } cell && cell[0] != '-'))
                {
                    row[column] = change(row[column]);
                }
            }
        }

        private string Quote(string cell) => cell.Contains(Separator, StringComparison.Ordinal) || cell.Contains('"', StringComparison.Ordinal)
            ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
    }
}
