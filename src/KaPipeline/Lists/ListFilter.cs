namespace KaPipeline.Lists;

/// <summary>Which rows of a list are asked for, in which order.</summary>
/// <param name="AsOf">Evening that they are about.</param>
public sealed record ListFilter(DateOnly AsOf)
{
    /// <summary>Chain; empty: any.</summary>
    public string Chain { get; init; } = "";

    /// <summary>Region; empty: any.</summary>
    public string Region { get; init; } = "";

    /// <summary>Representative; empty: any.</summary>
    public string Representative { get; init; } = "";

    /// <summary>Item or lot; empty: any.</summary>
    public string Item { get; init; } = "";

    /// <summary>Kind; empty: any.</summary>
    public string Kind { get; init; } = "";

    /// <summary>First day of the month; null: any.</summary>
    public DateOnly? Month { get; init; }

    /// <summary>Whether the list's tick is set.</summary>
    public bool IsTicked { get; init; }

    /// <summary>Column to sort by; null: as the list stands.</summary>
    public string? Sort { get; init; }

    /// <summary>Whether the largest stand first.</summary>
    public bool IsDescending { get; init; }
}
