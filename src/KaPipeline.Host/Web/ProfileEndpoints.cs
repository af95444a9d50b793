using KaPipeline.Host.Accounts;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Labels;
using KaPipeline.Operations;
using Microsoft.AspNetCore.Mvc;

namespace KaPipeline.Host.Web;

/// <summary>Actions of the pages on which a chain is onboarded.</summary>
internal static class ProfileEndpoints
{
    // What is too big for a sample is read to its end up to here, so that the answer can say so in words.
    private const int MostRead = 64 << 20;

    public static void MapProfileActions(this IEndpointRouteBuilder routes)
    {
        var operate = routes.MapGroup("").RequireAuthorization(Policies.Operate);
        operate.MapPost("/profiles/upload", (IFormCollection form, HttpContext context, ProfileOperations operations) =>
            Forms.DoAsync(context, "/profiles", async ct =>
        {
            var file = form.Files.GetFile("file") ?? throw new ArgumentException(Bilingual.Of("请选择一个文件。", "Choose a file."));
            if (file.Length > ProfileOperations.MostBytes)
            {
                throw new ArgumentException(
                    Bilingual.Of(
                        $"文件大于 {ProfileOperations.MostBytes >> 20} MB。",
                        $"The file is larger than {ProfileOperations.MostBytes >> 20} MB."));
            }

            using var content = new MemoryStream();
            await file.CopyToAsync(content, ct);
            return $"/profiles/{await operations.UploadAsync(file.FileName, content.ToArray(), form["chain"].ToString(), Forms.Who(context), ct)}";
        })).WithMetadata(new RequestSizeLimitAttribute(MostRead)).WithFormOptions(multipartBodyLengthLimit: MostRead);
        operate.MapPost("/profiles/{id:long}/choose", (long id, IFormCollection form, HttpContext context, ProfileOperations operations) =>
            Forms.DoAsync(context, $"/profiles/{id}", async ct =>
        {
            await operations.ChooseAsync(id, form.Where(field => !field.Key.StartsWith("__", StringComparison.Ordinal))
                .ToDictionary(field => field.Key, field => field.Value.ToString()), ct);
            return $"/profiles/{id}#outcome";
        })).WithFormOptions(valueCountLimit: 4096);
        operate.MapPost("/profiles/{id:long}/save", (long id, IFormCollection form, HttpContext context, ProfileOperations operations) =>
            Forms.DoAsync(context, $"/profiles/{id}", async ct =>
        {
            var (chain, report) = await operations.SaveAsync(id, form["version"].ToString(), form["confirm"].Count > 0, Forms.Who(context),
                Forms.Reason(form), ct);
            return Notices.Said(context, $"/profiles/{id}", Bilingual.Of($"已保存 {chain}/{report}。", "Saved."));
        }));
        operate.MapPost("/profiles/{id:long}/load", (long id, IFormCollection form, HttpContext context, ProfileOperations operations) =>
            Forms.DoAsync(context, $"/profiles/{id}", async ct =>
        {
            var load = await operations.LoadAsync(id, Forms.Who(context), Forms.Reason(form), ct);
            var says = $"{load.RowsIn} 行：加载 {load.RowsLoaded}，隔离 {load.RowsQuarantined}，重复 {load.RowsDuplicate} "
                + $"({Language.Counted(load.RowsIn, "row")}: {load.RowsLoaded} loaded, {load.RowsQuarantined} quarantined, {load.RowsDuplicate} duplicate){(load.Finding is null ? "" : " " + load.Finding)}";
            return load.State is LoadState.Held or LoadState.Refused ? Notices.Wrong(context, $"/profiles/{id}", says)
                : Notices.Said(context, load.RowsQuarantined > 0 ? $"/quarantine?load={load.LoadId}" : $"/profiles/{id}", says);
        }));
    }
}
