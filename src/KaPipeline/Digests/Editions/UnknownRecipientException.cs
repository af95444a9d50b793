using System.Globalization;
using KaPipeline.Mail;

namespace KaPipeline.Digests.Editions;

/// <summary>A digest was asked for somebody who does not get it on that date.</summary>
/// <param name="named">Who was named and is not among them.</param>
/// <param name="recipients">Who gets it.</param>
public sealed class UnknownRecipientException(IReadOnlyList<string> named, string digest, DateOnly asOf,
    IReadOnlyList<Recipient> recipients)
    : ArgumentException(string.Create(
        CultureInfo.InvariantCulture,
        $"""
        Nobody called {string.Join(" or ", named.Select(name => $"\"{name}\""))} gets the digest "{digest}" on {asOf:yyyy-MM-dd}. {Whom(recipients)} Name a person's id or address; who gets what stands in config/recipients.yaml and the responsibilities of the master data.
        """))
{
    private static string Whom(IReadOnlyList<Recipient> recipients) => recipients.Count == 0 ? "Nobody gets it."
        : $"It goes to {string.Join(", ", recipients.Take(6).Select(recipient => $"{recipient.Id} {recipient.Mailbox.Name}"))}{(recipients.Count > 6 ? $" and {recipients.Count - 6} more" : "")}.";
}
