namespace KaPipeline.Digests.Facts;

/// <summary>Paths of the console's pages that mails lead to; a test holds them against the pages there are.</summary>
public static class ConsolePaths
{
    /// <summary>All statements.</summary>
    public const string Statements = "/statements";

    /// <summary>Delivery breaks of the last days.</summary>
    public const string Orders = "/orders";

    /// <summary>Items that are locked or in danger of it.</summary>
    public const string Locks = "/locks";

    /// <summary>Prices that are not those agreed.</summary>
    public const string Prices = "/prices";

    /// <summary>A statement and its breaks.</summary>
    public static string Statement(string chain, string number) => $"{Statements}/{chain}/{Uri.EscapeDataString(number)}";

    /// <summary>An order with its lines.</summary>
    public static string Order(string chain, string number) => $"{Orders}/{chain}/{Uri.EscapeDataString(number)}";

    /// <summary>A store with all that is open there.</summary>
    public static string Store(string chain, string store) => $"/stores/{chain}/{Uri.EscapeDataString(store)}";

    /// <summary>A claim.</summary>
    public static string Case(long id) => $"/cases/{id}";

    /// <summary>A row of a file.</summary>
    public static string Source(long load, int row) => $"/source/{load}/{row}";

    /// <summary>The path with the date that the mail is about, where the page is about a date.</summary>
    public static string On(string path, DateOnly date) =>
        path.StartsWith("/cases/", StringComparison.Ordinal) || path.StartsWith("/source/", StringComparison.Ordinal) ? path
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{path}?asOf={date:yyyy-MM-dd}");
}
