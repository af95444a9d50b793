using System.Diagnostics;
using System.Globalization;
using System.Text;
using Dapper;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;

namespace KaPipeline.Benchmarks.Load;

/// <summary>Row 1 of the performance goals: parse, validate and stage a file, beside <c>psql \copy</c> of the same file and the peers found
/// installed.</summary>
internal static class StagingBench
{
    public static async Task<string> RunAsync(BenchWarehouse warehouse, Stopwatches watches, int rows, int times, string command)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Encoding utf8 = new UTF8Encoding(false), gb18030 = Encoding.GetEncoding("gb18030");
        string Write(string name, Encoding encoding, bool isPortal)
        {
            var path = Path.Combine(warehouse.Home, name);
            OrderFile.Write(path, rows, encoding, isPortal);
            return path;
        }

        var (plain, portal) = (Write("utf8.csv", utf8, false), Write("utf8-portal.csv", utf8, true));
        var (plainGb, portalGb) = (Write("gb18030.csv", gb18030, false), Write("gb18030-portal.csv", gb18030, true));
        var report = Profile();
        var ways = new List<(string, Func<Task>)>
        {
            ("copy utf-8", () => CopyAsync(warehouse, plain, "UTF8")),
            ("ours utf-8", () => StageAsync(warehouse, report with { Encoding = utf8 }, portal, rows)),
            ("copy gb18030", () => CopyAsync(warehouse, plainGb, "GB18030")),
            ("ours gb18030", () => StageAsync(warehouse, report, portalGb, rows)),
        };
        var peers = new List<(string, Func<Task>)>();
        if (Found("pgloader", "--version"))
        {
            peers.Add(("pgloader", () => PgloaderAsync(warehouse, plain)));
        }

        if (Array.Find(["python3", "/usr/bin/python3"], program => Found(program, "-c", "import pandas, psycopg2")) is { } python)
        {
            peers.Add(("pandas", () => PandasAsync(python, warehouse, plain)));
        }

        await watches.InterleaveAsync(times, [.. ways]);
        await watches.InterleaveAsync(Math.Min(times, 3), [.. peers]);
        await RowWiseAsync(warehouse, watches, Math.Min(rows, 20_000), rows);

        var text = new LoadReport("Loading: from file to staging", command,
            $"{rows:N0} rows of 14 columns; medians of {times} interleaved tries ({Math.Min(times, 3)} of the slow peers) on {Environment.ProcessorCount} processors", watches, rows);
        text.Row("`psql \\copy`, UTF-8, unlogged typed table", "copy utf-8");
        text.Row("**parse + validate + stage, UTF-8**", "ours utf-8", "copy utf-8", "≤ 1.0 × `\\copy`");
        text.Row("`psql \\copy`, GB18030", "copy gb18030");
        text.Row("**parse + validate + stage, GB18030**", "ours gb18030", "copy gb18030", "≤ 1.0 × `\\copy`");
        text.Row("pgloader, UTF-8", "pgloader", "copy utf-8");
        text.Row("pandas + COPY, UTF-8", "pandas", "copy utf-8");
        text.Row("Dapper, a statement per row (scaled up from 20,000)", "dapper row by row", "copy utf-8");
        text.Say($"");
        text.Say($"Ours reads the portal's file with the chain's own profile (`config/chains/dingfeng.yaml`): titles skipped, the total row added up and compared, every cell");
        text.Say($"checked, bad rows set aside; it stages the ten columns that the profile uses. The peers read the same lines without titles and total, which they cannot");
        text.Say($"read, into a table of all fourteen columns; one bad cell stops them.");
        return text.ToString();
    }

    /// <summary>How the shipped profile of the sample chain reads its orders.</summary>
    public static ReportProfile Profile() =>
        ProfileCatalog.Load(Path.Combine(BenchmarkPage.Root, "config")).Match(OrderFile.Name, "dingfeng").Single().Report;

    private static async Task CopyAsync(BenchWarehouse warehouse, string file, string encoding)
    {
        await RunAsync("psql", "-q", "-h", warehouse.SocketFolder, "-U", "ka_owner", "-d", "ka", "-v", "ON_ERROR_STOP=1", "-c",
            "truncate bench.copied",
            "-c", $"\\copy bench.copied from '{file}' with (format csv, header, encoding '{encoding}')");
    }

    private static async Task StageAsync(BenchWarehouse warehouse, ReportProfile report, string file, int rows)
    {
        await using var connection = await warehouse.DataSource.OpenConnectionAsync();
        await connection.ExecuteAsync("truncate staging.order_line");
        using var sink = new StagingSink(connection, 1);
        var outcome = new ReportReader(report, ChildProcess.Limits).Read(file, OrderFile.Name, sink, default);
        sink.Complete();
        if (outcome.RowsIn != rows || outcome.Rejected.Count > 0 || outcome.Totals.Count != 2 || outcome.Finding is not null)
        {
            throw new InvalidOperationException(
                $"{rows} rows expected; {outcome.RowsIn} read, {outcome.Rejected.Count} rejected: {outcome.Finding} {outcome.Rejected.FirstOrDefault()}");
        }
    }

    private static Task PgloaderAsync(BenchWarehouse warehouse, string file)
    {
        return RunAsync("pgloader", "--type", "csv", "--with", "skip header = 1", "--with", "truncate", "--with",
            "fields terminated by ','", file,
            $"postgresql://ka_owner@unix:{warehouse.SocketFolder.Replace(":", "::", StringComparison.Ordinal)}:5432/ka?tablename=bench.copied");
    }

    private static Task PandasAsync(string python, BenchWarehouse warehouse, string file) => RunAsync(python, "-c",
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
                    a = cells[0], b = cells[1], c = cells[2], d = DateOnly.Parse(cells[3], CultureInfo.InvariantCulture)
                        .ToDateTime(TimeOnly.MinValue),
                    e = DateOnly.Parse(cells[4], CultureInfo.InvariantCulture).ToDateTime(TimeOnly.MinValue), f = cells[5], g = cells[6],
                    h = cells[7], i = cells[8],
                    j = int.Parse(cells[9], CultureInfo.InvariantCulture), k = decimal.Parse(cells[10], CultureInfo.InvariantCulture),
                    l = cells[11],
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
        using var process =
            Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed: {errors} {await output}");
        }
    }
}
