namespace KaPipeline.Ingestion.Loading;

/// <summary>What became of a file; all but <see cref="Known"/>, <see cref="Unmatched"/> and <see cref="Failed"/> are states of
/// <c>ops.load</c>.</summary>
public enum LoadState
{
    /// <summary>Its good rows are in the warehouse.</summary>
    Loaded,

    /// <summary>The same content had come under another name: all its rows are duplicates.</summary>
    Duplicate,

    /// <summary>0 bytes, or nothing but blanks.</summary>
    Empty,

    /// <summary>A required column is missing, or what the file says is implausible: nothing was loaded.</summary>
    Held,

    /// <summary>Cut off or unreadable: nothing was loaded.</summary>
    Refused,

    /// <summary>This very file had been loaded before: nothing was done.</summary>
    Known,

    /// <summary>It could not be read, kept or written to the warehouse now: nothing was done, and the other files went on.</summary>
    Failed,

    /// <summary>No profile has a report with such a file name: nothing was done.</summary>
    Unmatched,
}
