namespace KaPipeline.Simulation;

/// <summary>Draws rows for faults; unless faults may overlap, each row is drawn once.</summary>
internal sealed class FaultPlanter(World world, SimulatedChain chain, bool mayOverlap, Dice dice)
{
    private readonly HashSet<object> used = new(ReferenceEqualityComparer.Instance);

    /// <summary>Plants up to <paramref name="count"/> faults of a kind on rows of the pool; returns how many found a row.</summary>
    public int Plant<T>(string kind, int count, IEnumerable<T> pool, Func<T, bool> apply,
        Func<T, (string Number, string StoreId, string ProductId)> keys)
        where T : class
    {
        var planted = 0;
        foreach (var row in dice.Shuffled(pool))
        {
            if (planted == count)
            {
                break;
            }

            if ((mayOverlap || !used.Contains(row)) && apply(row))
            {
                used.Add(row);
                planted++;
                var (number, store, product) = keys(row);
                world.Planted.Add(new Planted(kind, chain.Id, number, store, product));
            }
        }

        return planted;
    }

    /// <summary>Keeps a row from being drawn.</summary>
    public void Reserve(object row) => used.Add(row);
}
