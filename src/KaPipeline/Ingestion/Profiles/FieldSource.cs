namespace KaPipeline.Ingestion.Profiles;

/// <summary>The kind of place that a field is read from.</summary>
public enum FieldSource
{
    /// <summary>A column of the table.</summary>
    Column,

    /// <summary>A label with its value beside it, above or below the table or on another sheet.</summary>
    Head,

    /// <summary>A column of the total row.</summary>
    Total,

    /// <summary>A value set by a row above (mixed grain).</summary>
    Context,

    /// <summary>The first group of a regular expression in the file name.</summary>
    FileName,

    /// <summary>The name of the sheet.</summary>
    Sheet,

    /// <summary>The header above the cell of a cross-tab.</summary>
    UnpivotHeader,

    /// <summary>The cell of a cross-tab.</summary>
    UnpivotValue,

    /// <summary>A fixed value.</summary>
    Constant,
}
