namespace KaPipeline.Warehouse;

/// <summary>The database cannot be reached or made; the message says what is wrong and how to mend it.</summary>
public sealed class WarehouseUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
