namespace KaPipeline.Ingestion.Profiles;

/// <summary>How a canonical field is read from a cell.</summary>
public enum FieldKind
{
    /// <summary>A number that is a name (order number, item number, store): text without padding, never arithmetic.</summary>
    Code,

    /// <summary>Free text, kept as written.</summary>
    Text,

    /// <summary>A business date, in the one format that the profile states.</summary>
    Date,

    /// <summary>A decimal number.</summary>
    Number,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>Yes or no.</summary>
    Flag,
}
