namespace KaPipeline.Claims;

/// <summary>One step of a case's history (a row of <c>ops.case_event</c>).</summary>
public sealed record CaseHistory
{
    /// <summary>When.</summary>
    public DateTimeOffset HappenedAt { get; init; }

    /// <summary>The step: open, send, agree, refuse, credit, write_off, receive_invoice, settle, clear, reopen, adjust, assign,
    /// note.</summary>
    public string Action { get; init; } = "";

    /// <summary>Who; <c>data</c> where reconciliation did it.</summary>
    public string Actor { get; init; } = "";

    /// <summary>RMB of the step; for adjust and reopen the new claim.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Who approved a write-off.</summary>
    public string? Approver { get; init; }

    /// <summary>Reason, reference, remark, or the person in charge.</summary>
    public string? Note { get; init; }

    /// <summary>State before; null for the first step.</summary>
    public string? FromState { get; init; }

    /// <summary>State after.</summary>
    public string ToState { get; init; } = "";
}
