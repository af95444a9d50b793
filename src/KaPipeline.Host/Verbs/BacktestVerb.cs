using System.CommandLine;
using System.Globalization;
using KaPipeline.Host.Warehouse;
using KaPipeline.Labels;
using KaPipeline.SkuLocks;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka backtest locks</c>: replays the lock alerts over a past with known locks.</summary>
internal static class BacktestVerb
{
    public static Command Create()
    {
        var from = SharedOptions.From();
        var to = SharedOptions.To();
        var truth = new Option<string?>("--truth")
        {
            Description = "CSV of known locks (chain_id,store_id,product_id,…,locked_on); default: the item status of the portals",
            HelpName = "FILE",
        };
        var horizon = new Option<int>("--horizon")
        {
            Description = "Days within which a lock must follow an alarm",
            DefaultValueFactory = _ => 28
        };
        var json = SharedOptions.Json();
        var locks = new Command("locks", "Replay the lock alerts evening by evening: hits, misses, false alarms, days of warning.") { from,
            to, truth, horizon, json };
        locks.SetAction(async (parsed, ct) =>
        {
            var (first, last) = (parsed.GetValue(from), parsed.GetValue(to));
            if (first is not { } begin || last is not { } end || begin > end)
            {
                throw new UsageException("ka backtest locks needs --from and --to, in order.");
            }

            var days = parsed.GetValue(horizon);
            if (days < 1)
            {
                throw new UsageException($"--horizon must be at least one day, found {days}.");
            }

            if (parsed.GetValue(truth) is { } path && !File.Exists(path))
            {
                throw new UsageException($"--truth: there is no file {path}.");
            }

            var home = KaHome.FromEnvironment();
            await using var warehouse = await ReadyWarehouse.OpenAsync(home, ct);
            await using var connection = await warehouse.DataSource.OpenConnectionAsync(ct);
            var known = parsed.GetValue(truth) is { } file ? KnownLockFile.Read(file)
                : await LockBacktest.KnownLocksAsync(connection, begin.AddDays(-days), end);
            var result = await LockBacktest.RunAsync(connection, begin, end, known, parsed.GetValue(truth) is not null, days, ct);
            var stock = await StockForesight.RunAsync(connection, begin, end, known, ct);
            if (parsed.GetValue(json))
            {
                JsonText.Print(new { locks = result, stock });
                return ExitCodes.Done;
            }

            Print(result);
            Print(stock);
            return ExitCodes.Done;
        });
        return new Command("backtest", "Measure a rule on the past.") { locks };
    }

    private static void Print(BacktestResult result)
    {
        var lines = new List<string>
        {
            $"锁码预警回测 Lock alerts, {result.From:yyyy-MM-dd} … {result.To:yyyy-MM-dd}",
            $"已知锁码 known locks      {result.Hits.Count + result.Misses.Count}",
            $"命中 hits                {result.Hits.Count}  ({Percent(result.Recall)}), of these announced before the lock {result.Hits.Count(hit => hit.LeadDays > 0)}",
            $"漏报 misses              {result.Misses.Count}",
            $"误报 false alarms        {result.FalseAlarms.Count}  (precision {Percent(result.Precision)})",
            $"未定 undecided           {result.Undecided.Count}  (their horizon reaches beyond the last date)",
            $"提前天数 median lead     {result.MedianLeadDays?.ToString("0.#", CultureInfo.InvariantCulture) ?? "—"} days (negative: found so many days after the lock's first)",
        };
        lines.AddRange(result.ByRule.Select(rule =>
            $"  rule   {rule.Rule,-18} hits {rule.Hits}, announced before {rule.Announced}, false {rule.FalseAlarms}, median lead of those announced {rule.MedianLeadDays?.ToString("0.#", CultureInfo.InvariantCulture) ?? "—"} days"));
        lines.AddRange(
            result.Misses.Select(miss => $"  miss   {miss.ChainId} {miss.StoreId} {miss.ProductId} locked {miss.LockedOn:yyyy-MM-dd}"));
        lines.AddRange(result.FalseAlarms.Take(20).Select(alarm =>
            $"  false  {alarm.ChainId} {alarm.StoreId} {alarm.ProductId} {alarm.Rule} {alarm.FirstOn:yyyy-MM-dd} … {alarm.LastOn:yyyy-MM-dd}: {alarm.Evidence}"));
        if (result.FalseAlarms.Count > 20)
        {
            lines.Add($"  … and {result.FalseAlarms.Count - 20} more false alarms");
        }

        Console.WriteLine(string.Join(Environment.NewLine, lines));
    }

    private static void Print(StockForesight stock) => Console.WriteLine(stock.Foreseen.Count == 0
        ? "断货预警 stock-outs       no known lock is of a chain that gives stock"
        : $"断货预警 stock-outs       of {stock.Foreseen.Count} known locks of chains that give stock, {stock.Out} were out of stock on the evening before (median {Days(stock.MedianLeadDays)} days before the lock), {stock.BelowSafety} below the safety stock");

    private static string Days(decimal? days) => days?.ToString("0.#", CultureInfo.InvariantCulture) ?? "—";

    private static string Percent(decimal? share) => Language.Chinese.Rate(share);
}
