namespace KaPipeline.Simulation;

/// <summary>How large a world is; a smaller shape keeps the same kinds of documents.</summary>
internal sealed record WorldShape
{
    /// <summary>Multiplies the number of stores of each chain; one store at least.</summary>
    public decimal Scale { get; init; } = 1m;

    /// <summary>Different products that a store carries.</summary>
    public int ProductsPerStore { get; init; } = 14;

    /// <summary>Days from one order of a store to its next.</summary>
    public int OrderEveryDays { get; init; } = 3;

    /// <summary>Multiplies the cases of an order.</summary>
    public int CasesTimes { get; init; } = 1;

    /// <summary>Days from the last order to the date at which the world is judged.</summary>
    public int DaysAfter { get; init; } = 5;
}
