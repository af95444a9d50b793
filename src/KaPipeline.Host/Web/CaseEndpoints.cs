using System.Globalization;
using KaPipeline.Claims;
using KaPipeline.Claims.Evidence;
using KaPipeline.Host.Accounts;
using KaPipeline.Labels;
using KaPipeline.Scopes;

namespace KaPipeline.Host.Web;

/// <summary>Steps of one case and of many at once, whose it is, and its evidence pack.</summary>
internal static class CaseEndpoints
{
    public static void MapCases(this IEndpointRouteBuilder routes)
    {
        var settle = routes.MapGroup("").RequireAuthorization(Policies.Settle);
        settle.MapPost("/cases/{id:long}/step", (long id, IFormCollection form, HttpContext context, CaseStore cases, SeenRows seen) =>
            Forms.DoAsync(context, $"/cases/{id}", async ct =>
        {
            await RequireSeenAsync(seen, id, ct);
            decimal? amount = Forms.Text(form, "amount") is not { } typed ? null
                : decimal.TryParse(typed, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number
                : throw new ArgumentException(Bilingual.Of($"金额 \"{typed}\" 不是数字。", "That amount is no number."));
            await cases.StepAsync(id, form["action"].ToString(), Forms.Who(context), amount, Forms.Text(form, "note"),
                Forms.Text(form, "approver"), ct);
            return $"/cases/{id}";
        }));
        settle.MapPost("/cases/assign", (IFormCollection form, HttpContext context, SeenRows seen, CaseStore cases, ConsoleNames names) =>
            Forms.DoAsync(context, "/cases", async ct =>
        {
            var id = AskedValues.Needed("case", form["case"]);
            var owner = await OwnerAsync(form, names);
            await RequireSeenAsync(seen, id, ct);
            await cases.StepAsync(id, "assign", Forms.Who(context), note: owner, ct: ct);
            var called = await names.OwnerAsync(owner);
            return Notices.Said(context, $"/cases/{id}", Bilingual.Of(language => language.Say(
                $"已指派给 {Bilingual.In(called, language)}。", $"Assigned to {Bilingual.In(called, language)}.")));
        }));
        settle.MapPost("/cases/steps", (IFormCollection form, HttpContext context, SeenRows seen, CaseStore cases, ConsoleNames names,
            TimeProvider clock) => Forms.DoAsync(context, "/cases", async ct =>
        {
            var filter = CaseFilter.Read(name => form[name], BusinessTime.Today(clock));
            var (action, note) = (form["action"].ToString(), form["note"].ToString().Trim());
            if (action == "assign")
            {
                note = await OwnerAsync(form, names);
            }

            var ids = await filter.IdsAsync(seen, ct);
            if (ids.Count == 0 || ids.Count != AskedValues.Needed("seen", form["seen"]))
            {
                throw new ArgumentException(Bilingual.Of(
                    $"清单已变，现为 {ids.Count} 件，请看过再做。", $"The list has changed to {Language.Counted(ids.Count, "case")}; look at it again first."));
            }

            var (done, refused) = (0, new List<string>());
            foreach (var id in ids)
            {
                try
                {
                    await cases.StepAsync(id, action, Forms.Who(context), note: note.Length > 0 ? note : null, ct: ct);
                    done++;
                }
                catch (CaseStepRefusedException e)
                {
                    refused.Add(e.Message);
                }
            }

            var says = Bilingual.Of(language => language.Say($"{done} 件已登记", $"{Language.Counted(done, "case")} recorded")
                + (refused.Count == 0 ? language.Say("。", ".") : language.Say($"，{refused.Count} 件不能：", $", {refused.Count} refused: ")
                    + Bilingual.In(refused[0], language)));
            return done > 0 ? Notices.Said(context, filter.Path, says) : Notices.Wrong(context, filter.Path, says);
        }));

        settle.MapGet("/cases/{id:long}/evidence",
            async (long id, EvidenceService evidence, TimeProvider clock, HttpContext context, SeenRows seen, CancellationToken ct) =>
        {
            // A pack holds terms and papers of the whole chain.
            var chain = await seen.FirstAsync<string>("select chain_id from seen.claim as one where case_id = @id", new { id }, ct);
            if (!await seen.MayHaveAsync("evidence_pack", id.ToString(CultureInfo.InvariantCulture), chain ?? "", ct))
            {
                return Results.NotFound();
            }

            try
            {
                var subject = await evidence.FindAsync(id.ToString(CultureInfo.InvariantCulture), null, ct);
                var content = new MemoryStream();
                var pack = await evidence.MakeAsync(subject, content, null, BusinessTime.Today(clock), false, Forms.Who(context), ct);
                return Results.File(content.ToArray(), "application/zip", $"case-{id}-{pack.Edition}.zip");
            }
            catch (Exception e) when (e is InvalidDataException or FileNotFoundException)
            {
                return Results.LocalRedirect(Notices.Wrong(context, $"/cases/{id}", e.Message));
            }
        });
    }

    /// <summary>Refuses a case outside the scope, which cannot be told from one that is not there.</summary>
    public static async Task RequireSeenAsync(SeenRows seen, long id, CancellationToken ct)
    {
        var number = id.ToString(CultureInfo.InvariantCulture);
        if ((await seen.AddressedAsync<long>("case", number, "select case_id from seen.claim as one where case_id = @id", new { id },
            ct)).Count == 0)
        {
            throw new ArgumentException(Bilingual.Of($"没有索赔 {number}。", $"There is no case {number}."));
        }
    }

    // Somebody of the list, as the form offers it: not whatever was typed.
    private static async Task<string> OwnerAsync(IFormCollection form, ConsoleNames names) =>
        form["assignee"].ToString() is { Length: > 0 } owner && (await names.OwnersAsync()).Any(name => name.Chinese == owner) ? owner
        : throw new ArgumentException(Bilingual.Of("请从名单中选择负责人。", "Choose the owner from the list."));
}
