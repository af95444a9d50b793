using KaPipeline.Host.Doctor;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Host;

public sealed class DoctorTests
{
    private static readonly KaHome Home = new(Path.GetTempPath(), Path.Combine(Repository.Root, "config"));

    [Theory]
    [InlineData("2026-10-31", Health.Well)]
    [InlineData("2026-11-01", Health.Warning)]
    [InlineData("2031-03-01", Health.Bad)]
    public void Missing_calendar_year_is_named_from_November_on(string today, Health expected)
    {
        var finding = Examination.Calendar(Home, DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(expected, finding.State);
        Assert.Equal(expected == Health.Well, finding.Mend is null);
    }

    [Fact]
    public void Shipped_configuration_is_well() => Assert.Equal(Health.Well, Examination.Configuration(Home).State);

    [Fact]
    public void Mistake_in_a_chain_is_named_with_its_file()
    {
        var config = Directory.CreateTempSubdirectory("ka-config-");
        Directory.CreateDirectory(Path.Combine(config.FullName, "chains"));
        File.WriteAllText(Path.Combine(config.FullName, "chains", "wrong.yaml"), "chain: wrong\nnonsense: 1\n");

        var finding = Examination.Configuration(new KaHome(Path.GetTempPath(), config.FullName));

        Assert.Equal(Health.Bad, finding.State);
        Assert.Contains("wrong.yaml", finding.Says, StringComparison.Ordinal);
        config.Delete(recursive: true);
    }

    [Fact]
    public async Task Outbox_that_nobody_collects_is_a_warning() =>
        Assert.Equal(Health.Warning, (await Examination.MailAsync(Home, CancellationToken.None)).State);
}
