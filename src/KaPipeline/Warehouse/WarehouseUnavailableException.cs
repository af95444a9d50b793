namespace KaPipeline.Warehouse;

/// <summary>The database cannot be reached or made; the message says what is wrong and how to correct it.</summary>
public class WarehouseUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The database is older than the program, and may not be migrated from here.</summary>
public sealed class OlderDatabaseException(string message, Exception inner) : WarehouseUnavailableException(message, inner);
