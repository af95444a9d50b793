namespace KaPipeline.Mail;

/// <summary>What a transport needs to carry one mail to one recipient.</summary>
/// <param name="From">Who it comes from.</param>
/// <param name="To">The one recipient.</param>
/// <param name="MessageId">From the ledger, without angle brackets: the same at every attempt, so that a server which saw it twice can tell.</param>
/// <param name="Folder">Folder below the outbox, for a pickup: digest's business date.</param>
/// <param name="Content">The parts.</param>
public sealed record Envelope(Mailbox From, Mailbox To, string MessageId, string Folder, MailContent Content);
