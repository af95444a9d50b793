namespace KaPipeline.Simulation.Samples;

/// <summary>Invoices, payments, newly signed contracts and targets as they are handed over in the course of the month: a file on each
/// evening on which something happened. An invoice comes again when the day of its submission or receipt is known.</summary>
internal static class FinanceFiles
{
    public static IEnumerable<(string Name, DateOnly Day, string Content)> Of(World world)
    {
        var events = world.Invoices.SelectMany(invoice => new[]
        {
            (Day: invoice.IssuedOn, Invoice: invoice with { SubmittedOn = null, ReceivedOn = null }),
            (Day: invoice.SubmittedOn ?? DateOnly.MaxValue, Invoice: invoice with { ReceivedOn = null }),
            (Day: invoice.ReceivedOn ?? DateOnly.MaxValue, Invoice: invoice),
        }.Where(one => one.Day >= world.From || one.Invoice.ReceivedOn < world.From)
            .Select(one => one with { Day = Known(world, one.Day) }));
        foreach (var day in events.Where(one => one.Day <= world.AsOf).GroupBy(one => one.Day).OrderBy(group => group.Key))
        {
            yield return (Text.Of($"master/invoices_{day.Key:yyyyMMdd}.csv"), day.Key, CsvText.Of(
                "chain_id,invoice_number,statement_number,issued_on,amount,submitted_on,received_on".Split(','),
                day.Select(one => new[]
                {
                    one.Invoice.ChainId, one.Invoice.Number, one.Invoice.StatementNumber, Text.Of(one.Invoice.IssuedOn),
                        Text.Of(one.Invoice.Amount, "0.00"),
                    Text.Of(one.Invoice.SubmittedOn), Text.Of(one.Invoice.ReceivedOn),
                })));
        }

        foreach (var day in world.Contracts.Where(one => world.From <= one.SignedOn && one.SignedOn <= world.AsOf)
            .GroupBy(one => one.SignedOn).OrderBy(group => group.Key))
        {
            yield return (Text.Of($"master/contracts_{day.Key:yyyyMMdd}.csv"), day.Key, MasterFiles.Contracts(day));
        }

        foreach (var targets in MasterFiles.NextTargets(world))
        {
            yield return targets;
        }

        foreach (var day in world.Payments.GroupBy(one => Known(world, one.PaidOn)).OrderBy(group => group.Key))
        {
            yield return (Text.Of($"master/payments_{day.Key:yyyyMMdd}.csv"), day.Key, CsvText.Of(
                "chain_id,payment_number,statement_number,paid_on,amount".Split(','),
                day.Select(one =>
                new[] { one.ChainId, one.Number, one.StatementNumber, Text.Of(one.PaidOn), Text.Of(one.Amount, "0.00") })));
        }
    }

    // What happened before the simulated time came on its eve.
    private static DateOnly Known(World world, DateOnly day) => day < world.From ? world.From.AddDays(-1) : day;
}
