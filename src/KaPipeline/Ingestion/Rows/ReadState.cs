namespace KaPipeline.Ingestion.Rows;

/// <summary>How reading a file ended.</summary>
public enum ReadState
{
    /// <summary>Read to its end; single rows may have been rejected.</summary>
    Read,

    /// <summary>0 bytes, or nothing but blanks.</summary>
    Empty,

    /// <summary>A required column is missing, or its dates cannot be believed: nothing may be loaded until the profile or the file is
    /// corrected.</summary>
    Held,

    /// <summary>Cut off, password-protected, or of no readable kind: nothing may be loaded.</summary>
    Refused,
}
