using Cronos;
using KaPipeline.Jobs;

namespace KaPipeline.Tests.Jobs;

public sealed class UnixCronTests
{
    [Theory]
    [InlineData("30 7 * * *")]
    [InlineData("*/20 5-22 * * *")]
    [InlineData("5,25,45 5-22 * * 1-5")]
    [InlineData("0 8 1-7 * *")]
    [InlineData("0 0 29 2 *")]
    [InlineData("15 3 1,15 */3 *")]
    [InlineData("10 6 * 1-6/2 0")]
    [InlineData("59 23 31 12 7")]
    public void Occurrences_are_those_that_hangfire_fires(string expression)
    {
        var from = BusinessTime.At(new DateOnly(2026, 1, 1), TimeOnly.MinValue).AddSeconds(-1);
        var until = from.AddDays(800);
        var expected = CronExpression.Parse(expression).GetOccurrences(from, until, BusinessTime.Zone, fromInclusive: false, toInclusive: true);

        Assert.Equal(expected, UnixCron.Parse(expression).Between(from, until));
    }

    [Theory]
    [InlineData("0 7 * *", "found 4 fields")]
    [InlineData("61 7 * * *", "found \"61\", expected 0 to 59")]
    [InlineData("0 9-8 * * *", "expected the smaller value first")]
    [InlineData("0 7 * * x", "found \"x\"")]
    public void A_wrong_expression_names_the_field(string expression, string says) =>
        Assert.Contains(says, Assert.Throws<FormatException>(() => UnixCron.Parse(expression)).Message, StringComparison.Ordinal);
}
