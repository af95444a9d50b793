using System.CommandLine;
using KaPipeline.Host.Warehouse;
using KaPipeline.Labels;
using KaPipeline.Operations;
using KaPipeline.Warehouse;
using Spectre.Console;

namespace KaPipeline.Host.Verbs;

/// <summary>What the verbs share that do to a run or a schedule what a button of the dashboard does: a reason, and a refusal in
/// words.</summary>
internal static class OperationVerb
{
    /// <summary>A verb that acts on one run or schedule.</summary>
    public static Command Of(
        string verb, string description, Argument subject,
        Func<KaHome, WarehouseConnection, ParseResult, bool, string, CancellationToken, Task<string>> act)
    {
        var reason = SharedOptions.Reason();
        var mail = new Option<bool>("--mail") { Description = "Its runs may send mail" };
        var command = new Command(verb, description) { subject, reason };
        if (verb is "trigger" or "requeue")
        {
            command.Add(mail);
        }

        command.SetAction(async (parsed, ct) =>
        {
            var why = parsed.GetValue(reason)?.Trim() is { Length: > 0 } given ? given
                : throw new UsageException("请写明原因 Give a reason with --reason: it is kept in the audit.");
            var home = KaHome.FromEnvironment();
            await using var warehouse = await ReadyWarehouse.OpenAsync(home, ct);
            try
            {
                Terminal.Out.WriteLine(await act(home, warehouse, parsed, verb is "trigger" or "requeue" && parsed.GetValue(mail),
                    why, ct));
                return ExitCodes.Done;
            }
            catch (OperationRefusedException e)
            {
                throw new UsageException(Bilingual.Both(e.Message));
            }
        });
        return command;
    }
}
