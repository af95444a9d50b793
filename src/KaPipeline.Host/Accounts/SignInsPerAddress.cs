using System.Net;
using System.Net.Sockets;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Accounts;

/// <summary>How often somebody at one address may fail to sign in, whatever the accounts and the nodes: counted in the database,
/// by its clock, before the password is looked at. Who signs in takes their own try back.</summary>
public sealed class SignInsPerAddress(NpgsqlDataSource database, ConsoleOptions options)
{
    /// <summary>Counts a try.</summary>
    /// <returns>Whether it may be made; and of those that may not, whether it is the first: told once, however many follow.</returns>
    public async Task<(bool IsAdmitted, bool IsFirstRefused)> TryAsync(IPAddress? address, CancellationToken ct)
    {
        // A try beyond the first that is refused changes nothing, and gets no row back.
        var tries = await database.FirstAsync<int?>(
            """
            insert into ops.sign_in_try as kept (address, tries, counted_until)
            values (@address, 1, clock_timestamp() + make_interval(mins => @minutes))
            on conflict (address) do update set
                tries = case when kept.counted_until <= clock_timestamp() then 1 else kept.tries + 1 end,
                counted_until =
                    case when kept.counted_until <= clock_timestamp() then excluded.counted_until else kept.counted_until end
            where kept.tries <= @most or kept.counted_until <= clock_timestamp()
            returning tries
            """, new { address = Key(address), minutes = options.LockMinutes, most = options.SignInsPerAddress }, ct);
        return (tries <= options.SignInsPerAddress, tries == options.SignInsPerAddress + 1);
    }

    /// <summary>Takes one try back: it was a sign-in.</summary>
    public Task TakeBackAsync(IPAddress? address, CancellationToken ct) => database.DoAsync(
        "update ops.sign_in_try set tries = tries - 1 where address = @address and tries > 0", new { address = Key(address) }, ct);

    /// <summary>Forgets counts that have ended.</summary>
    public static Task<int> ForgetAsync(NpgsqlDataSource database, CancellationToken ct) =>
        database.DoAsync("delete from ops.sign_in_try where counted_until <= clock_timestamp()", ct: ct);

    // Whoever has one address of IPv6 has its whole network of 64 bits.
    private static string Key(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexStringLower(address.GetAddressBytes()[..8]),
        _ => address.ToString(),
    };
}
