namespace KaPipeline.Mail;

/// <summary>One right to see: an empty part means all of it. A region's manager has <c>("", "华东", "", "")</c>, a chain's supervisor
/// <c>("dingfeng", "", "", "")</c>, a representative one of these per store.</summary>
/// <param name="ChainId">Chain, or empty.</param>
/// <param name="Region">Region, or empty.</param>
/// <param name="City">City, or empty.</param>
/// <param name="StoreId">Store within the chain, or empty.</param>
public sealed record Grant(string ChainId, string Region, string City, string StoreId);

/// <summary>What a reader may see: the union of grants (double reporting lines, M4.2).</summary>
public sealed class Scope(IEnumerable<Grant> grants)
{
    private readonly List<Grant> grants = [.. grants.Distinct()];

    /// <summary>Everything.</summary>
    public static Scope All { get; } = new([new("", "", "", "")]);

    /// <summary>Whether it has no limit.</summary>
    public bool IsAll => grants.Contains(new("", "", "", ""));

    /// <summary>Whether a row of this place may be seen. A row that belongs to a whole chain (region, city and store empty) is seen only by
    /// those who have the whole chain.</summary>
    public bool Sees(string chainId, string region, string city, string storeId) => grants.Any(grant =>
        Covers(grant.ChainId, chainId) && Covers(grant.Region, region) && Covers(grant.City, city) && Covers(grant.StoreId, storeId));

    /// <summary>Whether any of a chain may be seen, given the places of its stores: then the state of the chain's files concerns the
    /// reader.</summary>
    public bool Touches(string chainId, IEnumerable<(string Region, string City, string StoreId)> stores) =>
        grants.Any(grant => grant == new Grant(chainId, "", "", ""))
        || stores.Any(store => Sees(chainId, store.Region, store.City, store.StoreId));

    /// <summary>A stable text: two readers with the same one see the same rows.</summary>
    public string Key => string.Join('|', grants.Select(grant => $"{grant.ChainId}/{grant.Region}/{grant.City}/{grant.StoreId}")
        .Order(StringComparer.Ordinal));

    /// <summary>Parts for the line "covers …": chains and regions, without repeating.</summary>
    public IReadOnlyList<Grant> Grants => grants;

    private static bool Covers(string granted, string actual) => granted.Length == 0
        || string.Equals(granted, actual, StringComparison.Ordinal);
}

/// <summary>Facts that hold rows of many readers. Which rows a reader may see is decided here, once for each kind of fact.</summary>
/// <typeparam name="TSelf">The facts.</typeparam>
public interface ICutToReader<out TSelf>
{
    /// <summary>The same facts with the rows that a reader may see.</summary>
    TSelf CutTo(Recipient reader);
}

/// <summary>Facts cut to one reader. There is no other way to make it, so whoever takes it cannot show a row outside the scope.</summary>
/// <typeparam name="T">The facts.</typeparam>
/// <param name="whole">Facts for all readers.</param>
/// <param name="reader">For whom.</param>
public sealed class Scoped<T>(T whole, Recipient reader) where T : ICutToReader<T>
{
    /// <summary>What the reader may see.</summary>
    public T Facts { get; } = whole.CutTo(reader);

    /// <summary>For whom.</summary>
    public Recipient Reader { get; } = reader;
}
