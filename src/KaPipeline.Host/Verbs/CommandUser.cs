namespace KaPipeline.Host.Verbs;

/// <summary>Who types a command line, as the audit and the ledger of runs name them.</summary>
internal static class CommandUser
{
    /// <summary>The account of the operating system; of root by <c>sudo</c> the account that asked for it.</summary>
    public static string Name => Of(Environment.UserName, Environment.GetEnvironmentVariable("SUDO_USER"));

    internal static string Of(string account, string? asker) => account == "root" && !string.IsNullOrEmpty(asker) ? asker : account;
}
