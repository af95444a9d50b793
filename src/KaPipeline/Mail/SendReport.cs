using KaPipeline.Labels;

namespace KaPipeline.Mail;

/// <summary>A mail that did not arrive in this round.</summary>
/// <param name="Reader">Name and address.</param>
/// <param name="State">Its state now.</param>
/// <param name="Words">The server's words, or why.</param>
public sealed record SendFailure(long DeliveryId, string Reader, string State, string Words)
{
    /// <inheritdoc/>
    public override string ToString() => In(Language.English);

    /// <summary>The same in a reader's language.</summary>
    public string In(Language language) => language.Say($"邮件 {DeliveryId} 发给 {Reader}：", $"delivery {DeliveryId} to {Reader}: ")
        + $"{Label.MailState.Of(State, language)}: {Words}";
}

/// <summary>What a round of sending came to.</summary>
public sealed class SendReport
{
    private readonly Dictionary<string, int> states = [];
    private readonly List<SendFailure> failures = [];

    /// <summary>How many mails ended in each state; <see cref="MailState.Rendered"/> counts those put off.</summary>
    public IReadOnlyDictionary<string, int> States => states;

    /// <summary>Mails that were not accepted, with the reason.</summary>
    public IReadOnlyList<SendFailure> Failures => failures;

    /// <summary>Why the rest of the batch waits; null when the server could be used.</summary>
    public MailTrouble? Trouble { get; internal set; }

    /// <summary>Robots that could not be used: their cards wait, and nobody waits for them.</summary>
    public IReadOnlyList<MailTrouble> Robots { get; private set; } = [];

    /// <summary>Why no mail may go at all now; null when they may.</summary>
    public string? Held { get; internal set; }

    /// <summary>How many ended in a state.</summary>
    public int this[string state] => states.GetValueOrDefault(state);

    /// <summary>How many were tried.</summary>
    public int Count => states.Values.Sum();

    /// <summary>In words: <c>34 accepted, 1 refused</c>.</summary>
    public override string ToString() => In(Language.English);

    /// <summary>The same in a reader's language.</summary>
    public string In(Language language) => language.List(states.Select(state => language.Say(
        $"{Label.MailState.Of(state.Key, language)} {state.Value} 封", $"{state.Value} {Label.MailState.Of(state.Key, language)}")));

    internal void Add(ClaimedMail claim, string state, string words)
    {
        states[state] = states.GetValueOrDefault(state) + 1;
        if (state != MailState.Accepted)
        {
            failures.Add(new(claim.DeliveryId, $"{claim.RecipientName} <{claim.Address}>", state, words));
        }
    }

    internal void Add(MailTrouble trouble)
    {
        if (Robot.Is(trouble.Destination))
        {
            Robots = [.. Robots, trouble];
        }
        else
        {
            Trouble = trouble;
        }
    }

    // A mail that was put off and tried again in a later round counts as what became of it last.
    internal void Add(SendReport later)
    {
        foreach (var (state, count) in later.states.Where(state => state.Key != MailState.Rendered))
        {
            states[state] = states.GetValueOrDefault(state) + count;
        }

        failures.AddRange(later.failures.Where(failure => failure.State != MailState.Rendered));
        Trouble = later.Trouble;
        Robots = later.Robots;
        Held = later.Held;
    }
}
