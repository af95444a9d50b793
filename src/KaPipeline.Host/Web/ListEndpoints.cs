using KaPipeline.Host.Accounts;
using KaPipeline.Labels;
using KaPipeline.Lists;
using KaPipeline.Scopes;

namespace KaPipeline.Host.Web;

/// <summary>Downloads of the business lists.</summary>
internal static class ListEndpoints
{
    public static void MapLists(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/figures/{name}/workbook", async (string name, HttpContext context, SeenRows seen, TimeProvider clock) =>
        {
            if (BusinessLists.Of(name) is not { } list)
            {
                return Results.NotFound();
            }

            if (list.IsPersonal && !Policies.Admits(context.User, Policies.Personal))
            {
                return Results.Forbid();
            }

            if (list.IsPersonal)
            {
                await seen.NoteAccessAsync("penalties", context.Request.Path + context.Request.QueryString, context.RequestAborted);
            }

            var language = ConsoleLanguage.Of(context.User);
            var filter = ListAddress.Read(context.Request.Query, list, BusinessTime.Today(clock));
            return await WorkbookDownload.AnswerAsync(
                content => ListWorkbook.SaveAsync(seen, list, filter, language, clock.GetUtcNow(), content, context.RequestAborted),
                $"{Label.ListTitle.Of(name, language)} {filter.AsOf:yyyy-MM-dd}.xlsx");
        }).RequireAuthorization(Policies.See);
}
