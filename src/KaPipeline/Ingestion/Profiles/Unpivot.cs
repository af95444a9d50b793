namespace KaPipeline.Ingestion.Profiles;

/// <summary>A cross-tab: from one column on, each header is a value of its own (a store, a day), and each filled cell below it is one
/// row.</summary>
/// <param name="From">The first such column, by its header or as <c>#4</c>.</param>
/// <param name="Except">Columns behind it that are none, such as a total.</param>
public sealed record Unpivot(string From, IReadOnlyList<string> Except);
