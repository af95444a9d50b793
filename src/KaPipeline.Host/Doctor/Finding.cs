namespace KaPipeline.Host.Doctor;

/// <summary>How a part of the set-up is.</summary>
public enum Health
{
    /// <summary>As it should be.</summary>
    Well,

    /// <summary>Works, but a person should look.</summary>
    Warning,

    /// <summary>Does not work.</summary>
    Bad,
}

/// <summary>What the doctor found of one part.</summary>
/// <param name="State">How it is.</param>
/// <param name="Subject">The part: machine, database, config, calendar, mail.</param>
/// <param name="Message">What was seen.</param>
/// <param name="Fix">What to do about it; null when nothing is to be done.</param>
public sealed record Finding(Health State, string Subject, string Message, string? Fix = null);
