using System.CommandLine;
using KaPipeline.Claims;
using KaPipeline.Host.Warehouse;
using KaPipeline.Labels;
using KaPipeline.Warehouse;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka case …</c>: the claims on the chains, from the day they are found until the cash is back.</summary>
internal static class CaseVerb
{
    private static readonly Argument<long> Number = new("CASE") { Description = "Number of the case" };

    private static readonly Option<string?> By = new("--by")
    {
        Description = "Who does it; default: the account on this machine",
        HelpName = "NAME"
    };

    public static Command Create() => new("case", "Follow claims against the chains until the money is back.")
    {
        List(),
        Show(),
        Open(),
        Step("send", "send", "Record that the claim was sent to the chain."),
        Step("agree", "agree", "Record the amount that the chain agreed to.", wantsAmount: true),
        Step("refuse", "refuse", "Record that the chain refused, and why.", reason: "--reason"),
        Step("credit", "credit", "Record money that came back; partial credits add up.", wantsAmount: true, reason: "--reference"),
        Step("write-off", "write_off", "Write off what is still open, with a reason; above the limit an approver is needed.", reason: "--reason",
        wantsApprover: true),
        Step("invoice", "receive_invoice", "Record the invoice for a deduction that was taken without one.", reason: "--reference"),
        Step("settle", "settle", "Record that what we owe the chain was taken back or paid; ends a case that claims nothing.",
        reason: "--reference"),
        Step("assign", "assign", "Assign the case to a person.", reason: "--to"),
        Step("note", "note", "Add a note.", reason: "--text"),
        Step("reopen", "reopen", "Reopen a closed case for an amount, with a reason.", wantsAmount: true, reason: "--reason"),
    };

    private static Command List()
    {
        var (chain, asOf, json) = (SharedOptions.Chain(), SharedOptions.AsOf(), SharedOptions.Json());
        var state = new Option<string?>("--state")
        {
            Description = "open, sent, agreed, refused, credited, written_off, cleared, live or all; default live",
            HelpName = "STATE",
        };
        state.AcceptOnlyFromAmong("open", "sent", "agreed", "refused", "credited", "written_off", "cleared", "live", "all");
        var statement = new Option<string?>("--statement") { Description = "First seen on this statement", HelpName = "NUMBER" };
        var command = new Command("list", "List cases; those whose dispute window closes first come first.") { chain, state,
            statement, asOf, json };
        command.SetAction((parsed, ct) => RunAsync(async warehouse =>
        {
            var wanted = parsed.GetValue(state) ?? "live";
            var cases = await new CaseStore(warehouse.DataSource, TimeProvider.System).ListAsync(
                Day(parsed.GetValue(asOf)), parsed.GetValue(chain), wanted == "all" ? null : wanted, parsed.GetValue(statement), ct);
            Console.WriteLine(parsed.GetValue(json) ? JsonText.Of(cases) : CaseText.Table(cases));
            return ExitCodes.Done;
        }, ct));
        return command;
    }

    private static Command Show()
    {
        var (asOf, json) = (SharedOptions.AsOf(), SharedOptions.Json());
        var command = new Command("show", "Show one case with its appearances and its history.") { Number, asOf, json };
        command.SetAction((parsed, ct) => RunAsync(async warehouse =>
        {
            var found = await new CaseStore(warehouse.DataSource, TimeProvider.System)
                .ShowAsync(parsed.GetValue(Number), Day(parsed.GetValue(asOf)), ct)
                ?? throw new UsageException($"There is no case {parsed.GetValue(Number)}. ./ka case list --state all lists them.");
            Console.WriteLine(parsed.GetValue(json)
                ? JsonText.Of(new { found.Case, found.Appearances, found.History })
                : CaseText.Page(found.Case, found.Appearances, found.History));
            return ExitCodes.Done;
        }, ct));
        return command;
    }

    private static Command Open()
    {
        var asOf = SharedOptions.AsOf();
        var command =
            new Command("open", "Open a case for each new claim that reconciliation shows, and clear those that the data have settled.") { asOf };
        command.SetAction((parsed, ct) => RunAsync(async warehouse =>
        {
            var outcome = await CaseSync.RunAsync(
                warehouse.DataSource, ReportClock.EndOf(Day(parsed.GetValue(asOf))), TimeProvider.System.GetUtcNow(), ct);
            Console.WriteLine($"新建 opened {outcome.Opened}, 数据结清 cleared {outcome.Cleared}, 重开 reopened {outcome.Reopened}, "
                + $"到账 credited {outcome.Credited}, 金额更新 adjusted {outcome.Adjusted}");
            return ExitCodes.Done;
        }, ct));
        return command;
    }

    private static Command Step(
        string verb, string action, string description, bool wantsAmount = false, string? reason = null, bool wantsApprover = false)
    {
        var amount = new Argument<decimal>("AMOUNT") { Description = "RMB, VAT included" };
        var note = new Option<string?>(reason ?? "--note")
        {
            Description = reason is null ? "Note" : "Kept in the history",
            Required = reason is not null, HelpName = "TEXT"
        };
        var approver = new Option<string?>("--approver") { Description = "Who approved it; not the person who does it", HelpName = "NAME" };
        var command = new Command(verb, description) { Number, note, By };
        if (wantsAmount)
        {
            command.Arguments.Add(amount);
        }

        if (wantsApprover)
        {
            command.Options.Add(approver);
        }

        command.SetAction((parsed, ct) => RunAsync(async warehouse =>
        {
            var state = await new CaseStore(warehouse.DataSource, TimeProvider.System).StepAsync(
                parsed.GetValue(Number), action, parsed.GetValue(By) ?? CommandUser.Name, wantsAmount ? parsed.GetValue(amount) : null,
                parsed.GetValue(note), wantsApprover ? parsed.GetValue(approver) : null, ct);
            Console.WriteLine($"case {parsed.GetValue(Number)}: {Label.CaseState.Both(state)}");
            return ExitCodes.Done;
        }, ct));
        return command;
    }

    private static DateOnly Day(DateOnly? asOf) => asOf ?? BusinessTime.Today(TimeProvider.System);

    private static async Task<int> RunAsync(Func<WarehouseConnection, Task<int>> action, CancellationToken ct)
    {
        await using var warehouse = await ReadyWarehouse.OpenAsync(KaHome.FromEnvironment(), ct);
        try
        {
            return await action(warehouse);
        }
        catch (CaseStepRefusedException e)
        {
            await Console.Error.WriteLineAsync(Bilingual.Both(e.Message));
            return ExitCodes.Failed;
        }
    }
}
