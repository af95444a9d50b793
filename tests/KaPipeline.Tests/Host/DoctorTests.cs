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
}
