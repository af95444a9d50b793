namespace KaPipeline.Ingestion.Sources;

/// <summary>Names to try where one may be taken: <c>a.csv</c>, <c>a (2).csv</c>, …</summary>
internal static class FreeNames
{
    private const int Most = 1000;

    /// <summary>The name itself, then its numbered likes.</summary>
    public static IEnumerable<string> Of(string name) => Enumerable.Range(1, Most)
        .Select(copy => copy == 1 ? name : $"{Path.GetFileNameWithoutExtension(name)} ({copy}){Path.GetExtension(name)}");
}
