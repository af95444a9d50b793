namespace KaPipeline.Host;

/// <summary>What a `ka` process tells its caller when it ends.</summary>
public static class ExitCodes
{
    /// <summary>All done.</summary>
    public const int Done = 0;

    /// <summary>Failed; the message says why.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage.</summary>
    public const int Usage = 2;

    /// <summary>Done, but with quarantined rows or a stopped check.</summary>
    public const int DoneWithFindings = 3;
}
