namespace KaPipeline.Warehouse;

/// <summary>One file of a refresh.</summary>
/// <param name="Writes">What the rows that it affects are counted as.</param>
/// <param name="IsAlways">Whether it runs though nothing was touched.</param>
internal sealed record RefreshStep(string File, RefreshStep.Rows Writes = RefreshStep.Rows.None, bool IsAlways = false)
{
    /// <summary>How affected rows are counted.</summary>
    internal enum Rows
    {
        /// <summary>Not at all.</summary>
        None,

        /// <summary>As written.</summary>
        Changed,

        /// <summary>As deleted.</summary>
        Vanished,
    }
}
