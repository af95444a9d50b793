namespace KaPipeline.Ingestion.Profiles;

/// <summary>Where a canonical field comes from and how its text is taken apart.</summary>
public sealed record FieldMapping
{
    /// <summary>What kind of place <see cref="Names"/> names.</summary>
    public required FieldSource Source { get; init; }

    /// <summary>Header, label, or context names in order of preference (synonyms); the value itself for a constant; the pattern for a file
    /// name.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Which of the values beside a label is meant, from 1.</summary>
    public int ValueNumber { get; init; } = 1;

    /// <summary>Steps that cut the value out of a composite cell.</summary>
    public IReadOnlyList<CellPart> Take { get; init; } = [];

    /// <summary>The chain's word to the canonical one, by NFKC text.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>Canonical word for a text that <see cref="Values"/> does not list; null quarantines the row.</summary>
    public string? Otherwise { get; init; }

    /// <summary>Date format, where it differs from the report's.</summary>
    public DateFormat? Dates { get; init; }

    /// <summary>What to do with the sign of a number.</summary>
    public SignRule Sign { get; init; }

    /// <summary>The column holds per cent without the sign: 13 means 0.13.</summary>
    public bool IsPercent { get; init; }

    /// <summary>Digits to which a code is padded with leading zeros, where spreadsheets lost them; 0 leaves it.</summary>
    public int Digits { get; init; }

    /// <summary>A blank cell repeats the value above it (vertically merged cells).</summary>
    public bool FillDown { get; init; }

    /// <summary>Whether the file may lack the column.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Line of the profile file, for messages.</summary>
    public int ProfileLine { get; init; }
}
