namespace KaPipeline.Ingestion.Profiles;

/// <summary>Which spellings of a code are one and the same.</summary>
[Flags]
public enum CodeForm
{
    /// <summary>A code is what its cell says.</summary>
    AsWritten = 0,

    /// <summary>Blanks inside it say nothing.</summary>
    WithoutBlanks = 1,

    /// <summary>Small letters are kept as capitals.</summary>
    InCapitals = 2,

    /// <summary>What people write around the number of a statement is none of it.</summary>
    NumberAlone = 4,
}
