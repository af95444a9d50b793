using KaPipeline.Host.Accounts;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Labels;
using KaPipeline.Operations;

namespace KaPipeline.Host.Web;

/// <summary>What operators do with quarantined rows: load them again, map an item, add a store, release a row.</summary>
internal static class QuarantineEndpoints
{
    public static void MapQuarantine(this IEndpointRouteBuilder routes)
    {
        var operate = routes.MapGroup("").RequireAuthorization(Policies.Operate);
        operate.MapPost("/quarantine/replay", (IFormCollection form, HttpContext context, QuarantineOperations operations) =>
            Forms.DoAsync(context, "/quarantine", async ct =>
        {
            var results = await operations.ReplayAsync(Forms.Text(form, "chain"), Forms.Text(form, "rule"), Forms.Who(context), Forms.Reason(form), ct: ct);
            var files = results.Count(result => result.State != LoadState.Failed);
            var failed = results.FirstOrDefault(result => result.State == LoadState.Failed);
            return Notices.Said(context, "/quarantine", failed is not null
                ? Bilingual.Of(language => language.Say(
                    $"{files} 个文件已补入数据，{results.Count - files} 个文件无法读取：", $"Rows of {Language.Counted(files, "file")} were loaded; {Language.Counted(results.Count - files, "file")} cannot be read: ")
                    + Bilingual.In(failed.Finding, language))
                : files == 0 ? Bilingual.Of("没有可补入的行：请先排除原因。", "No row can be loaded yet: correct the cause first.")
                : Bilingual.Of($"{files} 个文件已补入数据。", $"Rows of {Language.Counted(files, "file")} were loaded."));
        }));
        operate.MapPost("/quarantine/item", (IFormCollection form, HttpContext context, QuarantineOperations operations) =>
            Forms.DoAsync(context, "/quarantine", async ct =>
        {
            var replayed = await operations.MapItemAsync(form["chain"].ToString(), form["item"].ToString(), form["product"]
                .ToString(), Forms.Who(context), Forms.Reason(form), ct);
            return Notices.Said(context, "/quarantine", Bilingual.Of(
                $"货号已对应，{replayed} 个文件已补入数据。", $"Item mapped; rows of {Language.Counted(replayed, "file")} were loaded."));
        }));
        operate.MapPost("/quarantine/store", (IFormCollection form, HttpContext context, QuarantineOperations operations) =>
            Forms.DoAsync(context, "/quarantine", async ct =>
        {
            var fields = QuarantineOperations.StoreColumns.ToDictionary(column => column, column => form[column].ToString());
            var replayed = await operations.AddStoreAsync(fields, Forms.Who(context), Forms.Reason(form), ct);
            return Notices.Said(context, "/quarantine", Bilingual.Of(
                $"门店已添加，{replayed} 个文件已补入数据。", $"Store added; rows of {Language.Counted(replayed, "file")} were loaded."));
        }));
        operate.MapPost("/quarantine/release", (IFormCollection form, HttpContext context, QuarantineOperations operations) =>
            Forms.DoAsync(context, "/quarantine", async ct =>
        {
            var load = AskedValues.Needed("load", form["load"]);
            await operations.ReleaseAsync(load, form["sheet"].ToString(), (int)AskedValues.Needed("row", form["row"], int.MaxValue),
                Forms.Who(context), Forms.Reason(form), ct);
            return Notices.Said(context, "/quarantine", Bilingual.Of("已剔除，不加载。", "Removed; the row will not be loaded."));
        }));
    }
}
