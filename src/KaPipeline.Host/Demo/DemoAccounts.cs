using System.Security.Cryptography;
using KaPipeline.Host.Accounts;
using KaPipeline.Mail;
using KaPipeline.Warehouse;

namespace KaPipeline.Host.Demo;

/// <summary>Two accounts to look at the sample month with: one of operations, one of finance. Their passwords are drawn anew each time and
/// shown once.</summary>
internal static class DemoAccounts
{
    private static readonly (string Name, string Display)[] People = [("operator", "运维 Operations"), ("finance", "财务 Finance")];

    /// <summary>Makes them, or gives those that there are new passwords.</summary>
    /// <returns>Name and password of each.</returns>
    public static async Task<IReadOnlyList<(string Name, string Password)>> RenewAsync(
        KaHome home, WarehouseConnection warehouse, TimeProvider clock, CancellationToken ct)
    {
        var accounts = new AccountStore(warehouse.DataSource, new RecipientList(RecipientRules.Load(home.Config)), clock);
        var made = new List<(string, string)>();
        foreach (var (name, display) in People)
        {
            var password = RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 12);
            if (await accounts.FindAsync(name, ct) is null)
            {
                await accounts.AddAsync(name, display, name, null, password, null, DemoLedger.Who, ct);
            }
            else
            {
                await accounts.SetPasswordAsync(name, password, DemoLedger.Who, ct);
            }

            made.Add((name, password));
        }

        return made;
    }
}
