namespace KaPipeline.Simulation;

/// <summary>The arithmetic of docs/money.md#worth, in decimal and apart from any SQL.</summary>
internal static class Money
{
    /// <summary>Half away from zero.</summary>
    public static decimal Round(decimal value, int decimals = 2) => Math.Round(value, decimals, MidpointRounding.AwayFromZero);

    /// <summary>W(q, p, rate): gross worth in RMB of a quantity at a price stated in the given basis.</summary>
    public static decimal Of(decimal quantity, decimal price, decimal rate, bool including)
    {
        var stated = Round(quantity * price);
        return including ? stated : stated + Round(stated * rate);
    }

    /// <summary>A price brought into a basis, once; one that is stated in that basis is used as it is.</summary>
    public static decimal InBasis(decimal price, bool isIncluding, bool wantIncluding, decimal rate, int decimals) =>
        isIncluding == wantIncluding ? price
        : wantIncluding ? Round(price * (1 + rate), decimals)
        : Round(price / (1 + rate), Math.Min(4, decimals));
}
