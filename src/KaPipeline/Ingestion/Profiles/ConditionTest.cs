namespace KaPipeline.Ingestion.Profiles;

/// <summary>What a <see cref="RowCondition"/> tests.</summary>
public enum ConditionTest
{
    /// <summary>The text is one of the values.</summary>
    IsAnyOf,

    /// <summary>The text is none of the values.</summary>
    IsNoneOf,

    /// <summary>The text begins with one of the values.</summary>
    StartsWith,

    /// <summary>The cell says something.</summary>
    IsPresent,

    /// <summary>The cell says nothing.</summary>
    IsNothing,

    /// <summary>The number is over 0.</summary>
    IsPositive,

    /// <summary>The number is under 0.</summary>
    IsNegative,

    /// <summary>The number is not under 0, or the cell holds no number.</summary>
    IsNotNegative,

    /// <summary>The number is 0, or the cell says nothing.</summary>
    IsZero,

    /// <summary>The number is not 0.</summary>
    IsNotZero,
}
