using KaPipeline.Host.Verbs;

namespace KaPipeline.Tests.Host.Verbs;

public sealed class CommandUserTests
{
    [Theory]
    [InlineData("li", null, "li")]
    [InlineData("root", null, "root")]
    [InlineData("root", "", "root")]
    [InlineData("root", "li", "li")]
    // Whoever is not root says nothing of others.
    [InlineData("wang", "li", "wang")]
    public void Audit_names_the_person_also_behind_sudo(string account, string? asker, string named) =>
        Assert.Equal(named, CommandUser.Of(account, asker));
}
