using System.Net;
using System.Net.Sockets;

namespace KaPipeline.Host.Accounts;

/// <summary>How often somebody at one address may try a sign-in in vain, whatever the accounts: counted in this process, before the password is
/// looked at. Who signs in takes their own try back.</summary>
public sealed class AddressLimit(ConsoleOptions options, TimeProvider clock)
{
    // More than this many addresses with failures at once: the ones that are over are forgotten, and then the oldest.
    private const int MostAddresses = 10_000;

    private readonly Lock guard = new();
    private readonly Dictionary<string, (int Tries, DateTimeOffset Until)> counts = [];

    /// <summary>Counts a try.</summary>
    /// <param name="isFirst">Whether it is the first that may not: told once, however many follow.</param>
    /// <returns>Whether it may be made.</returns>
    public bool Admits(IPAddress? address, out bool isFirst)
    {
        var now = clock.GetUtcNow();
        lock (guard)
        {
            var key = Key(address);
            var (tries, until) = counts.TryGetValue(key, out var known) && known.Until > now ? known : (0, now.AddMinutes(options.LockMinutes));
            isFirst = tries == options.SignInsPerAddress;
            Forget(now);
            counts[key] = (Math.Min(tries, options.SignInsPerAddress) + 1, until);
            return tries < options.SignInsPerAddress;
        }
    }

    /// <summary>Takes one try back: it was a sign-in.</summary>
    public void TakeBack(IPAddress? address)
    {
        lock (guard)
        {
            if (counts.TryGetValue(Key(address), out var known))
            {
                counts[Key(address)] = known with { Tries = Math.Max(0, known.Tries - 1) };
            }
        }
    }

    private void Forget(DateTimeOffset now)
    {
        if (counts.Count < MostAddresses)
        {
            return;
        }

        foreach (var (key, _) in counts.Where(pair => pair.Value.Until <= now).ToList())
        {
            counts.Remove(key);
        }

        foreach (var (key, _) in counts.OrderBy(pair => pair.Value.Until).Take(counts.Count - MostAddresses + 1).ToList())
        {
            counts.Remove(key);
        }
    }

    // Whoever has one address of IPv6 has its whole network of 64 bits.
    private static string Key(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexStringLower(address.GetAddressBytes()[..8]),
        _ => address.ToString(),
    };
}
