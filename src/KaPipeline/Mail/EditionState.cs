namespace KaPipeline.Mail;

/// <summary>States of an edition: whether its mails may go.</summary>
public static class EditionState
{
    /// <summary>Its mails go with the run or the command that makes or sends it.</summary>
    public const string Open = "open";

    /// <summary>A person holds it: none of its mails goes, whoever asks.</summary>
    public const string Held = "held";

    /// <summary>Nobody is sending it, and it shall go: the next round of <c>watch</c> sends what is left of it.</summary>
    public const string Waiting = "waiting";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Open, Held, Waiting];
}
