namespace KaPipeline.Warehouse;

/// <summary>The database holds migrations that this program does not know: it was migrated by a newer version.</summary>
/// <param name="unknown">Names of those migrations.</param>
public sealed class NewerDatabaseException(IReadOnlyList<string> unknown) : Exception(
    $"The database was migrated by a newer KaPipeline (unknown here: {string.Join(", ", unknown)}). Use that version, or restore a backup from before it.");
