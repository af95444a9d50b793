using KaPipeline.Labels;
using KaPipeline.Mail;

namespace KaPipeline.Host.Accounts;

/// <summary>An invitation that nobody has accepted: a row of <c>ops.invitation</c>.</summary>
public sealed record Invitation
{
    /// <summary>The account that it opens.</summary>
    public string AccountName { get; init; } = "";

    /// <summary>Mail address that it went to.</summary>
    public string Address { get; init; } = "";

    /// <summary>Until when its link works.</summary>
    public DateTimeOffset ValidUntil { get; init; }
}

/// <summary>Whom an admin invites. What is left out is the person's of the master data.</summary>
/// <param name="Whom">Name of the account; or a person, whose number in lower case becomes its name.</param>
/// <param name="Role">viewer, finance, operator or admin.</param>
/// <param name="SeesAll">Whether it sees all.</param>
/// <param name="PersonId">Whose chains, regions, cities and stores it sees; null: those of the person that is invited.</param>
public sealed record Invitee(string Whom, string Role, bool SeesAll, string? PersonId)
{
    /// <summary>Their name for people.</summary>
    public string? Display { get; init; }

    /// <summary>Mail address.</summary>
    public string? Address { get; init; }

    /// <summary>zh or en.</summary>
    public string? Language { get; init; }
}

/// <summary>An invitation that went out.</summary>
/// <param name="Name">The account's name.</param>
/// <param name="To">Mail address.</param>
/// <param name="ValidUntil">Until when the link works.</param>
/// <param name="Outcome">What came of sending.</param>
public sealed record InvitationSent(string Name, string To, DateTimeOffset ValidUntil, SendOutcome Outcome)
{
    /// <summary>The same for whoever invited.</summary>
    public string InWords => Bilingual.Of(language => Outcome.Verdict == SendVerdict.InDoubt
        ? language.Say(
            $"{Name} 的邀请可能已发至 {To}，邮件服务器没有确认；未收到时请重新邀请。",
            $"The invitation of {Name} has perhaps gone to {To}: the server did not confirm it. If it does not arrive, invite again.")
        : language.Say(
            $"{Name} 的邀请已发至 {To}，{language.Moment(ValidUntil)} 前有效。",
            $"The invitation of {Name} has gone to {To}; it is valid until {language.Moment(ValidUntil)}."));
}
