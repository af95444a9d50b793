namespace KaPipeline.Claims;

/// <summary>One break of a case on one statement, as the data has it now.</summary>
public sealed record CaseAppearance
{
    /// <summary>Statement.</summary>
    public string StatementNumber { get; init; } = "";

    /// <summary>Kind of break.</summary>
    public string Kind { get; init; } = "";

    /// <summary>RMB, ours less theirs.</summary>
    public decimal Amount { get; init; }

    /// <summary>RMB at stake beside it.</summary>
    public decimal AtStakeAmount { get; init; }

    /// <summary>Whether an earlier statement showed it already.</summary>
    public bool IsCarried { get; init; }

    /// <summary>Whether the amount is part of the claim.</summary>
    public bool Counts { get; init; }
}
