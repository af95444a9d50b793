namespace KaPipeline.Ingestion.Profiles;

/// <summary>What to do with the sign of a number.</summary>
public enum SignRule
{
    /// <summary>As written.</summary>
    Keep,

    /// <summary>Without its sign.</summary>
    Absolute,

    /// <summary>With the other sign.</summary>
    Negate,
}
