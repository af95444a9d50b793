namespace KaPipeline.Mail;

/// <summary>Which mails a round of sending takes. None of a held edition is ever among them.</summary>
/// <param name="EditionId">One edition alone; null: any.</param>
/// <param name="DeliveryId">One mail alone; null: any.</param>
/// <param name="IsLeftOver">Only what nobody else is going to send: tried before and certainly not accepted, a copy that a person
/// asked for, or of an edition that waits.</param>
/// <param name="Robot">The robot of this address alone; null: mails.</param>
public sealed record SendScope(long? EditionId = null, long? DeliveryId = null, bool IsLeftOver = false, string? Robot = null);
