using System.Diagnostics;
using System.Globalization;
using System.Text;
using Dapper;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;

namespace KaPipeline.Benchmarks.Load;

/// <summary>Row 1 of the performance goals: parse, validate and stage a file, beside <c>psql \copy</c> of the same file and the peers found installed.</summary>
internal static class StagingBench
{
    public static async Task RunAsync(BenchWarehouse warehouse, Stopwatches watches, int rows, int times)
    {
        var utf8 = Path.Combine(warehouse.Home, "utf8.csv");
        var gb18030 = Path.Combine(warehouse.Home, "gb18030.csv");
        OrderFile.Write(utf8, rows, new UTF8Encoding(false));
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        OrderFile.Write(gb18030, rows, Encoding.GetEncoding("gb18030"));
        var report = Profile(warehouse.Home).Reports.Single();
        var ways = new List<(string, Func<Task>)>
        {
            ("copy utf-8", () => CopyAsync(warehouse, utf8, "UTF8")),
            ("ours utf-8", () => StageAsync(warehouse, report, utf8, rows)),
            ("copy gb18030", () => CopyAsync(warehouse, gb18030, "GB18030")),
            ("ours gb18030", () => StageAsync(warehouse, report with { Encoding = Encoding.GetEncoding("gb18030") }, gb18030, rows)),
        };
        if (Found("pgloader", "--version"))
        {
            ways.Add(("pgloader", () => PgloaderAsync(warehouse, utf8)));
        }

        if (Found("python3", "-c", "import pandas, psycopg2"))
        {
            ways.Add(("pandas", () => PandasAsync(warehouse, utf8)));
        }

        await watches.InterleaveAsync(times, [.. ways]);
        await RowWiseAsync(warehouse, watches, Math.Min(rows, 20_000), rows);
    }

    public static ChainProfile Profile(string folder)
    {
        var chains = Directory.CreateDirectory(Path.Combine(folder, "config", "chains")).FullName;
        File.WriteAllText(Path.Combine(chains, "dingfeng.yaml"),
            """
            chain: dingfeng
            name: 鼎丰超市
            name_en: Dingfeng
            accounts:
              - {supplier_code: "100387", statement_basis: excluding, price_decimals: 4}
            reports:
              orders:
                files: ["*.csv"]
                dates: yyyy-MM-dd
                ignore: [门店名称, 商品名称, 规格, 订货单位, 未税金额]
                rows:
                  - into: order_line
                    fields:
                      order_number: 订单号
                      store_id: 门店编号
                      item_number: 商品编码
                      barcode: 商品条码
                      supplier_code: {constant: "100387"}
                      ordered_on: 订货日期
                      requested_on: 要求送货日期
                      units: 订货数量
                      row_pack_size: 箱入数
                      unit_price: 未税进价
            """);
        return ProfileCatalog.Load(Path.Combine(folder, "config")).Find("dingfeng")!;
    }

    private static async Task CopyAsync(BenchWarehouse warehouse, string file, string encoding)
    {
        await RunAsync("psql", "-q", "-h", warehouse.SocketFolder, "-U", "ka_owner", "-d", "ka", "-v", "ON_ERROR_STOP=1", "-c", "truncate bench.copied",
            "-c", $"\\copy bench.copied from '{file}' with (format csv, header, encoding '{encoding}')");
    }

    private static async Task StageAsync(BenchWarehouse warehouse, ReportProfile report, string file, int rows)
    {
        await using var connection = await warehouse.DataSource.OpenConnectionAsync();
        await connection.ExecuteAsync("truncate staging.order_line");
        using var sink = new StagingSink(connection, 1);
        var outcome = new ReportReader(report).Read(file, Path.GetFileName(file), sink, default);
        sink.Complete();
        if (outcome.RowsIn != rows || outcome.Rejected.Count > 0)
        {
            throw new InvalidOperationException($"{rows} rows expected; {outcome.RowsIn} read, {outcome.Rejected.Count} rejected: {outcome.Finding} {outcome.Rejected.FirstOrDefault()}");
        }
    }

    private static Task PgloaderAsync(BenchWarehouse warehouse, string file)
    {
        return RunAsync("pgloader", "--type", "csv", "--with", "skip header = 1", "--with", "truncate", "--with", "fields terminated by ','", file,
            $"postgresql://ka_owner@unix:{warehouse.SocketFolder.Replace(":", "::", StringComparison.Ordinal)}:5432/ka?tablename=bench.copied");
    }

    private static Task PandasAsync(BenchWarehouse warehouse, string file) => RunAsync("python3", "-c",
        $"""
        import io, pandas, psycopg2
        frame = pandas.read_csv({PythonText(file)}, dtype=str)
        frame.iloc[:, 9] = pandas.to_numeric(frame.iloc[:, 9]); frame.iloc[:, 10] = pandas.to_numeric(frame.iloc[:, 10])
        buffer = io.StringIO(); frame.to_csv(buffer, index=False, header=False); buffer.seek(0)
        link = psycopg2.connect(host={PythonText(warehouse.SocketFolder)}, user='ka_owner', dbname='ka')
        cursor = link.cursor(); cursor.execute('truncate bench.copied'); cursor.copy_expert('copy bench.copied from stdin with (format csv)', buffer); link.commit()
        """);

    private static string PythonText(string text) => $"'{text.Replace("'", "\\'", StringComparison.Ordinal)}'";

    // One statement a row, as many programs do: measured on fewer rows and scaled up, since nobody would wait for it.
    private static async Task RowWiseAsync(BenchWarehouse warehouse, Stopwatches watches, int measured, int rows)
    {
        await using var connection = await warehouse.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync("truncate bench.copied");
        var watch = Stopwatch.StartNew();
        foreach (var cells in Rows(warehouse, measured))
        {
            await connection.ExecuteAsync(
                "insert into bench.copied values (@a, @b, @c, @d, @e, @f, @g, @h, @i, @j, @k, @l, @m, @n)",
                new
                {
                    a = cells[0], b = cells[1], c = cells[2], d = DateOnly.Parse(cells[3], CultureInfo.InvariantCulture).ToDateTime(TimeOnly.MinValue),
                    e = DateOnly.Parse(cells[4], CultureInfo.InvariantCulture).ToDateTime(TimeOnly.MinValue), f = cells[5], g = cells[6], h = cells[7], i = cells[8],
                    j = int.Parse(cells[9], CultureInfo.InvariantCulture), k = decimal.Parse(cells[10], CultureInfo.InvariantCulture), l = cells[11],
                    m = decimal.Parse(cells[12], CultureInfo.InvariantCulture), n = decimal.Parse(cells[13], CultureInfo.InvariantCulture),
                }, transaction);
        }

        watches.Note("dapper row by row", watch.Elapsed.TotalSeconds * rows / measured);
    }

    private static IEnumerable<string[]> Rows(BenchWarehouse warehouse, int count) =>
        File.ReadLines(Path.Combine(warehouse.Home, "utf8.csv")).Skip(1).Take(count).Select(line => line.Split(','));

    private static bool Found(string program, params string[] arguments)
    {
        try
        {
            RunAsync(program, arguments).GetAwaiter().GetResult();
            return true;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            return false;
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed: {errors} {await output}");
        }
    }
}
