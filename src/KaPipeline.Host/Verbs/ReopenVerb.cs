using System.CommandLine;
using System.Globalization;
using Dapper;
using KaPipeline.Digests.Facts;
using KaPipeline.Host.Warehouse;
using KaPipeline.SkuLocks;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka reopen</c>: the application to reopen a chain's locked items, and what became of it.</summary>
internal static class ReopenVerb
{
    public static Command Create()
    {
        var chain = SharedOptions.RequiredChain();
        var asOf = SharedOptions.AsOf();
        var store = new Option<string?>("--store") { Description = "One store of the chain; default all", HelpName = "STORE" };
        var product = new Option<string?>("--product") { Description = "One of our products; default all", HelpName = "PRODUCT" };
        var submitted =
            new Option<bool>("--submitted") { Description = "Record that the prepared applications went to the chain on the as-of date" };
        var reopened = new Option<bool>("--reopened") { Description = "Record that the chain reopened the items on the as-of date" };
        var command =
            new Command("reopen", "Write a chain's application to reopen locked items (锁码再开通申请), ready to sign, or record what became of it.")
        {
            chain, store, product, asOf, submitted, reopened,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(submitted) && result.GetValue(reopened))
            {
                result.AddError("ka reopen records one of the two at a time: --submitted or --reopened.");
            }
        });
        command.SetAction(async (parsed, ct) =>
        {
            var home = KaHome.FromEnvironment();
            var scope = new ReopeningScope(parsed.GetValue(chain)!, parsed.GetValue(store), parsed.GetValue(product));
            var date = parsed.GetValue(asOf) ?? BusinessTime.Today(TimeProvider.System);
            await using var warehouse = await ReadyWarehouse.OpenAsync(home, ct);
            await using var connection = await warehouse.DataSource.OpenConnectionAsync(ct);
            await CheckAsync(connection, scope);
            return parsed.GetValue(submitted) || parsed.GetValue(reopened)
                ? await RecordAsync(connection, scope, parsed.GetValue(reopened), date)
                : await PrepareAsync(connection, scope, date, home.Outbox, ct);
        });
        return command;
    }

    private static async Task<int> RecordAsync(NpgsqlConnection connection, ReopeningScope scope, bool isReopened, DateOnly on)
    {
        var moved = await ReopeningApplication.RecordAsync(connection, scope, isReopened, on);
        if (moved == 0)
        {
            var write = $"./ka reopen --chain {scope.ChainId}";
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{Name(scope)}: nothing was recorded. No application ")
                + (isReopened
                ? string.Create(CultureInfo.InvariantCulture,
                $"submitted by {on:yyyy-MM-dd} is waiting for the chain; submit it first: {write} --submitted")
                : string.Create(CultureInfo.InvariantCulture,
                $"prepared by {on:yyyy-MM-dd} is waiting to be submitted; write it first: {write}")));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Name(scope)}: {moved} 份申请已登记 applications recorded as {(isReopened ? "已恢复 reopened" : "已提交 submitted")} on {on:yyyy-MM-dd}"));
        return ExitCodes.Done;
    }

    private static async Task<int> PrepareAsync(NpgsqlConnection connection, ReopeningScope scope, DateOnly date, string outbox,
        CancellationToken ct)
    {
        var path = Path.Combine(outbox,
            string.Create(CultureInfo.InvariantCulture, $"reopening_{string.Join('_', scope.Parts)}_{date:yyyyMMdd}.xlsx"));
        var items = await ReopeningApplication.PrepareAsync(connection, scope, ReportClock.EndOf(date), TimeProvider.System.GetUtcNow(),
            path, ct);
        if (items.Count == 0)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{Name(scope)}: 没有锁码或疑似锁码 nothing is locked or suspected as of {date:yyyy-MM-dd}; no workbook was written"));
            return ExitCodes.Done;
        }

        var waiting = items.Where(item => item.SubmittedOn is null).ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{path}\n{items.Count} 项 items, {items.Select(item => item.StoreId).Distinct().Count()} 家门店 stores; {ExposureWords.Both} {items.Sum(item => item.ExposureAmount):#,##0.00} RMB"));
        Console.WriteLine(waiting.Count == 0 ? "全部已提交 all have been submitted" : string.Create(CultureInfo.InvariantCulture,
            $"待提交 to be submitted: {waiting.Count}, 最早截止 first due {waiting.Min(item => item.DueOn):yyyy-MM-dd}, 已逾期 overdue {waiting.Count(item => item.DueOn < date)}"));
        return ExitCodes.Done;
    }

    private static string Name(ReopeningScope scope) => string.Join(' ', scope.Parts);

    private static async Task CheckAsync(NpgsqlConnection connection, ReopeningScope scope)
    {
        var chains = (await connection.QueryAsync<string>("select chain_id from core.chain order by chain_id")).ToList();
        if (!chains.Contains(scope.ChainId))
        {
            throw new UsageException($"There is no chain \"{scope.ChainId}\"; there are: {string.Join(", ", chains)}.");
        }

        if (scope.StoreId is { } store
            && !await connection.ExecuteScalarAsync<bool>(
            "select exists (select from core.store where chain_id = @ChainId and store_id = @StoreId)", scope))
        {
            throw new UsageException($"{scope.ChainId} has no store \"{store}\".");
        }

        if (scope.ProductId is { } product
            && !await connection.ExecuteScalarAsync<bool>("select exists (select from core.product where product_id = @ProductId)", scope))
        {
            throw new UsageException($"There is no product \"{product}\" in the master data.");
        }
    }
}
