namespace KaPipeline.Simulation;

/// <summary>One of our VAT invoices; a date is empty until it has come.</summary>
internal sealed record Invoice(string ChainId, string Number, string StatementNumber, DateOnly IssuedOn, decimal Amount,
    DateOnly? SubmittedOn, DateOnly? ReceivedOn);

/// <summary>The part of a payment that settles one statement.</summary>
internal sealed record PaymentLine(string ChainId, string Number, string StatementNumber, DateOnly PaidOn, decimal Amount);

/// <summary>Bills each statement when it has come, and lets the chains pay by their terms; one of them pays late and one a little
/// less.</summary>
internal static class Receivables
{
    public static void Make(World world)
    {
        foreach (var (statement, n) in world.Statements.OrderBy(one => one.Chain.IsConsigned).ThenBy(one => one.ArrivedAt)
            .ThenBy(one => one.Number, StringComparer.Ordinal).Select((one, i) => (one, i + 1)))
        {
            var issued = BusinessTime.DateOf(statement.ArrivedAt).AddDays(1);
            DateOnly submitted = issued.AddDays(1), received = issued.AddDays(2);
            world.Invoices.Add(new Invoice(statement.Chain.Id, Text.Of($"2631{issued:MMdd}{n:0000}"), statement.Number, issued,
                statement.StatedInvoiceable,
                submitted <= world.AsOf ? submitted : null, received <= world.AsOf ? received : null));
            var paid = (statement.Chain.SettlementMode == "goods_days" ? statement.To : received)
                .AddDays(statement.Chain.TermDays + statement.Chain.PaysDaysLate);
            if (paid <= world.AsOf)
            {
                world.Payments.Add(new PaymentLine(statement.Chain.Id, Text.Of($"HK{paid:yyMMdd}{statement.Chain.SupplierCode}"),
                    statement.Number, paid, statement.StatedPayable - statement.Chain.PaysLess));
            }
        }
    }
}
