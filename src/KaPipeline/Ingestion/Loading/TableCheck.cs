namespace KaPipeline.Ingestion.Loading;

/// <summary>A check constraint as the catalogue describes it.</summary>
public sealed record TableCheck
{
    /// <summary>Its name, which is the rule that a row breaks.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its condition in SQL.</summary>
    public string Expression { get; init; } = "";

    /// <summary>What it asks for, in words; null where nobody said.</summary>
    public string? Meaning { get; init; }

    /// <summary>Columns that it looks at, in the table's order.</summary>
    public IReadOnlyList<string> Columns => Names.Split(',');

    /// <summary>The same, divided by commas, as the catalogue's query gives them.</summary>
    public string Names { get; init; } = "";
}
